"""The life of one deadline: opened, submitted, returned, paused, extended, closed (clock.md).

Every function locks the row, checks, writes and returns the deadline as it then stands. Called through the module:
`clock.pause(deadline, reason="Menunggu bank", by=user)`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pkh_sembako.deadlines.models import KEMENSOS, RUNNING, Deadline, DeadlineState, Pause, Rung
from pkh_sembako.deadlines.moments import apply_due, apply_next_alert, open_turn
from pkh_sembako.deadlines.transitions import DEADLINE_MOVES
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.models import Kecamatan
from pkh_sembako.office.queries import calendar

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

ALL_RUNGS = tuple(Rung.values)
SHARE_RUNGS = (Rung.NEAR.value, Rung.PASSED.value)  # a kecamatan's share of a fanned-out step
FANNED_OUT_RUNGS = (Rung.PLUS_1.value, Rung.PLUS_3.value, Rung.PLUS_7.value)


def open(
    subject: str,
    *,
    title: str,
    group: str,
    url: str,
    roles: Sequence[str],
    unit: str,
    amount: int | None,
    started_at: datetime,
    by: "User | None",
    rungs: Sequence[str] = ALL_RUNGS,
    checker_roles: Sequence[str] = (),
    stand_in_roles: Sequence[str] = (),
    kecamatan: Kecamatan | None = None,
    parent: Deadline | None = None,
    outer_due: datetime | None = None,
    outer_name: str = KEMENSOS,
) -> Deadline:
    """Start a clock; `by` is None when the system does. ValueError for a unit and amount that cannot be."""
    deadline = Deadline(
        subject=subject,
        title=title,
        group=group,
        url=url,
        roles=list(roles),
        checker_roles=list(checker_roles),
        stand_in_roles=list(stand_in_roles),
        kecamatan=kecamatan,
        parent=parent,
        rungs=list(rungs),
        next_rung=rungs[0],
        unit=unit,
        amount=amount,
        started_at=started_at,
        outer_due=outer_due,
        outer_name=outer_name,
    )
    days = calendar()
    apply_due(deadline, days, [])
    apply_next_alert(deadline, days)
    deadline.save()
    return deadline


@transaction.atomic
def submit(deadline: Deadline, *, by: "User") -> Deadline:
    """The work is handed in; the clock runs on, and alerts go to whoever must check."""
    deadline = _lock_for(deadline, "submit")
    deadline.submitted_at = timezone.now()
    deadline.save(update_fields=["state", "submitted_at"])
    return deadline


@transaction.atomic
def return_(deadline: Deadline, *, by: "User") -> Deadline:
    """The work is handed back; it keeps its due moment: returning does not buy time."""
    deadline = _lock_for(deadline, "return")
    deadline.save(update_fields=["state"])
    return deadline


@transaction.atomic
def pause(deadline: Deadline, *, reason: str, by: "User") -> Pause:
    """Stop the clock; nothing is overdue until it is resumed."""
    deadline = _lock_for(deadline, "pause")
    if not reason.strip():
        raise DomainError("Tulis alasan jeda, misalnya menunggu Kemensos atau bank.")
    deadline.save(update_fields=["state"])
    return Pause.objects.create(deadline=deadline, reason=reason.strip(), paused_at=timezone.now(), paused_by=by)


@transaction.atomic
def resume(deadline: Deadline, *, by: "User") -> Deadline:
    """Let the clock run on; the due moment moves by what the pause cost, and a new turn of alerts begins."""
    deadline = _lock_for(deadline, "resume")
    ended = {"resumed_at": timezone.now(), "resumed_by": by}
    deadline.pauses.filter(resumed_at__isnull=True).update(**ended)
    open_turn(deadline)
    return _reckon(deadline)


@transaction.atomic
def agree_date(deadline: Deadline, *, on: date, by: "User") -> Deadline:
    """Agree the target date of work whose time the paper calls "menyesuaikan"."""
    deadline = _lock(deadline, *RUNNING, DeadlineState.PAUSED)
    if deadline.unit != Unit.MENYESUAIKAN:
        raise DomainError("Tenggat langkah ini sudah ditentukan SOP. Mintalah perpanjangan bila perlu.")
    if deadline.agreed_on:
        raise DomainError(f"Tanggal target sudah disepakati: {tanggal(deadline.agreed_on)}. Mintalah perpanjangan.")
    check_target(on)
    deadline.agreed_on = on
    return _reckon(deadline)


@transaction.atomic
def extend(deadline: Deadline, *, until: date, by: "User") -> Deadline:
    """Set the granted date: for `extensions.decide`, which has asked who may."""
    deadline = _lock(deadline, *RUNNING, DeadlineState.PAUSED)
    deadline.granted_until = until
    open_turn(deadline)
    return _reckon(deadline)


@transaction.atomic
def hand_over(deadline: Deadline, *, roles: Sequence[str], kecamatan: Kecamatan | None, by: "User | None") -> Deadline:
    """Other people act from now on; the due moment stays where it is."""
    deadline = _lock(deadline, *RUNNING, DeadlineState.PAUSED)
    deadline.roles, deadline.kecamatan = list(roles), kecamatan
    deadline.save(update_fields=["roles", "kecamatan"])
    return deadline


@transaction.atomic
def close(deadline: Deadline, *, by: "User | None") -> Deadline:
    """The work is done, skipped or stopped: no alert any more."""
    deadline = _lock_for(deadline, "close")
    deadline.pauses.filter(resumed_at__isnull=True).update(resumed_at=timezone.now(), resumed_by=by)
    deadline.closed_at, deadline.next_alert_at = timezone.now(), None
    deadline.save(update_fields=["state", "closed_at", "next_alert_at"])
    return deadline


def check_target(day: date) -> None:
    """A date that somebody agrees or asks for: a working day, not past."""
    if day < timezone.localdate():
        raise DomainError(f"Tanggal {tanggal(day)} sudah lewat. Pilih hari ini atau sesudahnya.")
    try:
        is_working = calendar().is_working_day(day)
    except ValueError as refusal:
        raise DomainError(str(refusal)) from refusal
    if not is_working:
        raise DomainError(f"{tanggal(day)} bukan hari kerja. Pilih hari kerja.")


def _reckon(deadline: Deadline) -> Deadline:
    days = calendar()
    apply_due(deadline, days, list(deadline.pauses.all()))
    apply_next_alert(deadline, days)
    deadline.save()
    return deadline


def _lock_for(deadline: Deadline, verb: str) -> Deadline:
    """The locked row, already in the state to which the act leads."""
    sources, target = DEADLINE_MOVES[verb]
    locked = _lock(deadline, *sources)
    locked.state = target
    return locked


def _lock(deadline: Deadline, *states: str) -> Deadline:
    locked = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if locked.state not in states:
        raise DomainError(f"Tenggat ini berstatus “{locked.get_state_display()}”; tindakan itu tidak berlaku lagi.")
    return locked
