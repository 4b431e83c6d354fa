"""Filters that write dates, numbers and masked identity numbers. A missing value is an en dash, never an error."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from pkh_sembako.lib import dates, identity, numbers

register = template.Library()
MISSING = "–"


def _shown(write: Callable[[Any], str], value: Any) -> str:
    return MISSING if value is None or value == "" else write(value)


def _local(value: Any) -> Any:
    """A moment of the database as the office's zone sees it; a plain date stays."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def rupiah(value: Any) -> str:
    return _shown(numbers.rupiah, value)


@register.filter
def ribuan(value: Any) -> str:
    return _shown(lambda number: numbers.thousands(int(number)), value)


@register.filter
def persen(value: Any) -> str:
    return _shown(numbers.percent, value)


@register.filter
def bagian(part: int | None, total: int | None) -> str:
    """`{{ done|bagian:total }}`: the share of the total as persen."""
    if part in (None, "") or total in (None, ""):
        return MISSING
    return numbers.percent(numbers.share(part, total))


@register.filter
def tanggal(value: Any) -> str:
    return _shown(lambda day: dates.tanggal(_local(day)), value)


@register.filter
def tanggal_singkat(value: Any) -> str:
    return _shown(lambda day: dates.tanggal_pendek(_local(day)), value)


@register.filter
def hari_tanggal(value: Any) -> str:
    return _shown(lambda day: dates.hari_tanggal(_local(day)), value)


@register.filter
def jam(value: Any) -> str:
    return _shown(lambda moment: dates.jam(_local(moment)), value)


@register.filter
def tanggal_jam(value: Any) -> str:
    """The short form of screens; letters say "pukul" between the two."""
    return _shown(lambda moment: f"{tanggal(moment)}, {jam(moment)}", value)


@register.filter
def samar(value: Any) -> str:
    """NIK, NKK or account number with only the first and last four characters."""
    return _shown(identity.mask, value)
