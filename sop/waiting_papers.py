"""Whose turn it is on a Berita Acara: within the SOP's steps, and outside of them (corrections, no running cycle)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.queries import Waiting
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.queries import calendar
from programs.enums import RevisionState
from programs.models import BaRevision, BeritaAcara
from programs.queries import berita_acara
from sop import steps
from sop.enums import CLOSED_STEPS, WORKING_STEPS, CycleState
from sop.models import StepRun

REDRAFT = "Susun ulang Berita Acara yang dikembalikan"
CORRECT = "Susun Berita Acara perbaikan"


@dataclass(frozen=True)
class Paper:
    """An open step whose next act is on the Berita Acara, not on the step's own page."""

    run: StepRun
    in_chain: bool  # a draft waits for paraf or determination

    @property
    def drafts(self) -> bool:
        return "berita_acara" in self.run.step.activities


class Papers:
    """Every Berita Acara that is not determined yet, as it waits for one user. A fixed number of queries."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user, self.now = user, now
        self.runs = paper_runs()
        open_chains = BaRevision.objects.filter(state=RevisionState.IN_CHAIN)
        self.in_chain = set(open_chains.values_list("ba__round", flat=True))
        self.turns = {revision.ba.round_id: revision for revision in berita_acara.waiting_for(user)}

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """The steps of Berita Acara and penetapan that are at work, by subject."""
        return at_work(self.runs, self.in_chain)

    @property
    def drafts(self) -> bool:
        return self.user.may(Permission.DRAFT_BERITA_ACARA)

    def is_own_act(self, task: Waiting) -> bool:
        """Not what waits for somebody else's draft or paraf, nor a determination of which no draft has come."""
        paper = self.papers.get(task.subject)
        return paper is None or (paper.drafts and not paper.in_chain and self.drafts)

    def in_steps(self) -> list[Waiting]:
        """Paraf and determinations whose turn the user is; for the drafter what was given back."""
        clocks = {clock.subject: clock for clock in Deadline.objects.filter(subject__in=self.papers)}
        days, tasks = calendar(), []
        for subject, paper in self.papers.items():
            revision = self.turns.get(paper.run.cycle.round_id)
            again = self.drafts and not paper.drafts and not paper.in_chain
            if revision is None and not again:
                continue
            late = lateness(clocks.get(subject), days, self.now)
            if revision:
                tasks.append(turn_task(revision, paper.run, late, is_last=self._determines(revision)))
            else:
                tasks.append(_task(subject, REDRAFT, steps.url(paper.run), str(paper.run.cycle.round), late))
        return tasks

    def outside_steps(self, open_again: set[int]) -> list[Waiting]:
        """The same where no step of a running cycle waits for it: a correction, or a Round without a cycle.

        `open_again`: Rounds of which kecamatan were given back, so that the draft waits for them.
        """
        in_steps = {run.cycle.round_id for run in self.runs}
        tasks = [
            turn_task(turn, None, None, is_last=self._determines(turn))
            for turn in self.turns.values()
            if turn.ba.round_id not in in_steps
        ]
        return tasks + (self._to_draft(in_steps, open_again) if self.drafts else [])

    def _to_draft(self, in_steps: set[int], open_again: set[int]) -> list[Waiting]:
        undetermined = BeritaAcara.objects.filter(determination=None).exclude(round__in=in_steps | self.in_chain)
        returned = set(BaRevision.objects.filter(ba__in=undetermined).values_list("ba", flat=True))
        return [
            _task(
                f"ba:{ba.pk}",
                REDRAFT if ba.pk in returned else CORRECT,
                _address(ba),
                str(ba.round),
                state="Menunggu kecamatan" if ba.round_id in open_again else "Perlu dikerjakan",
            )
            for ba in undetermined.select_related("round")
        ]

    def _determines(self, revision: BaRevision) -> bool:
        return self.user.has_role(revision.chain[-1])


def paper_runs() -> list[StepRun]:
    """Open steps of running cycles that draft or determine. One query."""
    is_paper = Q(step__activities__contains="berita_acara") | Q(step__activities__contains="penetapan")
    runs = StepRun.objects.filter(is_paper, cycle__state=CycleState.RUNNING).exclude(state__in=CLOSED_STEPS)
    return list(runs.select_related("step", "cycle__round"))


def at_work(runs: list[StepRun], in_chain: set[int]) -> dict[str, Paper]:
    """Those among them whose turn has come, by subject; `in_chain` are Rounds with a draft that waits."""
    working = (run for run in runs if run.state in WORKING_STEPS)
    return {run.subject: Paper(run, run.cycle.round_id in in_chain) for run in working}


def turn_task(revision: BaRevision, run: StepRun | None, late: Lateness | None, *, is_last: bool) -> Waiting:
    """The paraf or determination that is asked, within the step at work or outside of any."""
    title = "Tetapkan hasil kroscek" if is_last else "Paraf Berita Acara hasil kroscek"
    if run is None:
        return _task(f"ba:{revision.ba_id}", title, _address(revision.ba), str(revision.ba.round))
    return _task(run.subject, title, steps.url(run), str(run.cycle.round), late)


def _address(ba: BeritaAcara) -> str:
    return reverse("penetapan_page", args=[ba.pk])


def _task(
    subject: str, title: str, url: str, group: str, late: Lateness | None = None, state: str = "Perlu keputusan"
) -> Waiting:
    tone = "netral" if state == "Menunggu kecamatan" else "peringatan"
    return Waiting(subject, title, url, group, area="", deadline=late, state_label=state, tone=tone)
