"""The computed jadwal: worked examples, and every rule that it claims to keep, told by a checker of its own."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.worktime import PERPRES_21_2023, RAMADAN, HoursRule, WorkCalendar, default_calendar
from programs.distribution_conflicts import conflicts
from programs.distribution_plan import Demand, Plan, Slot, plan, unplaced

WIB = ZoneInfo("Asia/Jakarta")
MAGETAN = default_calendar(WIB)
MONDAY = date(2026, 11, 23)
SHORT = ((time(8, 3), time(8, 21)), (time(9), time(10)))  # hours off the marks, a session shorter than a card
ODD = HoursRule(None, None, (SHORT, (), ((time(7, 30), time(14, 30)),), SHORT, SHORT, (), ()))
CALENDARS = [
    MAGETAN,
    WorkCalendar(zone=WIB, hours=(PERPRES_21_2023, *RAMADAN), days_off=[MONDAY + timedelta(days=1)]),
    WorkCalendar(zone=WIB, hours=(ODD,), days_off=[]),
]

fast = settings(max_examples=60, deadline=None)
calendars = st.sampled_from(CALENDARS)
starts = st.dates(date(2026, 1, 1), date(2027, 4, 1)) | st.dates(date(2026, 3, 10), date(2026, 3, 25))
teams = st.integers(1, 8)
rates = st.integers(1, 60) | st.sampled_from([1, 7, 300])
cards = st.integers(1, 60) | st.integers(1, 900)
demands = st.lists(st.tuples(cards, st.sampled_from("abc")), min_size=1, max_size=14).map(
    lambda rows: [Demand(f"d{number}", count, kecamatan) for number, (count, kecamatan) in enumerate(rows)]
)


def of(*counts: int) -> list[Demand]:
    return [Demand(f"d{number}", count) for number, count in enumerate(counts, 1)]


def made(demands, teams=1, per_hour=40, start=MONDAY, calendar=MAGETAN, **more) -> Plan:
    return plan(demands, teams=teams, per_hour=per_hour, start=start, calendar=calendar, **more)


def as_text(slots: list[Slot]) -> list[str]:
    return [f"{s.day:%d-%m} {s.start:%H:%M}-{s.end:%H:%M} tim {s.team} {s.desa} {s.cards}" for s in slots]


def at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, WIB)


def broken(slots: list[Slot], calendar: WorkCalendar, per_hour: int, teams: int) -> list[str]:
    """Every rule in its plainest words; shares nothing with the planner."""
    found = []
    for slot in slots:
        start, end = at(slot.day, slot.start), at(slot.day, slot.end)
        if not any(opening <= start < end <= closing for opening, closing in calendar.intervals(slot.day)):
            found.append(f"not inside one working interval: {slot}")
        if not 1 <= slot.cards <= per_hour * ((end - start) // timedelta(minutes=1)) // 60:
            found.append(f"too many cards: {slot}")
        if slot.start.minute % 5 or slot.end.minute % 5:
            found.append(f"off the marks: {slot}")
        if not 1 <= slot.team <= teams:
            found.append(f"no such team: {slot}")
        if end - start - timedelta(minutes=5) >= timedelta(minutes=60 * slot.cards / per_hour):
            found.append(f"longer than needed: {slot}")
    by_team = sorted(slots, key=lambda slot: (slot.team, slot.day, slot.start))
    for one, other in pairwise(by_team):
        if (one.team, one.day) == (other.team, other.day) and other.start < one.end:
            found.append(f"in two places: {one} {other}")
    return found


def placed(slots: list[Slot]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for slot in slots:
        found[slot.desa] += slot.cards
    return found


# --- worked examples -------------------------------------------------------------------------------------------------


def test_a_small_desa_has_one_session_and_the_next_one_follows_it():
    found = made(of(60, 40))
    assert as_text(found.slots) == ["23-11 07:30-09:00 tim 1 d1 60", "23-11 09:00-10:00 tim 1 d2 40"]
    assert (found.last_day, found.within_promise, found.unplaced, found.days_over) == (MONDAY, True, {}, 0)


def test_a_desa_goes_on_after_the_break():
    assert as_text(made(of(200)).slots) == ["23-11 07:30-12:00 tim 1 d1 180", "23-11 13:00-13:30 tim 1 d1 20"]


def test_minutes_are_rounded_up_to_the_mark():
    assert as_text(made(of(1, 11), per_hour=7).slots) == [
        "23-11 07:30-09:05 tim 1 d2 11",  # 94.3 minutes
        "23-11 09:05-09:15 tim 1 d1 1",  # 8.6 minutes
    ]


def test_a_desa_larger_than_a_day_is_split_over_teams_or_days():
    assert as_text(made(of(700), teams=2).slots) == [
        "23-11 07:30-12:00 tim 1 d1 180",
        "23-11 13:00-16:00 tim 1 d1 120",
        "23-11 07:30-12:00 tim 2 d1 180",
        "23-11 13:00-16:00 tim 2 d1 120",
        "24-11 07:30-10:00 tim 1 d1 100",
    ]


def test_the_whole_of_friday_fits_to_the_last_card():
    friday = date(2026, 11, 27)
    found = made(of(300), start=friday)
    assert as_text(found.slots) == ["27-11 07:30-11:30 tim 1 d1 160", "27-11 13:00-16:30 tim 1 d1 140"]
    assert made(of(301), start=friday).last_day == date(2026, 11, 30)


def test_ramadan_has_its_own_hours_and_lebaran_is_off():
    found = made(of(500, 60), start=date(2026, 3, 17))
    assert as_text(found.slots) == [
        "17-03 08:00-12:00 tim 1 d1 160",
        "17-03 12:30-15:00 tim 1 d1 100",
        "25-03 07:30-12:00 tim 1 d1 180",
        "25-03 13:00-14:30 tim 1 d1 60",
        "25-03 14:30-16:00 tim 1 d2 60",
    ]


@pytest.mark.parametrize(
    ("start", "days", "promise"),
    [
        (date(2026, 11, 23), 15, date(2026, 12, 8)),
        (date(2026, 11, 21), 15, date(2026, 12, 8)),  # a Saturday: the clock starts on Monday
        (date(2026, 3, 17), 6, date(2026, 3, 25)),  # the 23rd is off
        (date(2026, 11, 20), 15, date(2026, 12, 7)),  # 5 December is a Saturday
    ],
)
def test_the_promise_is_counted_in_hari_from_the_opening(start, days, promise):
    assert made(of(1), start=start, days=days).promise == promise


def test_what_takes_longer_than_promised_is_planned_all_the_same_and_told():
    found = made(of(*[300] * 12), days=15)
    assert (found.last_day, found.promise) == (date(2026, 12, 8), date(2026, 12, 8))
    assert (found.within_promise, found.days_over) == (True, 0)
    late = made(of(*[300] * 12, 1), days=15)
    assert (late.last_day, late.within_promise, late.days_over, late.unplaced) == (date(2026, 12, 9), False, 1, {})


def test_what_no_day_before_the_end_can_take_is_named():
    found = made(of(500, 100), until=MONDAY)
    assert placed(found.slots) == {"d1": 300}
    assert (found.unplaced, found.within_promise) == ({"d1": 200, "d2": 100}, False)


def test_no_working_day_leaves_every_card_unplaced():
    found = made(of(5), start=date(2026, 11, 21), until=date(2026, 11, 22))
    assert (found.slots, found.last_day, found.within_promise, found.unplaced) == ([], None, False, {"d1": 5})


def test_desa_of_one_kecamatan_follow_each_other_largest_first():
    rows = [Demand("b1", 30, "b"), Demand("a1", 20, "a"), Demand("b2", 40, "b"), Demand("a2", 50, "a")]
    assert [slot.desa for slot in made(rows).slots] == ["a2", "a1", "b2", "b1"]
    assert made(rows[::-1]) == made(rows)


def test_no_desa_is_cut_between_days_when_that_costs_no_day():
    found = made(of(*[250] * 6), teams=2)  # 600 a day; one after the other would cut the third and the fifth
    days = {(slot.desa, slot.day) for slot in found.slots}
    assert (len(days), found.last_day) == (6, date(2026, 11, 25))


def test_an_office_may_rather_use_the_promised_days_than_cut_a_desa():
    early, whole = made(of(*[200] * 10)), made(of(*[200] * 10), whole=True)
    assert early.last_day == date(2026, 12, 1)
    assert whole.within_promise
    days = {desa: {slot.day for slot in whole.slots if slot.desa == desa} for desa in placed(whole.slots)}
    assert [len(found) for found in days.values()] == [1] * 10


@pytest.mark.parametrize(
    ("rows", "numbers", "sentence"),
    [
        (of(5), {"teams": 0}, "Banyaknya tim harus bilangan bulat antara 1 dan 1000, bukan 0."),
        (of(5), {"per_hour": -1}, "Kartu per jam harus bilangan bulat antara 1 dan 1000, bukan -1."),
        (of(5), {"days": 0}, "Banyaknya hari harus bilangan bulat antara 1 dan 366, bukan 0."),
        (of(0), {}, "Kartu desa d1 harus bilangan bulat antara 1 dan 1000000, bukan 0."),
        ([*of(5), *of(6)], {}, "Desa d1 disebut dua kali."),
        ([Demand(" ", 5)], {}, "Ada baris kartu tanpa desa."),
        (of(5), {"start": date(9999, 12, 31)}, "Kalender kerja tidak mengenal hari kerja mulai 31-12-9999."),
    ],
)
def test_values_that_cannot_be_are_refused_in_words(rows, numbers, sentence):
    with pytest.raises(DomainError) as refusal:
        made(rows, **numbers)
    assert refusal.value.sentence == sentence


# --- the rules -------------------------------------------------------------------------------------------------------


@fast
@given(demands, teams, rates, starts, calendars, st.booleans())
def test_every_plan_keeps_every_rule(rows, teams, per_hour, start, calendar, whole):
    found = made(rows, teams, per_hour, start, calendar, whole=whole)
    assert broken(found.slots, calendar, per_hour, teams) == []
    assert all(slot.day >= start for slot in found.slots)
    assert found.last_day == max((slot.day for slot in found.slots), default=None)
    assert found.within_promise == (not found.unplaced and found.last_day <= found.promise)
    assert conflicts(found.slots, calendar=calendar, per_hour=per_hour, demands=rows, teams=teams) == []


@fast
@given(demands, teams, rates, starts, calendars, st.integers(0, 20))
def test_every_card_is_in_a_slot_or_named(rows, teams, per_hour, start, calendar, days):
    found = made(rows, teams, per_hour, start, calendar, until=start + timedelta(days=days))
    given_out = placed(found.slots)
    assert {row.desa: row.cards for row in rows} == {
        row.desa: given_out[row.desa] + found.unplaced.get(row.desa, 0) for row in rows
    }
    assert unplaced(rows, found.slots) == found.unplaced


@pytest.mark.slow
@fast
@given(demands, teams, rates, starts, calendars)
def test_one_team_more_or_one_card_an_hour_more_never_ends_later(rows, teams, per_hour, start, calendar):
    found = made(rows, teams, per_hour, start, calendar)
    for more in (
        made(rows, teams + 1, per_hour, start, calendar),
        made(rows, teams, per_hour + 1, start, calendar),
        made(rows[1:], teams, per_hour, start, calendar),
    ):
        assert sum(more.unplaced.values()) <= sum(found.unplaced.values())
        if not found.unplaced and more.slots:
            assert more.last_day <= found.last_day


@fast
@given(demands, teams, st.integers(20, 60), starts)
def test_the_last_day_begins_only_when_the_days_before_are_full(rows, teams, per_hour, start):
    """But for a mark of five minutes lost at each session's end, at each cut there and at each desa."""
    found = made(rows, teams, per_hour, start)
    days = [start + timedelta(days=offset) for offset in range((found.last_day - start).days)]
    sessions = [span for day in days for span in MAGETAN.intervals(day)]
    marks = sum((closing - opening) // timedelta(minutes=5) for opening, closing in sessions)
    needed = sum(-(-row.cards * 12 // per_hour) for row in rows)
    assert teams * (marks - 2 * len(sessions)) < needed + len(rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(20, 400), min_size=60, max_size=235), st.integers(2, 40), st.integers(20, 60))
def test_many_desa_need_at_most_a_tenth_or_one_day_more_than_the_ideal(counts, teams, per_hour):
    found = made(of(*counts), teams, per_hour)
    ideal = -(-sum(counts) // (teams * per_hour * 15 // 2))  # 7 h 30 m a day
    used = MAGETAN.count_working_days(after=MONDAY - timedelta(days=1), through=found.last_day)
    assert ideal <= used <= max(ideal + 1, 1.1 * ideal)


@pytest.mark.slow
@fast
@given(demands, teams, st.integers(20, 60), starts)
def test_with_days_enough_no_desa_that_fits_into_one_is_cut_between_days(rows, teams, per_hour, start):
    found = made(rows, teams, per_hour, start, days=366, whole=True)
    shortest = teams * per_hour * 6  # hours of the shortest day, in Ramadan, but for half an hour
    for row in rows:
        if row.cards <= shortest:
            assert len({slot.day for slot in found.slots if slot.desa == row.desa}) == 1
