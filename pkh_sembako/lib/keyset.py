"""Pages by key instead of by number: the last page of 300,000 rows costs what the first one costs.

page = paginate(queryset, keys=("name_search", "id"), after=..., before=...)   # in a view: page_links.asked_page
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page; `previous` and `next` are cursors, empty where there is no page."""

    rows: list[Row]
    previous: str
    next: str


def paginate(
    queryset: QuerySet[Row],
    *,
    keys: Sequence[str],
    size: int = 50,
    descending: bool = False,
    after: str | None = None,
    before: str | None = None,
) -> Page[Row]:
    """A page of `queryset` ordered by `keys` (the last one unique). A broken cursor gives the first page."""
    backwards = bool(before)
    values = _decode(before or after or "", len(keys))
    if values is not None:
        try:
            queryset = queryset.filter(_beyond(keys, values, greater=descending == backwards))
        except (ValueError, TypeError, ValidationError, FieldError):
            values = None
    if values is None:
        backwards = False
    minus = "-" if descending != backwards else ""
    found = list(queryset.order_by(*(minus + key for key in keys))[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else values is not None
    return Page(
        rows,
        _cursor(rows[0], keys) if rows and has_previous else "",
        _cursor(rows[-1], keys) if rows and (more or backwards) else "",
    )


def _beyond(keys: Sequence[str], values: list[Any], *, greater: bool) -> Q:
    """(a, b) > (x, y) spelled so that PostgreSQL can start at a >= x in the index."""
    word = "gt" if greater else "lt"
    condition = Q(**{f"{keys[-1]}__{word}": values[-1]})
    for key, value in zip(reversed(keys[:-1]), reversed(values[:-1]), strict=True):
        condition = Q(**{f"{key}__{word}": value}) | (Q(**{key: value}) & condition)
    return Q(**{f"{keys[0]}__{word}e": values[0]}) & condition


def _cursor(row: Model, keys: Sequence[str]) -> str:
    values = [getattr(row, key) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return None
    plain = isinstance(values, list) and len(values) == length and all(isinstance(v, str | int) for v in values)
    return values if plain and not any("\0" in v for v in values if isinstance(v, str)) else None
