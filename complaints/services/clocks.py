"""The clocks of a complaint: verify 3, follow up 5, finish 2/5/14/60 hari kerja (clock.md; the terms of the office).

Verification counts from receipt; follow-up and finishing from verification, when the report is complete. A complaint
that is opened again gets both once more. What is restricted rings with the inspektorat alone and climbs no ladder, for
the accused may stand on it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from complaints.enums import Handler
from complaints.models import Complaint, ComplaintTerms
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Rung
from pkh_sembako.deadlines.moments import apply_next_alert
from pkh_sembako.deadlines.services import clock
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.queries import calendar

GROUP = "Pengaduan"
VERIFY, FOLLOW_UP, LIMIT = "verify", "follow_up", "limit"
TITLES = {VERIFY: "Verifikasi", FOLLOW_UP: "Tindak lanjut", LIMIT: "Penyelesaian"}
DESK = ("petugas",)
STAND_IN = ("operator",)
INSPEKTORAT = (Handler.INSPEKTORAT.value,)


def start_verifying(complaint: Complaint, *, by: User | None) -> Deadline:
    days = _terms(complaint.received_at).verify
    return _open(complaint, VERIFY, days, complaint.received_at, roles=DESK, by=by)


def start_working(complaint: Complaint, *, at: datetime, by: User | None) -> None:
    """After verification, and again when it is opened once more."""
    terms = _terms(at)
    roles = [complaint.handler] if complaint.handler else DESK
    _open(complaint, FOLLOW_UP, terms.follow_up, at, roles=roles, by=by)
    _open(complaint, LIMIT, terms.limit(complaint.gravity), at, roles=roles, by=by)


def end(complaint: Complaint, *names: str, by: User | None) -> None:
    """These clocks stop; one that already stopped stays as it is."""
    for deadline in running(complaint, *names):
        clock.close(deadline, by=by)


def hand_over(complaint: Complaint, *, by: User | None) -> None:
    """Whoever handles it from now on hears of lateness; the due moments stay."""
    roles = [complaint.handler] if complaint.handler else list(DESK)
    for deadline in running(complaint, FOLLOW_UP, LIMIT):
        clock.hand_over(deadline, roles=_roles(complaint, roles), kecamatan=complaint.kecamatan, by=by)


def restrict(complaint: Complaint, *, by: User | None) -> None:
    """Its clocks leave the desk and the ladder, for the inspektorat alone."""
    for deadline in running(complaint, VERIFY, FOLLOW_UP, LIMIT):
        clock.hand_over(deadline, roles=INSPEKTORAT, kecamatan=None, by=by)
        _set_ladder(deadline, (Rung.NEAR.value,), ())


def relax(complaint: Complaint, *, by: User | None) -> None:
    """The desk has it: its clocks ring there and climb the ladder again; the limit begins anew with its gravity."""
    has_limit = bool(running(complaint, LIMIT))
    end(complaint, LIMIT, by=by)
    for deadline in running(complaint, VERIFY, FOLLOW_UP):
        clock.hand_over(deadline, roles=DESK, kecamatan=complaint.kecamatan, by=by)
        _set_ladder(deadline, clock.ALL_RUNGS, STAND_IN)
    if has_limit:
        now = timezone.now()
        _open(complaint, LIMIT, _terms(now).limit(complaint.gravity), now, roles=DESK, by=by)


def _set_ladder(deadline: Deadline, rungs: Sequence[str], stand_in: Sequence[str]) -> None:
    """Other rungs from now on; what has rung already rings no second time."""
    deadline.refresh_from_db()
    deadline.rungs, deadline.stand_in_roles = list(rungs), list(stand_in)
    told = deadline.alerts.filter(turn=deadline.turn).values_list("rung", flat=True)
    left = [rung for rung in clock.ALL_RUNGS if rung in rungs and rung not in told]
    deadline.next_rung = left[0] if left else ""
    apply_next_alert(deadline, calendar())
    deadline.save(update_fields=["rungs", "stand_in_roles", "next_rung", "next_alert_at"])


def running(complaint: Complaint, *names: str) -> list[Deadline]:
    """Its open clocks of these names, the newest turn of each."""
    wanted = list(names or TITLES)
    found = Deadline.objects.filter(subject__startswith=f"complaint:{complaint.pk}:").exclude(
        state=DeadlineState.CLOSED
    )
    return [each for each in found if each.subject.split(":")[2] in wanted]


def silent_since(moment: datetime, now: datetime) -> bool:
    """Whether the days of silence after an answer at `moment` have passed (default 10 hari kerja)."""
    due = calendar().due(moment, Unit.HARI_KERJA, _terms(moment).silence)
    return due is not None and now > due


def _terms(moment: datetime) -> ComplaintTerms:
    return ComplaintTerms.objects.on(timezone.localdate(moment))


def _open(
    complaint: Complaint, name: str, days: int, start: datetime, *, roles: Sequence[str], by: User | None
) -> Deadline:
    turn = Deadline.objects.filter(subject__startswith=f"complaint:{complaint.pk}:{name}").count()
    subject = complaint.deadline_subject(name) + (f":{turn + 1}" if turn else "")
    return clock.open(
        subject,
        title=f"{TITLES[name]} {complaint.ticket}",
        group=GROUP,
        url=complaint.get_absolute_url(),
        roles=_roles(complaint, roles),
        stand_in_roles=() if complaint.restricted else STAND_IN,
        kecamatan=None if complaint.restricted else complaint.kecamatan,
        unit=Unit.HARI_KERJA,
        amount=days,
        started_at=start,
        rungs=(Rung.NEAR.value,) if complaint.restricted else clock.ALL_RUNGS,
        by=by,
    )


def _roles(complaint: Complaint, roles: Sequence[str]) -> Sequence[str]:
    return INSPEKTORAT if complaint.restricted else roles
