"""What every page of the public forms has in common: its marks, its limits before any work, the draft's cookie."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from complaints.services import drafts, gate
from complaints.services.brake import public_posts
from complaints.services.drafts import Draft
from pkh_sembako.lib.access import public
from pkh_sembako.lib.clients import client_address

COOKIE, SALT, PATH = "laporan", "complaints.draft", "/pengaduan/"
LARGEST_BODY = 25 * 1024 * 1024  # a file of more than 5 MB is refused in words; of more than this unread
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Open to everybody, kept by no cache, found by no search engine; a flood is turned away before it is read.

    The token against forged posts is asked for inside: asked outside it would read the whole body first.
    """
    guarded = csrf_protect(view)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = _turned_away(request) if request.method == "POST" else None
        response = refusal or guarded(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return public(csrf_exempt(never_cache(page)))


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return HttpResponse(_bare_page("pengaduan/publik/terlalu_besar.html"), status=413)
    if public_posts.holds(client_address(request)):
        page = _bare_page("pengaduan/publik/ramai.html")
        return HttpResponse(page, status=429, headers={"Retry-After": "60"})
    return None


@lru_cache(maxsize=4)
def _bare_page(template: str) -> str:
    """A page that asks the database nothing, drawn once."""
    return render_to_string(template)


def slowed(request: HttpRequest, template: str, context: dict[str, Any], refusal: gate.TooMany) -> HttpResponse:
    """The same page with what was typed, and when it goes on."""
    response = render(request, template, context | {"refusal": refusal.sentence}, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response


def draft_of(request: HttpRequest) -> Draft | None:
    """The complaint in the making of this browser."""
    cookie = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=drafts.LASTS)
    return drafts.found(cookie) if cookie else None


def remember(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Give the browser the draft's cookie, which no script reads and no other site sends."""
    response.set_signed_cookie(
        COOKIE, draft.cookie, salt=SALT, max_age=drafts.LASTS, path=PATH, httponly=True, secure=settings.SECURE,
        samesite="Lax",
    )  # fmt: skip
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response
