"""Reading the read log page by page."""

from typing import Any

from django.db.models import Q

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.lib.keyset import Page, paginate


def read_log(filters: dict[str, Any], *, before: str | None = None, after: str | None = None) -> Page[ReadLog]:
    """One page of the read log, newest first; `filters` as `ReadLogFilter` cleans them."""
    rows = ReadLog.objects.filter(_condition(filters)).select_related("user")
    return paginate(rows, keys=["id"], descending=True, before=before, after=after)


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
