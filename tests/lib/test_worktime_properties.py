"""The clock equals a slow and obvious reference, whatever the start, the unit and the pauses."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.worktime import DEFAULT_HOURS, WorkCalendar
from tests.lib import slow_clock

CALENDARS = [
    WorkCalendar(zone=ZoneInfo(zone), hours=DEFAULT_HOURS, days_off=slow_clock.DAYS_OFF)
    for zone in ("Asia/Jakarta", "Asia/Makassar")
]
TURNS = [time(7, 30), time(8), time(11, 30), time(12), time(12, 30), time(13), time(15), time(15, 30), time(16)]
HARD_DATES = [date(2026, 3, 10), date(2025, 12, 20), date(2026, 12, 20), date(2027, 12, 20), date(2027, 3, 1)]

calendars = st.sampled_from(CALENDARS)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.builds(
    lambda day, offset: day + timedelta(days=offset), st.sampled_from(HARD_DATES), st.integers(0, 16)
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.sampled_from([*TURNS, time(16, 30)])
moments = st.builds(datetime.combine, days, times)
minutes = st.tuples(st.just("menit"), st.integers(1, 250).map(lambda n: n * 4))
hours = st.tuples(st.just("jam"), st.integers(1, 24))
working_time = minutes | hours
whole_days = (
    st.tuples(st.just("hari_kerja"), st.integers(1, 40))
    | st.tuples(st.just("hari"), st.integers(1, 60))
    | st.tuples(st.just("minggu"), st.integers(1, 8))
    | st.sampled_from([("bulanan", 1), ("triwulanan", 1)])
)
waktu = working_time | whole_days
lengths = st.integers(0, 20 * 24 * 60).map(lambda n: timedelta(minutes=n))
fast = settings(max_examples=150, deadline=None)
slow_reference = settings(fast, max_examples=60)


def local(calendar: WorkCalendar, moment: datetime) -> datetime:
    return moment.replace(tzinfo=calendar.zone)


@fast
@given(calendars, moments, waktu)
def test_due_and_near_due_equal_the_reference(calendar, start, waktu):
    due = calendar.due(local(calendar, start), *waktu)

    expected = slow_clock.due(start, *waktu)
    assert due == local(calendar, expected)
    begin = slow_clock.effective_start(start)
    assert calendar.effective_start(local(calendar, start)) == local(calendar, begin)
    assert calendar.hampir(due, *waktu) == local(calendar, slow_clock.hampir(begin, expected, *waktu))


@fast
@given(calendars, moments)
def test_the_chain_is_told_when_the_reference_says(calendar, due):
    assert calendar.rungs(local(calendar, due)) == {
        f"+{n}": local(calendar, slow_clock.close(slow_clock.nth_working_day_after(due.date(), n))) for n in (1, 3, 7)
    }


@fast
@given(calendars, moments, waktu, lengths, lengths)
def test_a_pause_moves_due_as_in_the_reference(calendar, start, waktu, before, length):
    due = slow_clock.due(start, *waktu)
    paused_at = start + before
    resumed_at = paused_at + length

    moved = calendar.resume(
        local(calendar, due),
        waktu[0],
        paused_at=local(calendar, paused_at),
        resumed_at=local(calendar, resumed_at),
    )

    assert moved == local(calendar, slow_clock.resume(due, waktu[0], paused_at, resumed_at))


@slow_reference
@given(calendars, moments, working_time, st.lists(st.tuples(lengths, lengths), min_size=1, max_size=3))
def test_through_any_pauses_the_same_working_time_is_left(calendar, start, waktu, pauses):
    """Independent of the rule for moving: the clock simply stands still while paused."""
    due = calendar.due(local(calendar, start), *waktu)
    stretches, moment = [], start
    for gap, length in pauses:
        paused_at = moment + gap / 40
        paused_at = paused_at.replace(second=0, microsecond=0)
        assume(local(calendar, paused_at) < due)
        moment = paused_at + length
        due = calendar.resume(due, waktu[0], paused_at=local(calendar, paused_at), resumed_at=local(calendar, moment))
        stretches.append((paused_at, moment))

    unit, amount = waktu
    total = amount * {"menit": 1, "jam": 60}[unit]
    assert due == local(calendar, slow_clock.run_with_pauses(start, total, stretches))
    near = local(calendar, slow_clock.run_with_pauses(start, total * 3 // 4, stretches))
    resumed_at = local(calendar, moment)
    assert calendar.hampir(due, *waktu) == near if near > resumed_at else calendar.hampir(due, *waktu) <= resumed_at


@fast
@given(calendars, moments, lengths)
def test_working_minutes_equal_the_reference_and_can_be_added_again(calendar, a, length):
    counted = calendar.working_minutes(local(calendar, a), local(calendar, a + length))

    assert counted == slow_clock.count_minutes(a, a + length)
    assert calendar.add_minutes(local(calendar, a), counted) == local(calendar, slow_clock.after_minutes(a, counted))


@fast
@given(calendars, days, st.integers(1, 300))
def test_counting_and_stepping_through_working_days_are_each_others_inverse(calendar, day, n):
    reached = calendar.nth_working_day_after(day, n)

    assert reached == slow_clock.nth_working_day_after(day, n)
    assert calendar.count_working_days(after=day, through=reached) == n
