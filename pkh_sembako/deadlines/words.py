"""How a deadline reads on the screen: "Sisa 2 hari kerja", "Lewat 1 hari kerja", "Dijeda"."""

from dataclasses import dataclass, replace
from datetime import datetime

from pkh_sembako.deadlines.models import KEMENSOS, Deadline, DeadlineState
from pkh_sembako.lib.dates import jam
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.lib.worktime.units import MINUTES


@dataclass(frozen=True)
class Lateness:
    """For the kit's `{% tenggat %}` tag."""

    words: str
    tone: str
    due: datetime | None = None
    is_overdue: bool = False
    outer: datetime | None = None  # the limit from outside, shown beside
    outer_passed: bool = False
    outer_name: str = KEMENSOS

    @property
    def first(self) -> datetime | None:
        """The earlier of both clocks: lists are in its order."""
        return min((moment for moment in (self.due, self.outer) if moment), default=None)


def lateness(deadline: Deadline | None, days: WorkCalendar, now: datetime) -> Lateness | None:
    """None where no clock runs (no deadline yet). The words are the SOP's clock; the outer limit stands beside."""
    if deadline is None:
        return None
    words = _words(deadline, days, now)
    if deadline.outer_due is None or deadline.state == DeadlineState.CLOSED:
        return words
    outer, passed = deadline.outer_due.astimezone(days.zone), now > deadline.outer_due
    return replace(words, outer=outer, outer_passed=passed, outer_name=deadline.outer_name)


def _words(deadline: Deadline, days: WorkCalendar, now: datetime) -> Lateness:
    if deadline.state == DeadlineState.PAUSED:
        return Lateness("Dijeda", "netral", deadline.due)
    if deadline.state == DeadlineState.CLOSED:
        return _closed(deadline)
    if deadline.due is None:
        return Lateness("Tanggal target belum disepakati", "netral")
    return _late(deadline, days, now) if now > deadline.due else _left(deadline, days, now)


def _closed(deadline: Deadline) -> Lateness:
    late = deadline.due is not None and deadline.closed_at is not None and deadline.closed_at > deadline.due
    return Lateness("Selesai lewat tenggat" if late else "Selesai", "peringatan" if late else "positif")


def _late(deadline: Deadline, days: WorkCalendar, now: datetime) -> Lateness:
    due = deadline.due.astimezone(days.zone)
    count = days.count_working_days(after=due.date(), through=now.astimezone(days.zone).date())
    words = f"Lewat {count} hari kerja" if count else f"Lewat tenggat {jam(due)}"
    return Lateness(words, "negatif", due, is_overdue=True)


def _left(deadline: Deadline, days: WorkCalendar, now: datetime) -> Lateness:
    due, today = deadline.due.astimezone(days.zone), now.astimezone(days.zone).date()
    if deadline.unit in MINUTES and (minutes := days.working_minutes(now, due)) < 8 * 60:
        hours, rest = divmod(minutes, 60)
        words = f"Sisa {hours} jam {rest} menit" if hours else f"Sisa {rest} menit"
        return Lateness(words, _tone(deadline, now), due)
    count = days.count_working_days(after=today, through=due.date())
    words = f"Sisa {count} hari kerja" if count else f"Hari ini sampai {jam(due)}"
    return Lateness(words, "peringatan" if not count else _tone(deadline, now), due)


def _tone(deadline: Deadline, now: datetime) -> str:
    """Amber as soon as the first alert's moment has come ("mendekati tenggat")."""
    near = deadline.next_rung == deadline.rungs[0] and deadline.next_alert_at and now < deadline.next_alert_at
    return "proses" if near or deadline.is_fanned_out else "peringatan"
