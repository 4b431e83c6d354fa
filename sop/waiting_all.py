"""What the home page tells beside the deadlines, for everybody at once: the morning digest asks for it.

Parafs and determinations, families to check, kecamatan given back, notes to answer. A fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from pkh_sembako.accounts.models import Substitution
from pkh_sembako.deadlines import others
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.people import Directory, is_local
from pkh_sembako.deadlines.queries import Waiting
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.office.queries import calendar
from programs.enums import RevisionState
from programs.models import BaRevision, KroscekSubmission, RoundEntry
from programs.queries import berita_acara
from sop import supervised, waiting_kroscek, waiting_papers
from sop.models import SupervisionNote

Row = tuple[int, Waiting]
Counts = dict[tuple[int, str], list[int]]  # by Round and kecamatan: families, checked


def offer() -> None:
    """Tell the deadlines, which stand below, how to find out."""
    others.offer("cycle", everybody)


def everybody(now: datetime) -> others.Others:
    directory, back = Directory(), waiting_kroscek.given_back()
    runs = waiting_papers.paper_runs()
    turns = list(
        berita_acara.with_turn(BaRevision.objects.filter(state=RevisionState.IN_CHAIN).select_related("ba__round"))
    )
    in_chain = {revision.ba.round_id for revision in turns}
    rows = [
        *_turns(turns, waiting_papers.at_work(runs, in_chain), directory, now),
        *_families(back, now),
        *_given_back(back, directory),
        *_notes(directory),
    ]
    papers = waiting_papers.at_work(runs, in_chain)
    return others.Others(rows, {subject for subject, paper in papers.items() if paper.in_chain or not paper.drafts})


def _turns(
    turns: list[BaRevision], papers: dict[str, waiting_papers.Paper], directory: Directory, now: datetime
) -> Iterator[Row]:
    clocks = {clock.subject: clock for clock in Deadline.objects.filter(subject__in=papers)}
    days = calendar()
    steps = {paper.run.cycle.round_id: paper.run for paper in papers.values()}
    for revision in turns:
        role, run = revision.chain[revision.turn - 1], steps.get(revision.ba.round_id)
        late = lateness(clocks.get(run.subject), days, now) if run else None
        task = waiting_papers.turn_task(revision, run, late, is_last=revision.turn == len(revision.chain))
        for person in directory.holders([role], None):
            yield person.pk, task


def _families(back: list[KroscekSubmission], now: datetime) -> Iterator[Row]:
    """Of each pendamping, and of whoever replaces one today (those families beside the own)."""
    places = waiting_kroscek.places(back)
    counts = _counts({the_round for the_round, _ in places})
    for absent, substitute in Substitution.objects.in_force().values_list("absent", "substitute"):
        for key, (families, done) in counts.get(absent, {}).items():
            own = counts[substitute][key]
            own[0], own[1] = own[0] + families, own[1] + done
    clocks = {
        clock.subject: clock for clock in Deadline.objects.filter(subject__in=[p.subject for p in places.values()])
    }
    days = calendar()
    for person, own in counts.items():
        for key, (families, done) in own.items():
            place = places.get(key)
            if place and (families > done or place.is_back):
                late = lateness(clocks.get(place.subject), days, now)
                yield person, waiting_kroscek.family_task(place, families, done, late)


def _counts(rounds: set[int]) -> dict[int, Counts]:
    """{pendamping: counts}. One query."""
    found: dict[int, Counts] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    entries = RoundEntry.objects.filter(round__in=rounds, enrollment__pendamping__isnull=False)
    numbers = entries.values_list("enrollment__pendamping", "round", "kecamatan").annotate(
        Count("id"), Count("kroscek")
    )
    for person, the_round, kecamatan, families, done in numbers:
        found[person][the_round, kecamatan] = [families, done]
    return found


def _given_back(back: list[KroscekSubmission], directory: Directory) -> Iterator[Row]:
    """To the korcam; where there is none, to whoever drafts (as `waiting_kroscek.handed_back`)."""
    for row in back:
        task = waiting_kroscek.back_task(row)
        for person in directory.holders(["korcam"], row.kecamatan_id) or directory.holders(["korkab"], None):
            yield person.pk, task


def _notes(directory: Directory) -> Iterator[Row]:
    notes = SupervisionNote.objects.open().select_related(*supervised.RELATED)
    for note in notes:
        task, place = supervised.task(note), note.assignment.kecamatan_id if note.assignment else None
        concerned = (directory.holders([role], place if is_local(role) else None) for role in note.roles)
        for pk in {person.pk for people in concerned for person in people} - {note.by_id}:
            yield pk, task
