"""The home page's "Menunggu tindakan Anda": every task of a user, by cycle, the earliest deadline first."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.queries import Waiting, waiting_for
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.queries import calendar
from programs.enums import RevisionState
from programs.models import BaRevision, RoundEntry
from programs.queries import berita_acara
from sop import steps
from sop.enums import OPEN_STEPS, WORKING_STEPS, CycleState
from sop.models import Assignment, StepRun

REDRAFT = "Susun ulang Berita Acara yang dikembalikan"
Places = dict[str, tuple[int, str | None, str]]  # subject -> round, kecamatan, address of the cycle


@dataclass
class Group:
    """The tasks of one cycle; `url` opens its board."""

    title: str
    url: str = ""
    tasks: list[Waiting] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"Menunggu tindakan Anda: {self.title}" if self.title else "Menunggu tindakan Anda"


def home(user: User, now: datetime | None = None) -> list[Group]:
    """What waits for the user, grouped by cycle; groups and tasks by deadline. A fixed number of queries."""
    now = now or timezone.now()
    papers = _papers()
    tasks = [task for task in waiting_for(user, now) if _is_own_act(user, task, papers)]
    tasks += [*_acts_on_papers(user, papers, now), *_own_families(user, now)]
    places = _places(tasks)
    counts = _families(places)
    groups: dict[str, Group] = {}
    for task in sorted({task.subject + task.title: task for task in tasks}.values(), key=_by_deadline):
        the_round, kecamatan, url = places.get(task.subject, (0, None, ""))
        group = groups.setdefault(task.group, Group(task.group, url))
        count = task.count if task.count is not None else counts.get((the_round, kecamatan))
        group.tasks.append(replace(task, group="", count=count))
    return list(groups.values())


def _by_deadline(task: Waiting) -> tuple[bool, Any]:
    due = task.deadline.due if task.deadline else None
    return (due is None, due)


def _places(tasks: list[Waiting]) -> Places:
    """Where the tasks of steps and shares belong. Two queries."""
    ids: dict[str, list[int]] = defaultdict(list)
    for task in tasks:
        kind, _, number = task.subject.partition(":")
        ids[kind].append(int(number))
    places: Places = {}
    for run in StepRun.objects.filter(pk__in=ids["step"]).select_related("cycle"):
        places[run.subject] = (run.cycle.round_id, None, run.cycle.get_absolute_url())
    for share in Assignment.objects.filter(pk__in=ids["assignment"]).select_related("step_run__cycle"):
        places[share.subject] = (share.cycle.round_id, share.kecamatan_id, share.cycle.get_absolute_url())
    return places


def _families(places: Places) -> dict[tuple[int, str | None], int]:
    """Families on the lists, of each kecamatan and of the whole Round. One query."""
    rounds = {the_round for the_round, _, _ in places.values()}
    rows = RoundEntry.objects.filter(round__in=rounds).values_list("round", "kecamatan").annotate(count=Count("id"))
    counts: dict[tuple[int, str | None], int] = defaultdict(int)
    for the_round, kecamatan, count in rows:
        counts[the_round, kecamatan] = count
        counts[the_round, None] += count
    return counts


@dataclass(frozen=True)
class Paper:
    """An open step whose next act is on the Berita Acara, not on the step's own page."""

    run: StepRun
    in_chain: bool  # a draft waits for paraf or determination

    @property
    def drafts(self) -> bool:
        return "berita_acara" in self.run.step.activities


def _papers() -> dict[str, Paper]:
    """The open steps of Berita Acara and penetapan, by subject. Two queries."""
    is_paper = Q(step__activities__contains="berita_acara") | Q(step__activities__contains="penetapan")
    working = StepRun.objects.filter(is_paper, cycle__state=CycleState.RUNNING, state__in=WORKING_STEPS)
    in_chain = set(BaRevision.objects.filter(state=RevisionState.IN_CHAIN).values_list("ba__round", flat=True))
    found = working.select_related("step", "cycle__round")
    return {run.subject: Paper(run, run.cycle.round_id in in_chain) for run in found}


def _is_own_act(user: User, task: Waiting, papers: dict[str, Paper]) -> bool:
    """Not what waits for somebody else's draft or paraf, nor a determination of which no draft has come."""
    paper = papers.get(task.subject)
    return paper is None or (paper.drafts and not paper.in_chain and user.may(Permission.DRAFT_BERITA_ACARA))


def _acts_on_papers(user: User, papers: dict[str, Paper], now: datetime) -> list[Waiting]:
    """Paraf and determinations whose turn the user is; for the drafter what was given back."""
    turns = {revision.ba.round_id: revision for revision in berita_acara.waiting_for(user)}
    clocks = {clock.subject: clock for clock in Deadline.objects.filter(subject__in=papers)}
    days, drafts = calendar(), user.may(Permission.DRAFT_BERITA_ACARA)
    tasks = []
    for subject, paper in papers.items():
        revision = turns.get(paper.run.cycle.round_id)
        again = drafts and not paper.drafts and not paper.in_chain
        if revision is None and not again:
            continue
        late = lateness(clocks.get(subject), days, now)
        tasks.append(_paper_task(paper.run, late, _act_asked(revision, user) if revision else REDRAFT))
    return tasks


def _paper_task(run: StepRun, late: Lateness | None, title: str) -> Waiting:
    return Waiting(
        subject=run.subject,
        title=title,
        url=steps.url(run),
        group=str(run.cycle.round),
        area="",
        deadline=late,
        state_label="Perlu keputusan",
        tone="peringatan",
    )


def _act_asked(revision: BaRevision, user: User) -> str:
    return "Tetapkan hasil kroscek" if user.has_role(revision.chain[-1]) else "Paraf Berita Acara hasil kroscek"


def _own_families(user: User, now: datetime) -> list[Waiting]:
    """A pendamping's own families that the kroscek under way has not reached."""
    if not user.has_role("pendamping"):
        return []
    open_shares = Assignment.objects.filter(
        step_run__cycle__state=CycleState.RUNNING, state__in=OPEN_STEPS, step_run__step__activities__contains="kroscek"
    ).select_related("step_run__cycle__round", "kecamatan")
    shares = {(share.cycle.round_id, share.kecamatan_id): share for share in open_shares}
    own = (
        RoundEntry.objects.filter(round__in={the_round for the_round, _ in shares}, enrollment__pendamping=user)
        .values_list("round", "kecamatan")
        .annotate(families=Count("id"), done=Count("kroscek"))
        .filter(families__gt=F("done"))
    )
    found = [(shares[tuple(key)], families, done) for *key, families, done in own if tuple(key) in shares]
    subjects = [share.subject for share, _, _ in found]
    clocks = {clock.subject: clock for clock in Deadline.objects.filter(subject__in=subjects)}
    days = calendar()
    return [
        Waiting(
            subject=share.subject,
            title=f"Kroscek: {thousands(done)} dari {thousands(families)} keluarga dampingan Anda",
            url=f"/kroscek/?tahap={share.cycle.round_id}",
            group=str(share.cycle.round),
            area=f"Kec. {share.kecamatan.name}",
            deadline=lateness(clocks.get(share.subject), days, now),
            state_label="Belum diperiksa",
            tone="proses",
            count=families - done,
        )
        for share, families, done in found
    ]
