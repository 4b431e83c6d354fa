"""The machines of step and cycle: which move leads from where to where, and in which words.

The same arrows stand in the database (migration 0003_guards), so that no bulk update can jump.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django_fsm import FSMField, transition

from pkh_sembako.lib.fsm import FSMModelMixin
from sop.enums import CycleState, FindingState, StepState

WORKING = (StepState.ACTIVE, StepState.RETURNED)


class Verb(StrEnum):
    """What may be done to a step or a kecamatan's share of it."""

    ACTIVATE = "activate"
    SUBMIT = "submit"
    WAIVE = "waive"
    FINISH = "finish"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"


@dataclass(frozen=True)
class Words:
    """How a verb reads: on its button, in the timeline, and when it comes a second time."""

    button: str
    past: str
    repeated: str
    tone: str = "proses"
    needs_note: bool = False
    note_label: str = "Catatan (tidak wajib)"


WORDS = {
    Verb.ACTIVATE: Words("Mulai", "Dimulai", "sudah berjalan"),
    Verb.SUBMIT: Words("Ajukan", "Diajukan", "sudah diajukan", "positif"),
    Verb.WAIVE: Words(
        "Loloskan dengan alasan",
        "Diloloskan dengan alasan",
        "sudah diajukan",
        "peringatan",
        needs_note=True,
        note_label="Alasan meloloskan, akan dicetak",
    ),
    Verb.FINISH: Words("Terima", "Diterima", "sudah selesai", "positif"),
    Verb.RETURN: Words(
        "Kembalikan",
        "Dikembalikan",
        "sudah dikembalikan",
        "peringatan",
        needs_note=True,
        note_label="Yang perlu diperbaiki",
    ),
    Verb.PAUSE: Words(
        "Jeda",
        "Dijeda",
        "sudah dijeda",
        "netral",
        needs_note=True,
        note_label="Menunggu apa atau siapa",
    ),
    Verb.RESUME: Words("Lanjutkan", "Dilanjutkan", "sudah berjalan"),
    Verb.SKIP: Words(
        "Lewati langkah", "Dilewati", "sudah dilewati", "peringatan", needs_note=True, note_label="Alasan melewati"
    ),
}


def past_words(verb: Verb, state: str) -> str:
    """What was done, in words; handing in where nobody checks was the end of the work."""
    return "Selesai" if verb == Verb.SUBMIT and state == StepState.DONE else WORDS[verb].past


# Where a verb starts, and where a step stands once it has been done: a second click finds it there.
SOURCES = {
    Verb.SUBMIT: WORKING,
    Verb.WAIVE: WORKING,
    Verb.FINISH: (StepState.SUBMITTED,),
    Verb.RETURN: (StepState.SUBMITTED,),
    Verb.PAUSE: WORKING,
    Verb.RESUME: (StepState.PAUSED,),
    Verb.SKIP: (*WORKING, StepState.PAUSED, StepState.SUBMITTED),
}
OUTCOMES = {
    Verb.SUBMIT: (StepState.SUBMITTED, StepState.DONE),
    Verb.WAIVE: (StepState.SUBMITTED, StepState.DONE),
    Verb.FINISH: (StepState.DONE,),
    Verb.RETURN: (StepState.RETURNED,),
    Verb.PAUSE: (StepState.PAUSED,),
    Verb.RESUME: (StepState.ACTIVE,),
    Verb.SKIP: (StepState.SKIPPED,),
}


class StepMachine(FSMModelMixin, models.Model):
    """States of a step and of a kecamatan's share. Only `services.runs` calls these."""

    state = FSMField(choices=StepState, default=StepState.WAITING, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=StepState.WAITING, target=StepState.ACTIVE)
    def activate(self) -> None:
        """Every step before it is closed."""

    @transition(state, source=WORKING, target=StepState.SUBMITTED)
    def submit(self) -> None:
        """Handed to the pemeriksa."""

    @transition(state, source=WORKING, target=StepState.DONE)
    def complete(self) -> None:
        """Handed in where nobody checks, or every kecamatan is closed."""

    @transition(state, source=StepState.SUBMITTED, target=StepState.DONE)
    def finish(self) -> None:
        """Accepted by the pemeriksa."""

    @transition(state, source=StepState.SUBMITTED, target=StepState.RETURNED)
    def return_(self) -> None:
        """Handed back; the clock runs on."""

    @transition(state, source=WORKING, target=StepState.PAUSED)
    def pause(self) -> None:
        """Waits for somebody outside."""

    @transition(state, source=StepState.PAUSED, target=StepState.ACTIVE)
    def resume(self) -> None:
        """Goes on."""

    @transition(state, source=SOURCES[Verb.SKIP], target=StepState.SKIPPED)
    def skip(self) -> None:
        """Left out by the Kabid, with a reason."""

    @transition(state, source=StepState.WAITING, target=StepState.SKIPPED)
    def close_unneeded(self) -> None:
        """A step for candidates in a cycle without candidates."""


class CycleMachine(FSMModelMixin, models.Model):
    """States of a cycle. Only `services.cycles` and `services.runs` call these."""

    state = FSMField(choices=CycleState, default=CycleState.PREPARED, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=CycleState.PREPARED, target=CycleState.RUNNING)
    def start(self) -> None:
        """The first step's clock begins."""

    @transition(state, source=CycleState.RUNNING, target=CycleState.FINISHED)
    def finish(self) -> None:
        """Every step is done or skipped."""

    @transition(state, source=(CycleState.PREPARED, CycleState.RUNNING), target=CycleState.STOPPED)
    def stop(self) -> None:
        """Ended by the operator, with a reason."""


class FindingMachine(FSMModelMixin, models.Model):
    """States of a finding of the inspektorat. Only `services.findings` calls these."""

    state = FSMField(choices=FindingState, default=FindingState.OPEN, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=(FindingState.OPEN, FindingState.RETURNED), target=FindingState.ANSWERED)
    def answer(self) -> None:
        """Followed up by its owner, with what was done."""

    @transition(state, source=FindingState.ANSWERED, target=FindingState.RETURNED)
    def return_(self) -> None:
        """The follow-up is not enough; the clock runs on."""

    @transition(state, source=FindingState.ANSWERED, target=FindingState.CLOSED)
    def close(self) -> None:
        """Accepted by the inspektorat."""
