"""The office's colour and emblem, which every page loads, public ones too."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from pkh_sembako.lib.access import public

SECONDS = 300


def _brand_etag(request: HttpRequest) -> str:
    return f'"{request.office.brand_colour.lower().removeprefix("#")}"'


def _logo_etag(request: HttpRequest) -> str:
    return f'"{hashlib.sha256(request.office.logo.name.encode()).hexdigest()[:16]}"'


@public
@require_safe
@cache_control(public=True, max_age=SECONDS)
@condition(etag_func=_brand_etag)
def brand_css(request: HttpRequest) -> HttpResponse:
    """The office's colour for the tokens of static/css/token.css."""
    css = f":root{{--merek:{request.office.brand_colour}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=SECONDS)
@condition(etag_func=_logo_etag)
def logo(request: HttpRequest) -> HttpResponse | FileResponse:
    """The emblem (PNG or JPEG, proven when it was uploaded)."""
    stored = request.office.logo
    if not stored or not stored.storage.exists(stored.name):
        raise Http404
    return FileResponse(stored.open("rb"))
