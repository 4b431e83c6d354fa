"""Office hours as dated data, with the presets an office may choose."""

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

Interval = tuple[time, time]
Day = tuple[Interval, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]

SATURDAY = 5


@dataclass(frozen=True)
class HoursRule:
    """Working intervals of a week, Monday first, from `starts` through `ends` (None = open on that side).

    Of several rules that cover a date the last in the office's list wins; a weekday without intervals is a day off.
    Raises ValueError, with an Indonesian sentence, for hours that cannot be: Saturday or Sunday, overlaps, seconds.
    """

    starts: date | None
    ends: date | None
    week: Week

    def __post_init__(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(
                f"Jam kerja berakhir ({self.ends:%d-%m-%Y}) sebelum mulai berlaku ({self.starts:%d-%m-%Y})."
            )
        if len(self.week) != 7:
            raise ValueError("Jam kerja harus menyebut tujuh hari, Senin sampai Minggu.")
        if any(self.week[SATURDAY:]):
            raise ValueError("Hari kerja adalah Senin sampai Jumat; Sabtu dan Minggu tidak berjam kerja.")
        for intervals in self.week:
            _check_day(intervals)

    def covers(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


def _check_day(intervals: Day) -> None:
    moments = [moment for interval in intervals for moment in interval]
    if any(moment.second or moment.microsecond or moment.tzinfo for moment in moments):
        raise ValueError("Jam kerja ditulis dalam jam dan menit saja.")
    if any(start >= end for start, end in intervals):
        raise ValueError("Jam mulai harus sebelum jam selesai.")
    if any(before[1] > after[0] for before, after in pairwise(intervals)):
        raise ValueError("Jam kerja dalam satu hari harus berurutan dan tidak tumpang tindih.")


def _week(monday_to_thursday: str, friday: str) -> Week:
    """Both as "07:30-12:00 13:00-16:00"."""
    ordinary, last = _day(monday_to_thursday), _day(friday)
    return (ordinary, ordinary, ordinary, ordinary, last, (), ())


def _day(text: str) -> Day:
    spans = (span.split("-") for span in text.split())
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)


# Perpres 21/2023: five days, 37 h 30 m a week; in Ramadan 32 h 30 m.
PERPRES_21_2023 = HoursRule(None, None, _week("07:30-12:00 13:00-16:00", "07:30-11:30 13:00-16:30"))

_RAMADAN_WEEK = _week("08:00-12:00 12:30-15:00", "08:00-11:30 12:30-15:30")
RAMADAN = (
    HoursRule(date(2025, 3, 1), date(2025, 3, 30), _RAMADAN_WEEK),
    HoursRule(date(2026, 2, 19), date(2026, 3, 20), _RAMADAN_WEEK),
    HoursRule(date(2027, 2, 8), date(2027, 3, 9), _RAMADAN_WEEK),  # an estimate until the government has declared it
)

DEFAULT_HOURS = (PERPRES_21_2023, *RAMADAN)

# Magetan's own circulars: SE Sekda 00.8.3/1584/403.032/2023, and hours of its own for Ramadan 2026. For a Ramadan
# without a circular of its own the Perpres stands.
MAGETAN_2023 = (
    HoursRule(None, None, _week("07:30-12:00 12:15-15:30", "07:30-11:30 12:30-15:00")),
    *RAMADAN,
    HoursRule(date(2026, 2, 19), date(2026, 3, 20), _week("07:30-14:30", "07:00-11:30")),
)
