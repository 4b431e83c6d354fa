"""Turns a flood at the public forms away before it costs anything: no session, no database, no body is read."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from complaints.services.brake import public_posts
from pkh_sembako.lib.clients import client_address

FORMS = "/pengaduan/"
SURVEY = "/skm/"  # below it officers work
LARGEST_BODY = 25 * 1024 * 1024  # a file of more than 5 MB is refused in words; of more than this unread


class PublicFlood:
    """Stands behind the security headers and before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_public = request.path.startswith(FORMS) or request.path == SURVEY
        refusal = _refusal(request) if is_public and request.method == "POST" else None
        return refusal or self.get_response(request)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return _answer("pengaduan/publik/terlalu_besar.html", 413)
    if public_posts.holds(client_address(request)):
        return _answer("pengaduan/publik/ramai.html", 429)
    return None


def _answer(template: str, status: int) -> HttpResponse:
    response = HttpResponse(_page(template), status=status)
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = "60"
    return response


@lru_cache(maxsize=4)
def _page(template: str) -> str:
    """Drawn once; it asks the database nothing."""
    return render_to_string(template)
