"""Alert moments and pauses, worked out by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.lib.worktime import default_calendar

WIB = ZoneInfo("Asia/Jakarta")
MAGETAN = default_calendar(WIB)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        ("2026-04-09 08:00", "jam", 4, "2026-04-09 11:00"),
        ("2026-04-09 09:00", "jam", 4, "2026-04-09 12:00"),  # three quarters are used at the break, not after it
        ("2026-04-09 10:00", "jam", 4, "2026-04-09 14:00"),
        ("2026-04-09 15:00", "jam", 8, "2026-04-10 14:00"),
        ("2026-04-09 15:59", "menit", 4, "2026-04-10 07:32"),
        ("2026-04-09 08:00", "menit", 1, "2026-04-09 08:00:45"),
        ("2026-03-17 15:30", "jam", 1, "2026-03-25 08:15"),
        ("2026-03-13 10:00", "hari_kerja", 3, "2026-03-25 07:30"),
        ("2026-03-13 10:00", "hari", 14, "2026-03-27 07:30"),
        ("2026-03-11 10:00", "hari", 6, "2026-03-17 08:00"),
        ("2026-04-09 10:00", "minggu", 1, "2026-04-16 07:30"),
        ("2026-04-09 10:00", "bulanan", 1, "2026-04-30 07:30"),
        ("2026-04-30 10:00", "bulanan", 1, "2026-04-30 07:30"),
        ("2026-04-09 10:00", "triwulanan", 1, "2026-06-30 07:30"),
    ],
)
def test_near_due_is_three_quarters_of_working_time_or_the_morning_of_the_day(start, unit, amount, expected):
    due = MAGETAN.due(wib(start), unit, amount)

    assert MAGETAN.hampir(due, unit, amount) == wib(expected)


def test_near_due_counts_no_time_inside_a_pause():
    start = wib("2026-04-06 08:00")
    due = MAGETAN.due(start, "jam", 4)
    assert due == wib("2026-04-06 12:00")

    due = MAGETAN.resume(due, "jam", paused_at=wib("2026-04-06 08:30"), resumed_at=wib("2026-04-07 08:30"))

    assert due == wib("2026-04-07 12:00")
    assert MAGETAN.hampir(due, "jam", 4) == wib("2026-04-07 11:00")


def test_the_chain_is_told_one_three_and_seven_working_days_after_due():
    assert MAGETAN.rungs(wib("2026-03-13 15:30")) == {
        "+1": wib("2026-03-16 15:00"),
        "+3": wib("2026-03-25 16:00"),
        "+7": wib("2026-03-31 16:00"),
    }


def test_the_chain_is_counted_by_the_day_of_the_office_not_of_utc():
    late_on_thursday_in_utc = datetime.fromisoformat("2026-04-09T17:30:00+00:00")  # Friday 00:30 in Magetan

    assert MAGETAN.rungs(late_on_thursday_in_utc)["+1"] == wib("2026-04-13 16:00")


@pytest.mark.parametrize(
    ("unit", "due", "paused", "resumed", "expected"),
    [
        # working minutes for menit and jam
        ("jam", "2026-04-09 11:00", "2026-04-09 09:00", "2026-04-09 10:30", "2026-04-09 13:30"),
        ("jam", "2026-04-09 11:00", "2026-04-09 09:00", "2026-04-09 10:00", "2026-04-09 12:00"),
        ("jam", "2026-04-09 12:00", "2026-04-09 12:00", "2026-04-09 13:00", "2026-04-09 12:00"),
        ("menit", "2026-04-09 15:00", "2026-04-09 14:30:30", "2026-04-09 15:00:15", "2026-04-09 15:29:45"),
        ("jam", "2026-03-17 14:00", "2026-03-17 13:00", "2026-03-25 08:00", "2026-03-25 09:00"),
        ("jam", "2026-04-10 16:00", "2026-04-10 15:30", "2026-04-12 10:00", "2026-04-13 08:00"),
        # working days d with pause date < d <= resume date for hari_kerja
        ("hari_kerja", "2026-04-10 16:30", "2026-04-07 09:00", "2026-04-07 15:00", "2026-04-10 16:30"),
        ("hari_kerja", "2026-04-10 16:30", "2026-04-07 15:59", "2026-04-08 07:31", "2026-04-13 16:00"),
        ("hari_kerja", "2026-04-10 16:30", "2026-04-10 09:00", "2026-04-12 09:00", "2026-04-10 16:30"),
        ("hari_kerja", "2026-04-10 16:30", "2026-04-10 09:00", "2026-04-13 09:00", "2026-04-13 16:00"),
        ("hari_kerja", "2026-03-17 15:00", "2026-03-16 09:00", "2026-03-26 09:00", "2026-03-27 16:30"),
        ("hari_kerja", "2026-04-10 16:30", "2026-04-04 09:00", "2026-04-07 09:00", "2026-04-14 16:00"),
        # calendar days between the two dates for hari and minggu
        ("hari", "2026-04-08 16:00", "2026-04-07 09:00", "2026-04-07 15:00", "2026-04-08 16:00"),
        ("hari", "2026-04-08 16:00", "2026-04-07 09:00", "2026-04-09 09:00", "2026-04-10 16:30"),
        ("hari", "2026-04-08 16:00", "2026-04-07 09:00", "2026-04-10 09:00", "2026-04-13 16:00"),
        ("minggu", "2026-04-08 16:00", "2026-04-07 09:00", "2026-04-14 09:00", "2026-04-15 16:00"),
        # the others do not move
        ("bulanan", "2026-04-30 16:00", "2026-04-07 09:00", "2026-05-20 09:00", "2026-04-30 16:00"),
        ("triwulanan", "2026-06-30 16:00", "2026-04-07 09:00", "2026-05-20 09:00", "2026-06-30 16:00"),
        ("menyesuaikan", "2026-04-30 16:00", "2026-04-07 09:00", "2026-05-20 09:00", "2026-04-30 16:00"),
    ],
)
def test_a_pause_moves_the_deadline_by_what_was_lost(unit, due, paused, resumed, expected):
    moved = MAGETAN.resume(wib(due), unit, paused_at=wib(paused), resumed_at=wib(resumed))

    assert moved == wib(expected)


@pytest.mark.parametrize("unit", ["jam", "hari_kerja", "hari"])
def test_late_when_paused_stays_late(unit):
    due = wib("2026-04-08 16:00")

    assert MAGETAN.resume(due, unit, paused_at=wib("2026-04-08 16:01"), resumed_at=wib("2026-04-15 09:00")) == due


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("jam", "2026-04-09 16:00"), ("hari_kerja", "2026-04-09 16:00"), ("hari", "2026-04-09 16:00")],
)
def test_at_the_due_moment_itself_it_is_not_late_yet(unit, expected):
    due = wib("2026-04-08 16:00")

    moved = MAGETAN.resume(due, unit, paused_at=due, resumed_at=wib("2026-04-09 16:00"))

    assert moved == wib(expected)


def test_pauses_add_up_in_their_order():
    due = MAGETAN.due(wib("2026-04-06 08:00"), "hari_kerja", 3)
    due = MAGETAN.resume(due, "hari_kerja", paused_at=wib("2026-04-07 09:00"), resumed_at=wib("2026-04-08 09:00"))
    due = MAGETAN.resume(due, "hari_kerja", paused_at=wib("2026-04-09 09:00"), resumed_at=wib("2026-04-13 09:00"))

    assert due == wib("2026-04-14 16:00")


def test_a_pause_of_work_without_a_due_moment_changes_nothing():
    moved = MAGETAN.resume(None, "menyesuaikan", paused_at=wib("2026-04-08 09:00"), resumed_at=wib("2026-04-09 09:00"))

    assert moved is None


def test_a_pause_that_ends_before_it_begins_is_refused_in_words():
    with pytest.raises(ValueError) as refusal:
        MAGETAN.resume(
            wib("2026-04-10 16:30"), "hari", paused_at=wib("2026-04-08 09:00"), resumed_at=wib("2026-04-08 08:59")
        )

    assert str(refusal.value) == "Waktu lanjut tidak boleh sebelum waktu jeda."
