"""Which cycles and steps use a letter: limits of Kemensos, sources of records, the Round a letter of ours is about."""

import re

from django.db.models import Q

from pkh_sembako.accounts.models import User
from pkh_sembako.documents import uses
from pkh_sembako.documents.models import IncomingLetter, Letter
from programs.models import Determination
from sop import labels
from sop.models import Cycle, Event, KemensosLimit, StepRun


def offer() -> None:
    """Tell the documents how to find out."""
    uses.offer("cycle", find)


def find(letter: IncomingLetter | Letter, user: User) -> list[uses.Use]:
    """The newest first; no place twice."""
    found = _of_incoming(letter, user) if isinstance(letter, IncomingLetter) else _of_ours(letter, user)
    return list(dict.fromkeys(found))


def _of_ours(letter: Letter, user: User) -> list[uses.Use]:
    kind, _, number = letter.matter.partition(":")
    if not number.isascii() or not number.isdigit():
        return []
    rounds = Determination.objects.filter(pk=number).values("ba__round") if kind == "determination" else [int(number)]
    words = "Keputusan atas hasil siklus ini" if kind == "determination" else "Surat tentang siklus ini"
    cycles = Cycle.objects.visible_to(user).filter(round__in=rounds).select_related("round")
    return [uses.Use(f"Siklus {cycle}", cycle.get_absolute_url(), words) for cycle in cycles]


def _of_incoming(letter: IncomingLetter, user: User) -> list[uses.Use]:
    limits = KemensosLimit.objects.visible_to(user).filter(letter=letter)
    related = ("cycle__round", "step_run__step", "step_run__cycle__round")
    found = [_use(one.cycle, one.step_run, "Sumber batas Kemensos") for one in limits.select_related(*related)]
    if not letter.letter_number:
        return found
    runs, cycles = StepRun.objects.visible_to(user), Cycle.objects.visible_to(user)
    named = Event.objects.filter(Q(step_run=None) | Q(step_run__in=runs), cycle__in=cycles)
    named = named.filter(reference__contains=letter.letter_number).select_related(*related).order_by("-id")
    whole = re.compile(rf"(?<![\w/.-]){re.escape(letter.letter_number)}(?![\w/-])")
    return found + [_use(one.cycle, one.step_run, "Sumber catatan") for one in named if whole.search(one.reference)]


def _use(cycle: Cycle, run: StepRun | None, note: str) -> uses.Use:
    if run is None:
        return uses.Use(f"Siklus {cycle}", cycle.get_absolute_url(), note)
    return uses.Use(f"Siklus {cycle}, langkah {run.step.no}: {labels.title(run.step)}", run.get_absolute_url(), note)
