"""Working days and hours: the rules as data, the national calendar, the numbered table for SQL."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.lib.worktime import (
    DEFAULT_HOURS,
    MAGETAN_2023,
    PERPRES_21_2023,
    RAMADAN,
    HoursRule,
    WorkCalendar,
    default_calendar,
)
from tests.lib import slow_clock

WIB = ZoneInfo("Asia/Jakarta")
MAGETAN = default_calendar(WIB)
MORNING = ((time(8), time(12)),)


def hours_of(calendar: WorkCalendar, day: date) -> str:
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in calendar.intervals(day))


def minutes_a_week(rule: HoursRule) -> int:
    spans = [span for day in rule.week for span in day]
    return sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in spans)


def test_the_weeks_of_the_perpres_have_its_hours():
    assert minutes_a_week(PERPRES_21_2023) == 37 * 60 + 30
    assert [minutes_a_week(rule) for rule in RAMADAN] == [32 * 60 + 30] * 3


@pytest.mark.parametrize(
    ("day", "default", "magetan"),
    [
        (date(2026, 4, 9), "07:30-12:00 13:00-16:00", "07:30-12:00 12:15-15:30"),
        (date(2026, 4, 10), "07:30-11:30 13:00-16:30", "07:30-11:30 12:30-15:00"),
        (date(2026, 2, 18), "07:30-12:00 13:00-16:00", "07:30-12:00 12:15-15:30"),
        (date(2026, 2, 19), "08:00-12:00 12:30-15:00", "07:30-14:30"),
        (date(2026, 2, 20), "08:00-11:30 12:30-15:30", "07:00-11:30"),
        (date(2026, 3, 25), "07:30-12:00 13:00-16:00", "07:30-12:00 12:15-15:30"),
        (date(2027, 2, 9), "08:00-12:00 12:30-15:00", "08:00-12:00 12:30-15:00"),
        (date(2026, 4, 11), "", ""),
    ],
)
def test_the_last_rule_that_covers_a_day_gives_its_hours(day, default, magetan):
    assert hours_of(WorkCalendar(zone=WIB, hours=DEFAULT_HOURS, days_off=()), day) == default
    assert hours_of(WorkCalendar(zone=WIB, hours=MAGETAN_2023, days_off=()), day) == magetan


def test_national_days_off_are_those_of_the_joint_decrees():
    first = date(2025, 1, 1)
    days = [first + timedelta(days=offset) for offset in range(3 * 365)]

    assert [day for day in days if MAGETAN.is_working_day(day)] == [
        day for day in days if slow_clock.is_working_day(day)
    ]


@pytest.mark.parametrize(("year", "days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_a_year_has_as_many_working_days_as_the_decrees_leave(year, days):
    assert MAGETAN.count_working_days(after=date(year - 1, 12, 31), through=date(year, 12, 31)) == days


def test_an_extra_day_off_of_the_office_counts_for_nothing():
    pilkada = date(2026, 4, 9)
    calendar = WorkCalendar(zone=WIB, hours=DEFAULT_HOURS, days_off={pilkada})
    evening_before = datetime(2026, 4, 8, 16, 0, tzinfo=WIB)

    assert not calendar.is_working_day(pilkada)
    assert calendar.intervals(pilkada) == ()
    assert calendar.effective_start(evening_before) == datetime(2026, 4, 10, 7, 30, tzinfo=WIB)
    with pytest.raises(ValueError) as refusal:
        calendar.close(pilkada)
    assert str(refusal.value) == "09-04-2026 bukan hari kerja."


def test_opening_and_close_are_the_ends_of_the_day():
    friday = date(2026, 4, 10)

    assert MAGETAN.opening(friday).isoformat() == "2026-04-10T07:30:00+07:00"
    assert MAGETAN.close(friday).isoformat() == "2026-04-10T16:30:00+07:00"


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("2026-04-09 07:00", "2026-04-09 18:00", 450),
        ("2026-04-09 11:59", "2026-04-09 13:01", 2),
        ("2026-04-09 12:00", "2026-04-09 13:00", 0),
        ("2026-04-09 08:00:30", "2026-04-09 08:02", 1),
        ("2026-04-10 16:00", "2026-04-13 08:00", 60),
        ("2026-04-13 08:00", "2026-04-10 16:00", -60),
        ("2026-03-17 14:00", "2026-03-25 08:30", 120),
    ],
)
def test_working_minutes_between_two_moments(a, b, minutes):
    moments = (datetime.fromisoformat(text).replace(tzinfo=WIB) for text in (a, b))

    assert MAGETAN.working_minutes(*moments) == minutes


def test_no_minutes_leave_a_moment_where_it_is():
    in_the_break = datetime(2026, 4, 9, 12, 30, tzinfo=WIB)

    assert MAGETAN.add_minutes(in_the_break, 0) == in_the_break
    assert MAGETAN.add_minutes(in_the_break, 1) == datetime(2026, 4, 9, 13, 1, tzinfo=WIB)


def test_the_table_of_numbered_days_gives_the_due_moments_of_the_clock():
    table = MAGETAN.numbered_days(date(2026, 3, 1), date(2026, 6, 30))
    by_date = {row.date: row for row in table}
    by_number = {row.number: row for row in table if row.is_working}

    assert len(table) == 122
    for start in (row for row in table[:60] if row.is_working):
        for n in (1, 3, 6, 14):
            assert by_number[start.number + n].close == MAGETAN.due(start.opening, "hari_kerja", n)
            assert by_date[start.date + timedelta(days=n)].close == MAGETAN.due(start.opening, "hari", n)


def test_a_row_of_a_day_off_carries_the_number_before_it_and_the_hours_after_it():
    saturday = MAGETAN.numbered_days(date(2026, 4, 9), date(2026, 4, 11))[2]

    assert saturday.date == date(2026, 4, 11)
    assert (saturday.number, saturday.is_working) == (2, False)
    assert saturday.opening == datetime(2026, 4, 13, 7, 30, tzinfo=WIB)
    assert saturday.close == datetime(2026, 4, 13, 16, 0, tzinfo=WIB)


@pytest.mark.parametrize(
    ("starts", "ends", "week", "sentence"),
    [
        (
            date(2026, 2, 2),
            date(2026, 2, 1),
            (MORNING,) * 5 + ((), ()),
            "Jam kerja berakhir (01-02-2026) sebelum mulai berlaku (02-02-2026).",
        ),
        (None, None, (MORNING,) * 5, "Jam kerja harus menyebut tujuh hari, Senin sampai Minggu."),
        (
            None,
            None,
            (MORNING,) * 6 + ((),),
            "Hari kerja adalah Senin sampai Jumat; Sabtu dan Minggu tidak berjam kerja.",
        ),
        (None, None, (((time(12), time(12)),),) * 5 + ((), ()), "Jam mulai harus sebelum jam selesai."),
        (
            None,
            None,
            (((time(8), time(12)), (time(11), time(16))),) * 5 + ((), ()),
            "Jam kerja dalam satu hari harus berurutan dan tidak tumpang tindih.",
        ),
        (None, None, (((time(8, 0, 1), time(12)),),) * 5 + ((), ()), "Jam kerja ditulis dalam jam dan menit saja."),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(starts, ends, week, sentence):
    with pytest.raises(ValueError) as refusal:
        HoursRule(starts, ends, week)

    assert str(refusal.value) == sentence


def test_an_office_without_any_hours_is_told_so_instead_of_searching_forever():
    calendar = WorkCalendar(zone=WIB, hours=(), days_off=())

    for _ in range(2):
        with pytest.raises(ValueError) as refusal:
            calendar.due(datetime(2026, 4, 9, 8, 0, tzinfo=WIB), "hari", 1)
        assert str(refusal.value) == "Kalender kerja tidak punya hari kerja pada tahun 2026."
