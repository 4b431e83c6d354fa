"""Reading the read log page by page."""

from typing import Any, NamedTuple

from django.db.models import Q

from pkh_sembako.audit.models import ReadLog

PAGE = 50


class Page(NamedTuple):
    """Rows newest first; `older` and `newer` are the ids to go on from, None where there is no more."""

    rows: list[ReadLog]
    older: int | None
    newer: int | None


def read_log(filters: dict[str, Any], *, before: int | None = None, after: int | None = None) -> Page:
    """One page of the read log: rows with id < `before`, or the page just newer than `after` (keyset)."""
    rows = ReadLog.objects.filter(_condition(filters)).select_related("user")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        more_newer, found = len(found) > PAGE, found[:PAGE][::-1]
        return Page(found, found[-1].pk if found else None, found[0].pk if more_newer else None)
    found = list((rows.filter(pk__lt=before) if before is not None else rows)[: PAGE + 1])
    more_older, found = len(found) > PAGE, found[:PAGE]
    newer = found[0].pk if before is not None and found else None
    return Page(found, found[-1].pk if more_older else None, newer)


def _condition(filters: dict[str, Any]) -> Q:
    condition = Q()
    if name := filters.get("nama"):
        condition &= Q(user__username__icontains=name) | Q(user__full_name__icontains=name)
    if kind := filters.get("jenis"):
        condition &= Q(kind=kind)
    if first := filters.get("dari"):
        condition &= Q(at__date__gte=first)
    if last := filters.get("sampai"):
        condition &= Q(at__date__lte=last)
    return condition
