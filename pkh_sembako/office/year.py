"""A year of the working calendar, month by month, for people to read."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from pkh_sembako.lib.dates import nama_bulan
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.office.models import DayOff

# What a day is, in the words of the page's legend.
WORKING, WEEKEND = "kerja", "pekan"


@dataclass(frozen=True)
class YearDay:
    """One cell; `kind` is WORKING, WEEKEND or a code of DayOffKind, `off` the row that makes it a day off."""

    day: date
    kind: str
    off: DayOff | None


@dataclass(frozen=True)
class Month:
    """`weeks` have seven cells, Monday first, None outside the month; `off` are its named days off in order."""

    name: str
    weeks: list[list[YearDay | None]]
    off: list[DayOff]
    working_days: int


def months(year: int, calendar: WorkCalendar) -> list[Month]:
    """The twelve months of `year` (one query)."""
    off = {row.day: row for row in DayOff.objects.filter(day__year=year)}
    return [_month(year, number, calendar, off) for number in range(1, 13)]


def _month(year: int, number: int, calendar: WorkCalendar, off: dict[date, DayOff]) -> Month:
    weeks = [
        [_cell(day, calendar, off) if day.month == number else None for day in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]
    cells = [cell for week in weeks for cell in week if cell]
    return Month(
        name=nama_bulan(date(year, number, 1)),
        weeks=weeks,
        off=[cell.off for cell in cells if cell.off],
        working_days=sum(cell.kind == WORKING for cell in cells),
    )


def _cell(day: date, calendar: WorkCalendar, off: dict[date, DayOff]) -> YearDay:
    row = off.get(day)
    if row:
        return YearDay(day, row.kind, row)
    return YearDay(day, WORKING if calendar.is_working_day(day) else WEEKEND, None)
