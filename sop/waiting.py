"""The home page's "Menunggu tindakan Anda": every task of a user, by cycle, the earliest deadline first."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines import others
from pkh_sembako.deadlines.queries import Waiting, waiting_for
from programs.models import BeritaAcara, KroscekSubmission, RoundEntry
from sop import supervised, waiting_kroscek, waiting_letters, waiting_papers
from sop.models import Assignment, StepRun

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
    papers, given_back = waiting_papers.Papers(user, now), waiting_kroscek.given_back()
    tasks = [task for task in waiting_for(user, now) if papers.is_own_act(task)]
    tasks += [*papers.in_steps(), *papers.outside_steps({row.round_id for row in given_back})]
    tasks += [*waiting_kroscek.own_families(user, given_back, now), *waiting_kroscek.handed_back(user, given_back)]
    tasks += [*supervised.waiting(user), *waiting_letters.waiting(user, now), *others.own(user)]
    places = _places(tasks)
    counts = _families(places)
    groups: dict[str, Group] = {}
    for task in sorted({task.subject + task.title: task for task in tasks}.values(), key=_by_deadline):
        the_round, kecamatan, url = places.get(task.subject, (0, None, ""))
        group = groups.setdefault(task.group, Group(task.group))
        group.url = group.url or url
        count = task.count if task.count is not None else counts.get((the_round, kecamatan))
        group.tasks.append(replace(task, group="", count=count))
    return list(groups.values())


def _by_deadline(task: Waiting) -> tuple[bool, Any]:
    due = task.deadline.first if task.deadline else None
    return (due is None, due)


def _places(tasks: list[Waiting]) -> Places:
    """Where the tasks belong; what stands outside a step has no board. A query for each kind of task."""
    ids: dict[str, list[int]] = defaultdict(list)
    for task in tasks:
        kind, _, number = task.subject.partition(":")
        if number.isdigit():  # "complaint:7:verify" is nothing of a cycle
            ids[kind].append(int(number))
    places: Places = {}
    for run in StepRun.objects.filter(pk__in=ids["step"]).select_related("cycle"):
        places[run.subject] = (run.cycle.round_id, None, run.cycle.get_absolute_url())
    for share in Assignment.objects.filter(pk__in=ids["assignment"]).select_related("step_run__cycle"):
        places[share.subject] = (share.cycle.round_id, share.kecamatan_id, share.cycle.get_absolute_url())
    for ba in BeritaAcara.objects.filter(pk__in=ids["ba"]):
        places[f"ba:{ba.pk}"] = (ba.round_id, None, "")
    for row in KroscekSubmission.objects.filter(pk__in=ids["submission"]):
        places[f"submission:{row.pk}"] = (row.round_id, row.kecamatan_id, "")
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
