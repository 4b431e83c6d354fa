"""Addresses of the neighbours of a keyset page, for `komponen/halaman.html`."""

from typing import Any

from django.http import HttpRequest

from pkh_sembako.lib.keyset import Page


def page_links(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """{"prev_url", "next_url"}: this address with its filters, going on before or after the page; "" = none."""
    return {
        "prev_url": _go(request, "sebelum", page.previous),
        "next_url": _go(request, "sesudah", page.next),
    }


def _go(request: HttpRequest, name: str, cursor: str) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    for stale in ("sebelum", "sesudah"):
        query.pop(stale, None)
    query[name] = cursor
    return f"?{query.urlencode()}"
