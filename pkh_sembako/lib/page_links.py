"""The keyset page that an address asks for, and the addresses of its neighbours, for `komponen/halaman.html`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from pkh_sembako.lib.keyset import Page, Row, paginate


def asked_page(
    request: HttpRequest, rows: QuerySet[Row], *keys: str, size: int = 50, descending: bool = False
) -> Page[Row]:
    """`paginate` as `?sesudah=` or `?sebelum=` of the address says; the last key is unique."""
    after, before = request.GET.get("sesudah"), request.GET.get("sebelum")
    return paginate(rows, keys=keys, size=size, descending=descending, after=after, before=before)


def address_with(query: QueryDict, without: Iterable[str] = (), **changes: Any) -> str:
    """The query string with these changes (empty = gone) and without the names in `without`; "" with nothing left."""
    query = query.copy()
    for name in (*without, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


def page_links(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """{"prev_url", "next_url"}: this address with its filters, going on before or after the page; "" = none."""
    return {
        "prev_url": _go(request, "sebelum", page.previous),
        "next_url": _go(request, "sesudah", page.next),
    }


def _go(request: HttpRequest, name: str, cursor: str) -> str:
    return address_with(request.GET, ("sebelum", "sesudah"), **{name: cursor}) if cursor else ""
