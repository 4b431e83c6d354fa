"""Prepare, start and stop a cycle; steps then move through `runs`, and the cycle finishes by itself."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.deadlines.services import clock
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from programs.enums import Program
from programs.models import Round
from programs.models.rounds import MAX_TAHAP
from sop.enums import CLOSED_STEPS, CycleState, StepState
from sop.models import Cycle, Event, SopVersion, StepRun
from sop.services import flow
from sop.steps.terima_bnba import missing_file
from sop.transitions import Verb

NO_CANDIDATES = "Kemensos tidak mengirim calon peserta baru."


@transaction.atomic
def prepare(sop: SopVersion, *, tahun: int, tahap: int, has_candidates: bool, by: User, note: str = "") -> Cycle:
    """A cycle of a version of an SOP for a Round, which is created when nobody has named it yet.

    At most one open cycle per Round and SOP; the cycle keeps its version whatever is loaded later. Of an SOP without
    steps for candidates `has_candidates` means nothing: there are no steps to close.
    """
    _check_officer(by)
    if sop.in_force_from > timezone.localdate():
        raise DomainError(f"SOP ini baru berlaku {tanggal(sop.in_force_from)}.")
    most = MAX_TAHAP[Program(sop.program)]
    if not 1 <= tahap <= most:
        raise DomainError(f"Tahap {Program(sop.program).label} adalah 1 sampai {most}, bukan {tahap}.")
    if not 2007 <= tahun <= 2100:
        raise DomainError(f"Tahun harus antara 2007 dan 2100, bukan {tahun}.")
    the_round, _ = Round.objects.get_or_create(program=sop.program, tahun=tahun, tahap=tahap)
    has_candidates = has_candidates or not sop.steps.filter(candidates_only=True).exists()
    reason = note.strip() or ("" if has_candidates else NO_CANDIDATES)
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                sop=sop,
                sop_code=sop.code,
                round=the_round,
                has_candidates=has_candidates,
                note=reason[:400],
                prepared_by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Siklus {the_round} dengan SOP ini sudah disiapkan atau sedang berjalan.") from error
    StepRun.objects.bulk_create(StepRun(cycle=cycle, step=step) for step in sop.steps.all())
    Event.objects.create(cycle=cycle, verb="prepare", target=cycle.state, by=by, note=reason[:400])
    return cycle


@transaction.atomic
def start(cycle: Cycle, *, by: User) -> Cycle:
    """Begin the first steps. Without new candidates their steps close in one act; the list must be there by then."""
    _check_officer(by)
    cycle = _lock(cycle)
    if cycle.state == CycleState.RUNNING:
        raise DomainError(f"Siklus {cycle} sudah berjalan.")
    if cycle.state != CycleState.PREPARED:
        raise DomainError(f"Siklus {cycle} sudah berakhir dan tidak dapat dijalankan lagi.")
    if not cycle.has_candidates and (missing := missing_file(cycle.round)):
        raise DomainError(f"Siklus belum dapat dijalankan. {'; '.join(missing)}.")
    cycle.start()
    cycle.started_at = timezone.now()
    cycle.save(update_fields=["state", "started_at"])
    Event.objects.create(cycle=cycle, verb="start", source="prepared", target=cycle.state, by=by)
    if not cycle.has_candidates:
        _close_candidate_steps(cycle, by=by)
    flow.advance(cycle)
    return cycle


@transaction.atomic
def stop(cycle: Cycle, *, reason: str, by: User) -> Cycle:
    """End a cycle before its time; its clocks stop, its steps stay as they were."""
    _check_officer(by)
    cycle = _lock(cycle)
    if cycle.state not in (CycleState.PREPARED, CycleState.RUNNING):
        raise DomainError(f"Siklus {cycle} sudah berakhir.")
    if not reason.strip():
        raise DomainError("Tulis alasan menghentikan siklus.")
    source = cycle.state
    cycle.stop()
    cycle.ended_at = timezone.now()
    cycle.save(update_fields=["state", "ended_at"])
    Event.objects.create(cycle=cycle, verb="stop", source=source, target=cycle.state, by=by, note=reason.strip()[:400])
    for deadline in open_deadlines(cycle):
        clock.close(deadline, by=by)
    return cycle


def open_deadlines(cycle: Cycle) -> list[Deadline]:
    """The running and paused clocks of a cycle's steps and shares."""
    runs = cycle.steps.values_list("pk", flat=True)
    shares = StepRun.objects.filter(cycle=cycle).values_list("assignments", flat=True)
    subjects = [*(f"step:{pk}" for pk in runs), *(f"assignment:{pk}" for pk in shares if pk)]
    return list(Deadline.objects.filter(subject__in=subjects).exclude(state=DeadlineState.CLOSED))


def _close_candidate_steps(cycle: Cycle, *, by: User) -> None:
    waiting = cycle.steps.filter(step__candidates_only=True).exclude(state__in=CLOSED_STEPS)
    for run in waiting:
        run.close_unneeded()
        run.closed_at = timezone.now()
        run.save(update_fields=["state", "closed_at"])
        Event.objects.create(
            cycle=cycle,
            step_run=run,
            verb=Verb.SKIP,
            source=StepState.WAITING,
            target=run.state,
            by=by,
            note=cycle.note or NO_CANDIDATES,
        )


def _check_officer(by: User) -> None:
    if not by.may(Permission.MANAGE_CYCLES):
        raise DomainError("Siklus disiapkan, dijalankan, dan dihentikan oleh petugas Dinas Sosial.")


def _lock(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle.pk)
