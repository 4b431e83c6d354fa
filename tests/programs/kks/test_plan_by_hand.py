"""A jadwal of any slots, as hands may leave it: its conflicts are those that a slow reference finds minute by minute,
pair by pair; and what a computed one promises, counted day by day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.worktime import WorkCalendar
from programs.distribution_conflicts import conflicts
from programs.distribution_plan import Demand, Slot
from tests.programs.kks.test_plan import CALENDARS, MAGETAN, MONDAY, calendars, demands, made, starts, teams

fast, thorough = (settings(max_examples=count, deadline=None) for count in (80, 250))
PER_HOUR, TEAMS = 40, 3
KINDS = (  # word of the sentence -> rule
    ("bukan hari kerja", "day off"), ("Di luar jam kerja", "hours"), ("Melewati istirahat", "break"),
    ("terlalu banyak untuk", "capacity"), ("pada saat yang sama", "two places"), ("tidak ada; tim", "team"),
    ("Sesudah hari terakhir", "late"), ("tidak punya kartu", "nobody's"), ("kartu dijadwalkan, padahal", "too many"),
)  # fmt: skip

MARKS = [time(7), time(7, 30), time(8), time(9), time(10), time(12), time(12, 30), time(13), time(16), time(16, 30)]
times = st.sampled_from(MARKS) | st.integers(6 * 12, 18 * 12).map(lambda mark: time(*divmod(mark * 5, 60)))
slots = st.lists(
    st.builds(
        lambda desa, day, ends, team, cards: Slot(
            desa, MONDAY + timedelta(days=day), min(ends), max(ends), team, cards
        ),
        st.sampled_from(["d0", "d1", "d2"]),
        st.sampled_from([0, 0, 0, 1, -1, 2]),
        st.lists(times, min_size=2, max_size=2, unique=True),
        st.sampled_from([1, 1, 1, 2, 3, TEAMS + 1]),
        st.sampled_from([20, 40, 60, 100]) | st.integers(1, 200),
    ),
    max_size=9,
)


def minutes(slot: Slot) -> set[tuple[date, int]]:
    first, last = (moment.hour * 60 + moment.minute for moment in (slot.start, slot.end))
    return {(slot.day, minute) for minute in range(first, last)}


def working(day: date, calendar: WorkCalendar) -> set[tuple[date, int]]:
    return {
        (day, minute)
        for opening, closing in calendar.intervals(day)
        for minute in range(opening.hour * 60 + opening.minute, closing.hour * 60 + closing.minute)
    }


def alone(slot: Slot, calendar: WorkCalendar, promise: date) -> Iterator[str]:
    """What one slot breaks by itself."""
    open_, used = working(slot.day, calendar), minutes(slot)
    if not open_:
        yield "day off"
    elif min(used) < min(open_) or max(used) > max(open_):
        yield "hours"
    elif used - open_:
        yield "break"
    if slot.cards * 60 > PER_HOUR * len(used):
        yield "capacity"
    if slot.team > TEAMS:
        yield "team"
    if slot.day > promise:
        yield "late"


def slowly(
    given_slots: list[Slot], calendar: WorkCalendar, wanted: dict[str, int], promise: date
) -> set[tuple[int, str]]:
    found = {(place, rule) for place, slot in enumerate(given_slots) for rule in alone(slot, calendar, promise)}
    for place, slot in enumerate(given_slots):
        for other_place, other in enumerate(given_slots):
            if place != other_place and slot.team == other.team and minutes(slot) & minutes(other):
                found.add((place, "two places"))
    total = Counter()
    for slot in given_slots:
        total[slot.desa] += slot.cards
    for desa, cards in total.items():
        last = max(
            (place for place, slot in enumerate(given_slots) if slot.desa == desa),
            key=lambda place: (given_slots[place].day, given_slots[place].start, given_slots[place].team, place),
        )
        if desa not in wanted:
            found.add((last, "nobody's"))
        elif cards > wanted[desa]:
            found.add((last, "too many"))
    return found


@thorough
@given(slots, st.sampled_from([CALENDARS[0], CALENDARS[1]]), st.integers(1, 200), st.integers(0, 5))
def test_conflicts_are_those_of_a_slow_reference(changed, calendar, cards, days):
    promise = MONDAY + timedelta(days=days)
    wanted = {"d0": cards, "d1": 60}
    found = conflicts(
        changed,
        calendar=calendar,
        per_hour=PER_HOUR,
        demands=[Demand(desa, count) for desa, count in wanted.items()],
        teams=TEAMS,
        promise=promise,
    )
    told = {(each.slot, next(rule for words, rule in KINDS if words in each.sentence)) for each in found}
    assert told == slowly(changed, calendar, wanted, promise)


# --- what a computed one promises ------------------------------------------------------------------------------------


def promised(start: date, hari: int, calendar: WorkCalendar) -> date:
    """Day by day: from the first working day on, so many calendar days; never ending on a day off."""
    day = start
    while not calendar.intervals(day):
        day += timedelta(days=1)
    for _ in range(hari):
        day += timedelta(days=1)
    while not calendar.intervals(day):
        day += timedelta(days=1)
    return day


@fast
@given(demands, teams, st.integers(1, 60), starts, calendars, st.integers(1, 20))
def test_a_plan_ends_in_time_or_says_by_how_many_days_not(rows, number, per_hour, start, calendar, hari):
    found = made(rows, number, per_hour, start, calendar, days=hari)
    promise = promised(start, hari, calendar)
    over = max(0, (found.last_day - promise).days)
    assert (found.promise, found.days_over, found.within_promise) == (promise, over, not over and not found.unplaced)


@fast
@given(demands, teams, st.integers(1, 40), starts, st.booleans())
def test_a_desa_larger_than_a_day_is_split_over_days_or_teams(rows, number, per_hour, start, whole):
    found = made(rows, number, per_hour, start, MAGETAN, whole=whole)
    shares = Counter()
    for slot in found.slots:
        shares[slot.desa, slot.day, slot.team] += slot.cards
    for (desa, day, team), given_out in shares.items():
        assert given_out * 60 <= per_hour * len(working(day, MAGETAN)), (desa, team)
    for row in rows:
        if row.cards > per_hour * 9:  # more hours than any day has
            assert len([key for key in shares if key[0] == row.desa]) > 1


@fast
@given(demands, teams, st.integers(1, 60), starts, calendars)
def test_at_any_minute_a_team_is_in_one_desa_on_a_working_day_outside_breaks(rows, number, per_hour, start, calendar):
    busy: set[tuple[int, date, int]] = set()
    for slot in made(rows, number, per_hour, start, calendar).slots:
        own = minutes(slot)
        assert own <= working(slot.day, calendar)
        taken = {(slot.team, *minute) for minute in own}
        assert not taken & busy
        busy |= taken
