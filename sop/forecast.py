"""When a running cycle will be done: today's delays, then what past cycles took, else the SOP's own durations.

Of at least three finished cycles of the same SOP each step's shortest and longest time in working days make a range.
With fewer there is one date: as if everything that is left were done exactly on its SOP deadline.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.lib.worktime import Unit, WorkCalendar
from pkh_sembako.office.queries import calendar
from sop import labels
from sop.board import clocks_of
from sop.enums import CLOSED_STEPS, CycleState, StepState
from sop.models import Cycle, StepRun
from sop.services import limits

ENOUGH = 3  # past cycles from which their times are trusted
NEWEST = 8  # older ones say little about today
Spans = dict[int, list[int]]  # number of a step -> working days that it took


@dataclass(frozen=True)
class StepForecast:
    """When a step will be done at the earliest and at the latest; `basis` says from what."""

    run: StepRun
    title: str
    earliest: datetime
    latest: datetime
    basis: str


@dataclass(frozen=True)
class Forecast:
    """Of a cycle under way; `undated` are the steps whose time the SOP leaves open and nothing else tells."""

    steps: list[StepForecast]
    past: int
    undated: list[int]
    late: list[int]
    outer: datetime | None

    @property
    def earliest(self) -> datetime:
        return max(step.earliest for step in self.steps)

    @property
    def latest(self) -> datetime:
        return max(step.latest for step in self.steps)

    @property
    def is_range(self) -> bool:
        return self.earliest.date() != self.latest.date()

    @property
    def from_past(self) -> bool:
        return self.past >= ENOUGH

    @property
    def misses_outer(self) -> bool:
        return self.outer is not None and self.latest > self.outer


def of(cycle: Cycle, now: datetime | None = None) -> Forecast | None:
    """None while the cycle does not run. A fixed number of queries."""
    if cycle.state != CycleState.RUNNING:
        return None
    now, days = now or timezone.now(), calendar()
    runs = list(cycle.steps.select_related("step").order_by("step__no"))
    clocks, (past, spans) = clocks_of(runs), _past(cycle, days)
    steps: dict[int, StepForecast] = {}
    undated = []
    for run in runs:
        begin = max([now, *(steps[no].earliest for no in run.step.after if no in steps)])
        later = max([now, *(steps[no].latest for no in run.step.after if no in steps)])
        known = spans.get(run.step.no, []) if past >= ENOUGH else []
        steps[run.step.no] = _step(run, (begin, later), clocks.get(run.subject), known, days, now)
        if run.state not in CLOSED_STEPS and steps[run.step.no].basis == UNDATED:
            undated.append(run.step.no)
    late = [run.step.no for run in runs if (clock := clocks.get(run.subject)) and clock.is_overdue(now)]
    limit = limits.in_force(cycle).get(None)
    return Forecast(list(steps.values()), past, undated, late, limit.due if limit else None)


UNDATED = "menyesuaikan, belum ada tanggal target"


def _step(
    run: StepRun,
    begin: tuple[datetime, datetime],
    clock: Deadline | None,
    known: Sequence[int],
    days: WorkCalendar,
    now: datetime,
) -> StepForecast:
    title = labels.title(run.step)
    if run.state in CLOSED_STEPS:
        ended = run.closed_at or now
        return StepForecast(run, title, ended, ended, run.get_state_display().lower())
    started = run.activated_at if run.state != StepState.WAITING and run.activated_at else None
    if known:
        first, last = ((started or moment) for moment in begin)
        words = f"siklus lalu {min(known)}–{max(known)} hari kerja" if min(known) != max(known) else "siklus lalu"
        return StepForecast(
            run,
            title,
            _not_past(_after(first, min(known), days), now, days),
            _not_past(_after(last, max(known), days), now, days),
            words,
        )
    if clock and clock.due:
        words = "tenggat SOP" if clock.due >= now else "sudah lewat tenggat: paling cepat hari ini"
        due = _not_past(clock.due, now, days)
        return StepForecast(run, title, due, due, words)
    if run.step.unit == Unit.MENYESUAIKAN:
        return StepForecast(run, title, *begin, UNDATED)
    first, last = (days.due(moment, run.step.unit, run.step.amount) for moment in begin)
    return StepForecast(run, title, first, last, f"waktu SOP {labels.duration(run.step.unit, run.step.amount)}")


def _after(start: datetime, count: int, days: WorkCalendar) -> datetime:
    """Close of office so many working days after the day of the effective start; 0 is that day itself."""
    day = days.effective_start(start).date()
    return days.close(days.nth_working_day_after(day, count) if count else day)


def _not_past(moment: datetime, now: datetime, days: WorkCalendar) -> datetime:
    """What should be done by now can be done today at the earliest."""
    return moment if moment >= now else days.close(days.effective_start(now).date())


def _past(cycle: Cycle, days: WorkCalendar) -> tuple[int, Spans]:
    """How many finished cycles of this SOP there are (the newest eight), and how long their steps took. Two queries."""
    finished = Cycle.objects.filter(sop_code=cycle.sop_code, sop=cycle.sop, state=CycleState.FINISHED).order_by("-id")
    ids = list(finished.values_list("pk", flat=True)[:NEWEST])
    taken: Spans = defaultdict(list)
    done = StepRun.objects.filter(cycle__in=ids, state=StepState.DONE, activated_at__isnull=False)
    for no, begun, ended in done.values_list("step__no", "activated_at", "closed_at"):
        if ended:
            after, through = days.effective_start(begun).date(), ended.astimezone(days.zone).date()
            taken[no].append(days.count_working_days(after=after, through=through) if through > after else 0)
    return len(ids), dict(taken)
