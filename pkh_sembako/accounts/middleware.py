"""Nothing is open unless a view says so; and nobody stays logged in at an abandoned desk."""

import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from pkh_sembako.accounts import gates
from pkh_sembako.accounts.models import remembered_titles
from pkh_sembako.lib.access import is_htmx, is_marked, required_permissions

log = logging.getLogger(__name__)

STARTED, LAST_SEEN = "started", "last_seen"
WRITE_EVERY = 20  # seconds; a session row is not rewritten for each of a page's requests


def idle_seconds(user) -> int:
    """How long this user's session may rest."""
    return 60 * (settings.IDLE_MINUTES_APPROVER if user.is_approver else settings.IDLE_MINUTES)


def begin(session: SessionBase) -> None:
    """The session's two clocks start, unless they run."""
    now = int(time.time())
    session.setdefault(STARTED, now)
    session.setdefault(LAST_SEEN, now)


class IdleLimit:
    """Ends sessions that rested too long, and every session 12 hours after its login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembered_titles():
            if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
                self._check(request)
            return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        begin(session)
        rested = now - session[LAST_SEEN]
        if now - session[STARTED] > settings.SESSION_COOKIE_AGE or rested > idle_seconds(request.user):
            logout(request)
            request.session_ended = True
        elif rested >= WRITE_EVERY:
            session[LAST_SEEN] = now


class NeverStored:
    """What only some may open is kept by no cache and not shown by "back" after logging out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or not is_marked(match.func) or required_permissions(match.func) is not None:
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["HX-Request"])  # a part and its whole page share an address
        return response


class BeforeView:
    """Asks its question in `process_view`, when it is known which view would run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ClosedByDefault(BeforeView):
    """Asks the role question before any view runs; a view without a mark is refused to everybody."""

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not is_marked(view):
            log.error("refused %s: its view has no mark", request.path)
            raise PermissionDenied
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404  # no row has such an id, and the database refuses even the question
        permissions = required_permissions(view, request.method)
        if permissions is None:
            return None
        if not request.user.is_authenticated:
            return _to_login(request)
        if not request.user.may(*permissions):
            raise PermissionDenied
        return None


class FirstThings(BeforeView):
    """Leads to what must be done before anything else (`accounts.gates`); no other page is open until then."""

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if required_permissions(view, request.method) is None:
            return None
        page = gates.standing_before(request)
        return _to_page(request, page) if page else None


def _to_page(request: HttpRequest, name: str) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    query = f"?{urlencode({'next': request.get_full_path()})}" if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(reverse(name) + query)


def _to_login(request: HttpRequest) -> HttpResponse:
    """The login page, which leads back to where the user was; a form that was sent cannot be sent again from there."""
    query = {"berakhir": "1"} if getattr(request, "session_ended", False) else {}
    if is_htmx(request):
        query["next"] = request.htmx.current_url_abs_path or "/"
        return HttpResponse(status=204, headers={"HX-Redirect": _login_url(query)})
    if request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    return HttpResponseRedirect(_login_url(query))


def _login_url(query: dict[str, str]) -> str:
    return f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}" if query else reverse(settings.LOGIN_URL)
