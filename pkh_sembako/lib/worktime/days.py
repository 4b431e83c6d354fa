"""Which days and hours of an office count as working time."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pkh_sembako.lib.worktime.hours import Day, HoursRule

Span = tuple[datetime, datetime]

YEARS = range(1970, 2200)  # days outside are typing errors and never worked; far from date.max, so no sum overflows


class NumberedDay(NamedTuple):
    """A calendar day of the table with which SQL recomputes many deadlines at once.

    `number` counts working days from the table's first day through this one. `opening` and `close` belong to the first
    working day on or after `date`. So, from the row `s` of an effective start, the due moment of
    `hari_kerja` n is the close of the row that `is_working` with number `s.number + n`, of
    `hari` n the close of the row with date `s.date + n`.
    """

    date: date
    number: int
    is_working: bool
    opening: datetime
    close: datetime


class WorkingDays:
    """Days and hours of one office. Days are worked out on first use and kept: build it once and share it."""

    def __init__(self, *, zone: ZoneInfo, hours: Sequence[HoursRule], days_off: Collection[date]) -> None:
        self.zone = zone
        self._latest_rule_first = tuple(reversed(hours))
        self._days_off = frozenset(days_off)
        self._intervals: dict[date, tuple[Span, ...]] = {}
        self._years: dict[int, list[date]] = {}

    def is_working_day(self, day: date) -> bool:
        """Monday-Friday with office hours, and neither holiday, cuti bersama nor extra day off."""
        return bool(self.intervals(day))

    def intervals(self, day: date) -> tuple[Span, ...]:
        """Working time of the day as aware moments, in order; empty on a day off."""
        if day not in self._intervals:
            self._intervals[day] = tuple((self._at(day, start), self._at(day, end)) for start, end in self._hours(day))
        return self._intervals[day]

    def opening(self, day: date) -> datetime:
        """Opening of office; ValueError on a day off."""
        return self._working_intervals(day)[0][0]

    def close(self, day: date) -> datetime:
        """Close of office; ValueError on a day off."""
        return self._working_intervals(day)[-1][1]

    def working_day_from(self, day: date) -> date:
        """The day itself or, when it is off, the next working day."""
        return day if self.is_working_day(day) else self.nth_working_day_after(day, 1)

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted itself; n starts at 1."""
        if n < 1:
            raise ValueError(f"Urutan hari kerja dimulai dari 1, bukan {n}.")
        year = day.year
        index = bisect_right(self._working_days(year), day) + n - 1
        while index >= len(self._working_days(year)):
            index -= len(self._working_days(year))
            year += 1
        return self._working_days(year)[index]

    def last_working_day_until(self, day: date) -> date:
        """The day itself or, when it is off, the working day before it."""
        year = day.year
        index = bisect_right(self._working_days(year), day)
        return self._working_days(year)[index - 1] if index else self._working_days(year - 1)[-1]

    def count_working_days(self, after: date, through: date) -> int:
        """How many working days d have `after` < d <= `through`; 0 when `through` is not later."""
        years = range(after.year, through.year + 1)
        return max(0, sum(self._days_through(through, year) - self._days_through(after, year) for year in years))

    def numbered_days(self, first: date, last: date) -> list[NumberedDay]:
        """One row for every calendar day from `first` through `last`, see NumberedDay."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return list(self._numbered(days))

    def _numbered(self, days: Iterator[date]) -> Iterator[NumberedDay]:
        number = 0
        for day in days:
            working = self.is_working_day(day)
            number += working
            next_open = self.working_day_from(day)
            yield NumberedDay(day, number, working, self.opening(next_open), self.close(next_open))

    def _working_days(self, year: int) -> list[date]:
        if year not in self._years:
            days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
            working = [day for day in days if day.year == year and self.is_working_day(day)]
            if not working:
                raise ValueError(f"Kalender kerja tidak punya hari kerja pada tahun {year}.")
            self._years[year] = working
        return self._years[year]

    def _days_through(self, day: date, year: int) -> int:
        return bisect_right(self._working_days(year), day)

    def _working_intervals(self, day: date) -> tuple[Span, ...]:
        if not self.is_working_day(day):
            raise ValueError(f"{day:%d-%m-%Y} bukan hari kerja.")
        return self.intervals(day)

    def _hours(self, day: date) -> Day:
        if day in self._days_off or day.year not in YEARS:
            return ()
        rule = next((rule for rule in self._latest_rule_first if rule.covers(day)), None)
        return rule.week[day.weekday()] if rule else ()

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone)
