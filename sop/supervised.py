"""Notes of superiors as pages show them: beside a step, as a mark on the board, in the home list of the addressed."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.queries import Waiting
from pkh_sembako.deadlines.words import Lateness
from pkh_sembako.lib.dates import tanggal
from sop.enums import CycleState
from sop.models import Assignment, SupervisionNote, Target
from sop.services import supervision

SHOWN = 60  # characters of a note in a list
RELATED = ("by", "step_run__step", "step_run__cycle__round", "assignment__kecamatan")


@dataclass
class NoteRow:
    """A note on a step's page."""

    note: SupervisionNote
    may_answer: bool
    form: Any = None  # to answer it, where the user may

    @property
    def words(self) -> str:
        if hasattr(self.note, "answer"):
            return "Dijawab"
        return "Lewat tanggal" if self.note.is_late else "Menunggu jawaban"

    @property
    def tone(self) -> str:
        if hasattr(self.note, "answer"):
            return "positif"
        return "negatif" if self.note.is_late else "peringatan"


def of(target: Target, user: User) -> list[NoteRow]:
    """Notes on the step itself or on this share, the newest first. Two queries."""
    share = target if isinstance(target, Assignment) else None
    notes = SupervisionNote.objects.filter(step_run=target.step_run, assignment=share)
    mine = set(notes.open().addressed_to(user).values_list("pk", flat=True))
    return [NoteRow(note, note.pk in mine) for note in notes.select_related("by", "answer__by")]


def may_write(target: Target, user: User) -> bool:
    return target.cycle.state != CycleState.PREPARED and bool(supervision.concerned(target, writer=user))


def waiting(user: User) -> list[Waiting]:
    """What the user has to answer. One query."""
    return [task(note) for note in SupervisionNote.objects.open().addressed_to(user).select_related(*RELATED)]


def task(note: SupervisionNote) -> Waiting:
    share, run = note.assignment, note.step_run
    if share is not None:
        share.step_run = run
    text = note.text if len(note.text) <= SHOWN else f"{note.text[: SHOWN - 1]}…"
    return Waiting(
        subject=f"supervision:{note.pk}",
        title=f"Jawab catatan supervisi: “{text}”",
        url=f"{note.target.get_absolute_url()}#supervisi",
        group=str(run.cycle),
        area=f"Kec. {share.kecamatan.name}" if share else f"Langkah {run.step.no}",
        deadline=_deadline(note),
        state_label=f"Dari {note.by}",
        tone="peringatan",
    )


def _deadline(note: SupervisionNote) -> Lateness | None:
    if note.answer_by is None:
        return None
    due = timezone.make_aware(datetime.combine(note.answer_by, time(23, 59)))
    words = "Lewat" if note.is_late else "Paling lambat"
    return Lateness(f"{words} {tanggal(note.answer_by)}", "negatif" if note.is_late else "proses", due, note.is_late)
