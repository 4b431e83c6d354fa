"""A page whose statement takes too long: ended by PostgreSQL in the web process only, and told in words."""

import os
import subprocess
import sys
from contextlib import contextmanager

import psycopg
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


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("rusak")


handler500 = "pkh_sembako.views.server_error"
urlpatterns = [*pages, path("lambat/", slow), path("rusak/", broken)]


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
        pytest.param("import pkh_sembako.wsgi; ", {"WEB_STATEMENT_SECONDS": "7"}, "7s", marks=pytest.mark.slow),
        pytest.param("import pkh_sembako.wsgi; ", {"WEB_STATEMENT_SECONDS": "0"}, "0", marks=pytest.mark.slow),
        pytest.param("import pkh_sembako.celery; ", {}, "0", marks=pytest.mark.slow),
        pytest.param("", {}, "0", marks=pytest.mark.slow),
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


@pytest.fixture
def held(transactional_db):
    """`with held(table):` while another connection keeps the table to itself and this one waits 50 ms at most."""

    @contextmanager
    def hold(table: str):
        known = connection.get_connection_params()
        with psycopg.connect(**{name: known[name] for name in ("host", "port", "user", "password", "dbname")}) as other:
            other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            connection.cursor().execute("SET statement_timeout = '50ms'")
            try:
                yield
            finally:
                connection.cursor().execute("SET statement_timeout = 0")
                other.rollback()

    return hold


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["django_session", "accounts_user", "office_office"])
def test_a_middleware_that_waits_too_long_says_it_too(cast, login, ratri, held, table: str):
    page = login(ratri)
    page.raise_request_exception = False
    with held(table):
        response = page.get("/keluarga/")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "<h1>Halaman ini terlalu lama disiapkan</h1>" in response.content.decode()
    assert page.get("/keluarga/").status_code == 200


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_500_that_tells_its_number(client: Client):
    client.raise_request_exception = False
    response = client.get("/rusak/")
    assert response.status_code == 500
    assert f"nomor {response['X-Request-ID']}, dan jam kejadiannya" in response.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_without_the_belts_it_would_be_a_bare_500(client: Client, settings, monkeypatch):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("EndedStatement")]
    monkeypatch.setitem(globals(), "handler500", "django.views.defaults.server_error")
    client.raise_request_exception = False
    assert client.get("/lambat/").status_code == 500
