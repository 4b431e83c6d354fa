"""What is asked of SOPs and cycles across tables."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.lib.worktime import default_calendar
from programs.models import Round
from sop.definition import Definition, restore
from sop.enums import CLOSED_STEPS, OPEN_STEPS, CycleState
from sop.models import Assignment, Cycle, Event, SopVersion, StepRun
from sop.transitions import Verb


def in_force() -> QuerySet[SopVersion]:
    """The newest version in force of each SOP, by code."""
    return SopVersion.objects.newest_in_force()


def definition_of(version: SopVersion) -> Definition:
    """The whole definition; read once per process, since a loaded version never changes."""
    if version.content_hash not in _kept:
        _kept[version.content_hash] = restore(version.definition)
    return _kept[version.content_hash]


_kept: dict[str, Definition] = {}


def dues(version: SopVersion, start: datetime) -> list[dict[str, Any]]:
    """`sop_due`'s answer: each step's due as if it started at `start`. ValueError outside the calendar's years."""
    calendar = default_calendar(ZoneInfo(version.zone))
    answers = []
    for step in version.steps.all():
        due = calendar.due(start, step.unit, step.amount)
        answers.append({"no": step.no, "unit": step.unit, "amount": step.amount, "due": due and due.isoformat()})
    return answers


def waivers(the_round: Round) -> list[Event]:
    """Steps of the Round's cycles that the Kabid let pass, with the reason that is printed where it matters."""
    let_pass = Event.objects.filter(cycle__round=the_round, verb=Verb.WAIVE)
    return list(let_pass.select_related("by", "step_run__step", "assignment__kecamatan"))


@dataclass
class CycleRow:
    """A cycle in a list: where it stands."""

    cycle: Cycle
    steps: int = 0
    closed: int = 0
    open: str = ""
    late: int = 0


def cycle_rows(cycles: list[Cycle], now: datetime) -> list[CycleRow]:
    """Each cycle with its numbers. Three queries, however many cycles."""
    runs = list(StepRun.objects.filter(cycle__in=cycles).select_related("step").order_by("step__no"))
    late = _late_by_cycle(runs, now)
    rows = []
    for cycle in cycles:
        own = [run for run in runs if run.cycle_id == cycle.pk]
        open_numbers = [str(run.step.no) for run in own if run.state in OPEN_STEPS]
        closed = sum(run.state in CLOSED_STEPS for run in own)
        is_running = cycle.state == CycleState.RUNNING
        rows.append(CycleRow(cycle, len(own), closed, ", ".join(open_numbers) if is_running else "", late[cycle.pk]))
    return rows


def _late_by_cycle(runs: list[StepRun], now: datetime) -> dict[int, int]:
    """Late steps of each cycle; one with late kecamatan counts once."""
    run_of = {run.subject: run for run in runs}
    shares = Assignment.objects.filter(step_run__in=runs, step_run__state__in=OPEN_STEPS).select_related("step_run")
    run_of |= {share.subject: share.step_run for share in shares}
    overdue = Deadline.objects.overdue(now).filter(subject__in=run_of).values_list("subject", flat=True)
    return Counter(run.cycle_id for run in {run_of[subject] for subject in overdue})
