"""National holidays and cuti bersama, in Indonesian words."""

from datetime import date

from pkh_sembako.lib.national_calendar import DayOffKind, NationalDayOff, national_days_off
from tests.lib import slow_clock


def test_the_days_are_those_of_the_joint_decrees():
    days = national_days_off([2025, 2026, 2027])

    assert {day.date for day in days if day.kind is DayOffKind.LIBUR_NASIONAL} == slow_clock.PUBLIC
    assert {day.date for day in days if day.kind is DayOffKind.CUTI_BERSAMA} == slow_clock.CUTI_BERSAMA


def test_days_come_by_date_with_kind_and_indonesian_name():
    march = [day for day in national_days_off([2026]) if day.date.month == 3]

    assert march == [
        NationalDayOff(date(2026, 3, 18), DayOffKind.CUTI_BERSAMA, "Cuti Bersama Hari Suci Nyepi"),
        NationalDayOff(date(2026, 3, 19), DayOffKind.LIBUR_NASIONAL, "Hari Suci Nyepi"),
        NationalDayOff(date(2026, 3, 20), DayOffKind.CUTI_BERSAMA, "Cuti Bersama Hari Raya Idul Fitri"),
        NationalDayOff(date(2026, 3, 21), DayOffKind.LIBUR_NASIONAL, "Hari Raya Idul Fitri"),
        NationalDayOff(date(2026, 3, 22), DayOffKind.LIBUR_NASIONAL, "Hari kedua dari Hari Raya Idul Fitri"),
        NationalDayOff(date(2026, 3, 23), DayOffKind.CUTI_BERSAMA, "Cuti Bersama Hari Raya Idul Fitri"),
        NationalDayOff(date(2026, 3, 24), DayOffKind.CUTI_BERSAMA, "Cuti Bersama Hari Raya Idul Fitri"),
    ]


def test_an_estimated_date_says_so():
    names = {day.date: day.name for day in national_days_off([2027])}

    assert names[date(2027, 3, 10)] == "Hari Raya Idul Fitri (perkiraan)"
