"""The board of a cycle: its steps with states, clocks and kecamatan, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from pkh_sembako.accounts.models import Posting
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.office.queries import calendar
from sop import definition as definitions
from sop import labels
from sop.enums import CLOSED_STEPS, StepState
from sop.models import Assignment, Cycle, StepRun, SupervisionNote, Target
from sop.queries import definition_of

FEW = 2  # so many people of a role are named on the board; more are counted
LEADS, TAKES_PART = "PJ", "ikut"


@dataclass(frozen=True)
class Lane:
    """A cell of the swim lanes: who leads, who takes part."""

    name: str
    mark: str


@dataclass(frozen=True)
class ShareRow:
    """A kecamatan's share of a step."""

    target: Assignment
    late: Lateness | None
    state: str
    state_tone: str
    progress: tuple[int, int] | None = None


@dataclass
class StepRow:
    """A row of the board."""

    target: StepRun
    title: str
    lanes: list[Lane]
    who: str
    time: str
    late: Lateness | None
    state: str
    state_tone: str
    tone: str
    inferred: bool
    shares: list[ShareRow] = field(default_factory=list)
    notes: int = 0  # of superiors, not answered yet

    @property
    def closed_shares(self) -> int:
        return sum(share.target.state in CLOSED_STEPS for share in self.shares)

    @property
    def late_shares(self) -> int:
        return sum(bool(share.late and share.late.is_overdue) for share in self.shares)

    def as_strip(self) -> dict[str, Any]:
        """For the kit's step strip."""
        waiting = self.target.state == StepState.WAITING
        return {
            "no": self.target.step.no,
            "label": self.title,
            "tone": self.tone,
            "words": self.time if waiting else self.words,
            "url": self.target.get_absolute_url(),
        }

    @property
    def words(self) -> str:
        """The clock where one runs, else the state."""
        runs = self.target.state in (StepState.ACTIVE, StepState.RETURNED) and self.late
        return self.late.words if runs and self.late else self.state


def board(cycle: Cycle, now: datetime | None = None) -> list[StepRow]:
    """Every step of the cycle in order. `cycle` comes with its sop."""
    now, days = now or timezone.now(), calendar()
    runs = list(cycle.steps.select_related("step", "submitted_by"))
    shares = list(Assignment.objects.filter(step_run__in=runs).select_related("kecamatan"))
    clocks = clocks_of([*runs, *shares])
    people = _people()
    by_run: dict[int, list[ShareRow]] = defaultdict(list)
    run_of = {run.pk: run for run in runs}
    for share in shares:
        share.step_run = run_of[share.step_run_id]
        share.step_run.cycle = cycle
        by_run[share.step_run_id].append(share_row(share, clocks, days, now))
    rows = [_row(run, cycle, clocks, people, by_run[run.pk], days, now) for run in runs]
    notes = open_notes(cycle)
    for row in rows:
        row.notes = notes.get(row.target.pk, 0)
    return rows


def share_row(
    share: Assignment,
    clocks: dict[str, Deadline],
    days: WorkCalendar,
    now: datetime,
    progress: tuple[int, int] | None = None,
) -> ShareRow:
    late = lateness(clocks.get(share.subject), days, now)
    state = StepState(share.state)
    return ShareRow(share, late, state.label, labels.TONES[state], progress)


def tone_of(target: Target, late: Lateness | None) -> str:
    """The clock's tone while the work is open, else the state's."""
    is_open = target.state not in (*CLOSED_STEPS, StepState.WAITING, StepState.PAUSED)
    if is_open and late is not None and (late.is_overdue or target.state == StepState.ACTIVE):
        return late.tone if late.tone != "netral" else "proses"
    return labels.TONES[StepState(target.state)]


def clocks_of(targets: list[Any]) -> dict[str, Deadline]:
    """Deadlines by subject. One query."""
    subjects = [target.subject for target in targets]
    return {deadline.subject: deadline for deadline in Deadline.objects.filter(subject__in=subjects)}


def open_notes(cycle: Cycle) -> dict[int, int]:
    """Unanswered notes of superiors on each step and its kecamatan, by the step run's key. One query."""
    notes = SupervisionNote.objects.open().filter(step_run__cycle=cycle).order_by()
    return dict(notes.values_list("step_run").annotate(Count("id")))


def _row(
    run: StepRun,
    cycle: Cycle,
    clocks: dict[str, Deadline],
    people: dict[str, list[str]],
    shares: list[ShareRow],
    days: WorkCalendar,
    now: datetime,
) -> StepRow:
    run.cycle = cycle
    definition = definition_of(cycle.sop)
    step = definition.step(run.step.no)
    late = lateness(clocks.get(run.subject), days, now)
    return StepRow(
        target=run,
        title=labels.title(run.step),
        lanes=[Lane(lane.nama, _mark(step, lane.kode)) for lane in definition.lajur],
        who=_who(run, people),
        time=labels.duration(run.step.unit, run.step.amount),
        late=late,
        state=StepState(run.state).label,
        state_tone=labels.TONES[StepState(run.state)],
        tone=tone_of(run, late),
        inferred=bool(step.disimpulkan),
        shares=shares,
    )


def _mark(step: definitions.Step, lane: str) -> str:
    if lane == step.penanggung_jawab:
        return LEADS
    return TAKES_PART if lane in step.pelaksana else ""


def _who(run: StepRun, people: dict[str, list[str]]) -> str:
    names = sorted({name for role in run.step.roles for name in people[role]})
    return ", ".join(names) if len(names) <= FEW else f"{len(names)} orang"


def _people() -> dict[str, list[str]]:
    """Names of who holds each role today."""
    names: dict[str, list[str]] = defaultdict(list)
    held = Posting.objects.in_force().filter(user__is_active=True)
    for role, name in held.values_list("role", "user__full_name"):
        names[role].append(name)
    return names
