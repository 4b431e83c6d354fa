"""The home page, the page of an error, and the two pages by which machines ask whether all is well."""

import sys

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from pkh_sembako.audit import logs
from pkh_sembako.leadership.queries.overview import overview
from pkh_sembako.lib import slow
from pkh_sembako.lib.access import Permission, allowed, public
from sop import waiting
from sop.models import Cycle
from sop.queries import cycle_rows

PROBE_SECONDS = 2


@allowed(Permission.HOME)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this user and how the open cycles stand; for who leads the office, all of it at a glance."""
    running = list(Cycle.objects.visible_to(request.user).open().select_related("round", "sop"))
    context = {"waiting": waiting.home(request.user), "cycles": cycle_rows(running, timezone.now())}
    if request.user.may(Permission.VIEW_LEADERSHIP):
        context["overview"] = overview(request.user, running)
    context["may_look_up"] = request.user.may(Permission.LOOK_UP)
    return render(request, "beranda.html", context)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500, called while the error is handled. A statement that took too long is no fault: 503 says so."""
    page = render_to_string("500.html", {"request_id": logs.request_id.get()})
    return slow.told(request, sys.exception()) or HttpResponse(page, status=500)


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; asks neither database nor broker."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when work can be done, else 503; each part is "ok" or "gagal"."""
    database = _database_answers()
    parts = {"database": database, "migrations": database and _is_migrated(), "broker": _broker_answers()}
    said = {name: "ok" if good else "gagal" for name, good in parts.items()}
    return JsonResponse(
        {"status": "ok" if all(parts.values()) else "gagal", **said}, status=200 if all(parts.values()) else 503
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker_answers() -> bool:
    client = redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PROBE_SECONDS, socket_timeout=PROBE_SECONDS, retry=None
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
