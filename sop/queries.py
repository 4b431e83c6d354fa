"""What is asked of SOPs and cycles across tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.lib.worktime import default_calendar
from programs.models import Round
from sop.definition import Definition, restore
from sop.enums import CLOSED_STEPS, OPEN_STEPS, CycleState, StepState
from sop.models import Assignment, Cycle, Event, SopVersion, Step, StepRun
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


def waivers(cycles: Iterable[Cycle]) -> list[Event]:
    """Steps of these cycles that the Kabid let pass or skipped, with the reason; not what no candidates needed."""
    by_kabid = Event.objects.filter(cycle__in=list(cycles), verb__in=[Verb.WAIVE, Verb.SKIP])
    related = ("by", "cycle", "step_run__step", "assignment__kecamatan")
    return list(by_kabid.exclude(source=StepState.WAITING).select_related(*related))


def waivers_before(the_round: Round, activity: str) -> list[Event]:
    """What was let pass or skipped on the way to an activity: in the newest begun cycle of each SOP of the Round.

    An SOP without the activity tells no order, so all of its waivers count.
    """
    begun = Cycle.objects.filter(round=the_round).exclude(state=CycleState.PREPARED)
    cycles = list(begun.order_by("sop_code", "-id").distinct("sop_code"))
    before = {cycle.pk: _steps_before(list(cycle.sop.steps.all()), activity) for cycle in cycles}
    return [event for event in waivers(cycles) if event.step_run.step_id in before[event.cycle_id]]


def _steps_before(steps: list[Step], activity: str) -> set[int]:
    """Keys of the steps that must be closed before the activity's step, and of that step."""
    wanted = {step.no for step in steps if activity in step.activities} or {step.no for step in steps}
    for step in sorted(steps, key=lambda each: -each.no):
        if step.no in wanted:
            wanted |= set(step.after)
    return {step.pk for step in steps if step.no in wanted}


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
