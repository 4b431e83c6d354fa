"""What the system moves by itself: steps whose turn has come, fanned-out steps that are complete, finished cycles.

Called inside the transaction of the act that caused it; the cycle's row is locked by then.
"""

from datetime import datetime

from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.deadlines.services import clock
from pkh_sembako.office.models import Kecamatan
from programs.models import RoundEntry
from sop import labels, steps
from sop.enums import CLOSED_STEPS, StepState
from sop.models import Assignment, Cycle, Event, StepRun, Target
from sop.services import limits
from sop.services.actors import stand_in_of
from sop.transitions import Verb


def advance(cycle: Cycle) -> None:
    """Begin every step of which all earlier ones are closed; finish the cycle when nothing is left."""
    runs = {run.step.no: run for run in cycle.steps.select_related("step")}
    closed = {no for no, run in runs.items() if run.state in CLOSED_STEPS}
    now = timezone.now()
    for run in runs.values():
        if run.state == StepState.WAITING and closed.issuperset(run.step.after):
            run.cycle = cycle
            _begin(run, now)
    if len(closed) == len(runs):
        cycle.finish()
        cycle.ended_at = now
        cycle.save(update_fields=["state", "ended_at"])
        Event.objects.create(cycle=cycle, verb="finish", source="running", target=cycle.state)


def _begin(run: StepRun, now: datetime) -> None:
    run.activate()
    run.activated_at = now
    run.save(update_fields=["state", "activated_at"])
    Event.objects.create(
        cycle=run.cycle, step_run=run, verb=Verb.ACTIVATE, source=StepState.WAITING, target=run.state, at=now
    )
    places = places_of(run)
    parent = _open_clock(run, now, clock.FANNED_OUT_RUNGS if places else clock.ALL_RUNGS)
    for kecamatan in places:
        _share_out(run, kecamatan, parent, now)


def places_of(run: StepRun) -> list[Kecamatan]:
    """Kecamatan with families on the Round's list, for a step that fans out; else none."""
    if not run.step.fans_out:
        return []
    listed = RoundEntry.objects.filter(round=run.cycle.round_id).values("kecamatan")
    return list(Kecamatan.objects.filter(pk__in=listed))


def share_out_late(run: StepRun) -> int:
    """Give kecamatan that a later file brought to the list their share of a step under way; how many."""
    known = set(run.assignments.values_list("kecamatan_id", flat=True))
    if not known or run.state != StepState.ACTIVE:
        return 0
    new = [kecamatan for kecamatan in places_of(run) if kecamatan.pk not in known]
    parent = Deadline.objects.get(subject=run.subject)
    for kecamatan in new:
        _share_out(run, kecamatan, parent, timezone.now())
    return len(new)


def _share_out(run: StepRun, kecamatan: Kecamatan, parent: Deadline, now: datetime) -> None:
    share = Assignment.objects.create(step_run=run, kecamatan=kecamatan, state=StepState.ACTIVE, activated_at=now)
    _open_clock(share, now, clock.SHARE_RUNGS, parent)


def _open_clock(target: Target, now: datetime, rungs: tuple[str, ...], parent: Deadline | None = None) -> Deadline:
    step = target.step
    return clock.open(
        target.subject,
        title=f"{step.no}. {labels.title(step)}",
        group=str(target.cycle.round),
        url=target.get_absolute_url(),
        roles=step.roles,
        checker_roles=[step.checker] if step.checker else [],
        stand_in_roles=[stand_in_of(step, target.cycle.round.program)],
        kecamatan=target.kecamatan,
        parent=parent,
        rungs=rungs,
        unit=step.unit,
        amount=step.amount,
        started_at=now,
        outer_due=parent.outer_due if parent else limits.earliest(limits.in_force(target.cycle), target.step_run.pk),
        by=None,
    )


def closed(target: Target, *, by: User | None) -> None:
    """A step or share was done or skipped: stop its clock, and see what follows from it."""
    close_clock(target.subject, by=by)
    if target.state == StepState.DONE:
        steps.on_finish(target, by=by)
    if isinstance(target, Assignment):
        _complete_if_last(target.step_run)
    else:
        advance(target.cycle)


def close_clock(subject: str, *, by: User | None) -> None:
    deadline = Deadline.objects.exclude(state=DeadlineState.CLOSED).filter(subject=subject).first()
    if deadline:
        clock.close(deadline, by=by)


def _complete_if_last(run: StepRun) -> None:
    """A fanned-out step is done when every kecamatan is; kecamatan that came late first get their share."""
    share_out_late(run)
    if run.state != StepState.ACTIVE or run.assignments.exclude(state__in=CLOSED_STEPS).exists():
        return
    run.complete()
    run.closed_at = timezone.now()
    run.save(update_fields=["state", "closed_at"])
    note = "Semua kecamatan sudah selesai."
    Event.objects.create(
        cycle=run.cycle, step_run=run, verb=Verb.FINISH, source=StepState.ACTIVE, target=run.state, note=note
    )
    close_clock(run.subject, by=None)
    advance(run.cycle)
