"""The working calendar is built from the office's rows and follows every edit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.office.models import DayOff, Office, WorkingHours
from pkh_sembako.office.presets import preset_rows
from pkh_sembako.office.queries import calendar

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")


def test_the_worked_example_of_ramadan_and_lebaran():
    start = datetime(2026, 3, 17, 15, 30, tzinfo=WIB)
    assert calendar().due(start, "jam", 1).isoformat() == "2026-03-25T08:30:00+07:00"


def test_a_known_calendar_costs_one_query(django_assert_num_queries):
    calendar()
    with django_assert_num_queries(1):
        calendar()


def test_the_same_content_is_the_same_calendar():
    assert calendar() is calendar()


def test_a_new_day_off_counts_at_the_next_call():
    before = calendar().is_working_day(date(2026, 11, 24))
    DayOff.objects.create(day=date(2026, 11, 24), name="Pilkades serentak")
    assert (before, calendar().is_working_day(date(2026, 11, 24))) == (True, False)


def test_magetans_own_hours_close_at_half_past_three():
    WorkingHours.objects.all().delete()
    for row in preset_rows("magetan"):
        row.save()
    closes = [calendar().close(day).strftime("%H:%M") for day in (date(2026, 11, 23), date(2026, 3, 12))]
    assert closes == ["15:30", "14:30"]


def test_the_zone_is_the_offices_own_unless_another_is_asked():
    Office.objects.update(zone="Asia/Makassar")
    zones = [calendar().zone.key, calendar(WIB).zone.key]
    assert zones == ["Asia/Makassar", "Asia/Jakarta"]


def test_an_office_without_hours_works_by_the_perpres():
    WorkingHours.objects.all().delete()
    assert calendar().close(date(2026, 11, 23)).strftime("%H:%M") == "16:00"
