"""National holidays and cuti bersama of Indonesia, from the PyPI package `holidays`. An office edits its own copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holidays import country_holidays


class DayOffKind(StrEnum):
    LIBUR_NASIONAL = "libur_nasional"
    CUTI_BERSAMA = "cuti_bersama"


CATEGORIES = {DayOffKind.LIBUR_NASIONAL: "public", DayOffKind.CUTI_BERSAMA: "government"}


@dataclass(frozen=True, order=True)
class NationalDayOff:
    """One day off; `name` is Indonesian and ends in "(perkiraan)" where the date is an estimate."""

    date: date
    kind: DayOffKind
    name: str


def national_days_off(years: Iterable[int]) -> list[NationalDayOff]:
    """Days off of the years, weekends among them, by date. A date that is both kinds appears twice."""
    years = list(years)
    return sorted(
        NationalDayOff(day, kind, name)
        for kind, category in CATEGORIES.items()
        for day, name in country_holidays("ID", years=years, categories=(category,), language="id").items()
    )
