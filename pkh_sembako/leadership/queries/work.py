"""Pieces of work with a clock, who handed them in and whether in time: the ground of every report on service and staff.

A piece is a step of a cycle or a kecamatan's share of one. It is in time when it was handed in by its due moment; it is
told against the original due as well (with pauses, without extensions), for an extension is no virtue (clock.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from pkh_sembako.deadlines.models import Deadline
from sop import labels
from sop.enums import StepState
from sop.models import Assignment, Cycle, StepRun


@dataclass(frozen=True)
class Work:
    """One piece. `done_at` is when it was handed in, None while it is open; dues are moments in UTC."""

    cycle: Cycle
    no: int
    title: str
    kecamatan: str
    person: str
    person_id: int | None
    started_at: datetime
    due: datetime | None
    original_due: datetime | None
    done_at: datetime | None

    def is_late(self, now: datetime, *, original: bool = False) -> bool:
        """Handed in after its due moment, or open beyond it; False where nothing is due."""
        due = self.original_due if original else self.due
        return due is not None and (self.done_at or now) > due

    @property
    def has_due(self) -> bool:
        return self.due is not None


def of_cycles(cycles: Iterable[Cycle]) -> list[Work]:
    """Every step that began and nobody left out, and the shares of those that fan out. Three queries."""
    cycles = {cycle.pk: cycle for cycle in cycles}
    begun = Q(cycle__in=cycles, activated_at__isnull=False)
    runs = list(StepRun.objects.filter(begun).exclude(state=StepState.SKIPPED).select_related("step", "submitted_by"))
    shares = list(
        Assignment.objects.filter(step_run__in=runs)
        .exclude(state=StepState.SKIPPED)
        .select_related("kecamatan", "submitted_by", "step_run__step")
    )
    fanned = {share.step_run_id for share in shares}
    pieces = [run for run in runs if run.pk not in fanned] + shares
    clocks = {d.subject: d for d in Deadline.objects.filter(subject__in=[piece.subject for piece in pieces])}
    return [_work(piece, cycles, clocks[piece.subject]) for piece in pieces if piece.subject in clocks]


def between(start: datetime, end: datetime) -> list[Work]:
    """Pieces of all cycles whose clock began in [start, end)."""
    begun = StepRun.objects.filter(activated_at__gte=start, activated_at__lt=end).values("cycle")
    cycles = Cycle.objects.filter(pk__in=begun).select_related("round", "sop")
    return [work for work in of_cycles(cycles) if start <= work.started_at < end]


def _work(piece: StepRun | Assignment, cycles: dict[int, Cycle], clock: Deadline) -> Work:
    person = piece.submitted_by
    return Work(
        cycle=cycles[piece.step_run.cycle_id],
        no=piece.step.no,
        title=labels.title(piece.step),
        kecamatan=piece.kecamatan.name if piece.kecamatan else "",
        person=str(person) if person else "",
        person_id=person.pk if person else None,
        started_at=clock.started_at,
        due=clock.due,
        original_due=clock.original_due,
        done_at=clock.submitted_at or clock.closed_at,
    )


def year_of(year: int) -> tuple[datetime, datetime]:
    """[start, end) of a year in the office's zone."""
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
