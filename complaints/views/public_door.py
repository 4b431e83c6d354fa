"""What every page of the public forms has in common: its marks, its limits, the draft's cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from complaints.services import drafts, gate
from complaints.services.drafts import Draft
from pkh_sembako.lib.access import public

COOKIE, SALT, PATH = "laporan", "complaints.draft", "/pengaduan/"
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Open to everybody, kept by no cache, found by no search engine; floods end before it (complaints.middleware)."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return public(never_cache(page))


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
