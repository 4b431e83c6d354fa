"""When a deadline is due and when it alerts next. Pure: given the office's calendar, no query is made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pkh_sembako.deadlines.models import Deadline, Pause, Rung
from pkh_sembako.lib.worktime import Unit, WorkCalendar

JUST_AFTER = timedelta(microseconds=1)  # a deadline has passed when now > due
LADDER = tuple(Rung.values)


def apply_due(deadline: Deadline, calendar: WorkCalendar, pauses: Sequence[Pause]) -> None:
    """Set `due` and `original_due`: recompute, then the ended pauses in order, then the granted date."""
    original = calendar.due(deadline.started_at, deadline.unit, deadline.amount, agreed=deadline.agreed_on)
    for pause in pauses:
        if pause.resumed_at:
            original = calendar.resume(original, deadline.unit, paused_at=pause.paused_at, resumed_at=pause.resumed_at)
    deadline.original_due = original
    deadline.due = calendar.close_from(deadline.granted_until) if deadline.granted_until else original


def open_turn(deadline: Deadline) -> None:
    """Resume and extension open a new turn: every rung may alert once more."""
    deadline.turn += 1
    deadline.next_rung = deadline.rungs[0]


def apply_next_alert(deadline: Deadline, calendar: WorkCalendar) -> None:
    """Set `next_alert_at` for the rung that stands next; None when nothing is left to alert or nothing is due."""
    moments = alert_moments(deadline, calendar)
    deadline.next_alert_at = moments.get(deadline.next_rung)


def alert_moments(deadline: Deadline, calendar: WorkCalendar) -> dict[str, datetime]:
    """Moment of each rung from `next_rung` on, in order; empty without a due moment.

    Where Kemensos's limit is the earlier one, `hampir` and `lewat` go by it; the chain of the office by the SOP clock.
    """
    if deadline.first_due is None or not deadline.next_rung:
        return {}
    moments: dict[str, datetime] = {
        Rung.NEAR: min(_near(deadline, calendar)),
        Rung.PASSED: deadline.first_due + JUST_AFTER,
        **(calendar.rungs(deadline.due) if deadline.due else {}),
    }
    left = LADDER[LADDER.index(deadline.next_rung) :]
    return {rung: moments[rung] for rung in left if rung in deadline.rungs and rung in moments}


def _near(deadline: Deadline, calendar: WorkCalendar) -> list[datetime]:
    """First alert by the SOP's clock and by Kemensos's: the last opening of the office before that limit."""
    found = []
    if deadline.due:
        unit, amount = (Unit.HARI, 1) if deadline.granted_until else (deadline.unit, deadline.amount)
        found.append(calendar.hampir(deadline.due, unit, amount))
    if deadline.outer_due:
        day = calendar.last_working_day_until(deadline.outer_due.astimezone(calendar.zone).date())
        if calendar.opening(day) >= deadline.outer_due:
            day = calendar.last_working_day_until(day - timedelta(days=1))
        found.append(calendar.opening(day))
    return found


def rung_after(deadline: Deadline, rung: str) -> str:
    """The rung that follows in this deadline's own rungs; "" after the last."""
    higher = [each for each in LADDER[LADDER.index(rung) + 1 :] if each in deadline.rungs]
    return higher[0] if higher else ""
