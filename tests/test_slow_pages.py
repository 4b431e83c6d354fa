"""A page whose statement takes too long: ended by PostgreSQL in the web process only, and told in words."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from pkh_sembako.lib.access import public
from pkh_sembako.urls import urlpatterns as pages

SHOW = (
    "{first}import django; django.setup(); from django.db import connection; cursor = connection.cursor();"
    " print(cursor.execute('SHOW statement_timeout').fetchone()[0])"
)


@public
def slow(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("selesai")


urlpatterns = [*pages, path("lambat/", slow)]


def limit_of(first: str, **more: str) -> str:
    """The limit that PostgreSQL holds a new process to; `first` is what that process imports before its settings."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pkh_sembako.settings"} | more
    command = [sys.executable, "-c", SHOW.format(first=first)]
    told = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return told.stdout.strip()


@pytest.mark.parametrize(
    ("first", "more", "limit"),
    [
        ("import pkh_sembako.wsgi; ", {}, "20s"),
        ("import pkh_sembako.wsgi; ", {"WEB_STATEMENT_SECONDS": "7"}, "7s"),
        ("import pkh_sembako.wsgi; ", {"WEB_STATEMENT_SECONDS": "0"}, "0"),
        ("import pkh_sembako.celery; ", {}, "0"),
        ("", {}, "0"),
    ],
)
def test_only_the_web_process_is_limited(first: str, more: dict[str, str], limit: str):
    assert limit_of(first, **more) == limit


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "title"),
    [("get", "Halaman ini terlalu lama disiapkan"), ("post", "Permintaan ini terlalu lama dikerjakan")],
)
def test_a_page_that_takes_too_long_says_what_to_do(client: Client, method: str, title: str):
    response = getattr(client, method)("/lambat/")
    assert response.status_code == 503
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert client.get("/masuk/").status_code == 200  # the connection is whole


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_without_the_belt_it_would_be_a_bare_500(client: Client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("EndedStatement")]
    client.raise_request_exception = False
    assert client.get("/lambat/").status_code == 500
