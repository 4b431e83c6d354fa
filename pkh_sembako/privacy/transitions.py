"""The machines of a data subject's request and of an incident; the same arrows stand in the database (0002)."""

from django.db import models
from django_fsm import FSMField, transition

from pkh_sembako.lib.fsm import FSMModelMixin
from pkh_sembako.privacy.enums import IncidentState, RequestState

R, I = RequestState, IncidentState  # noqa: E741 - R and I are read together
REQUEST_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "take_up": ((R.RECEIVED,), R.PREPARING),
    "deliver": ((R.PREPARING,), R.DELIVERED),
    "refuse": ((R.RECEIVED, R.PREPARING), R.REFUSED),
}
INCIDENT_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "notify": ((I.OPEN,), I.NOTIFIED),
    "close": ((I.OPEN, I.NOTIFIED), I.CLOSED),
    "reopen": ((I.CLOSED,), I.OPEN),
}
# How a move reads: on its button, and in the course.
REQUEST_WORDS = {
    "receive": ("Catat permintaan", "Permintaan diterima"),
    "take_up": ("Mulai siapkan", "Mulai disiapkan"),
    "export": ("Buat salinan data", "Salinan data dipesan"),
    "deliver": ("Catat penyerahan", "Diserahkan"),
    "refuse": ("Tolak", "Ditolak"),
    "note": ("Catat", "Dicatat"),
}


class RequestMachine(FSMModelMixin, models.Model):
    """States of a request. Only `services.requests` calls these."""

    state = FSMField("keadaan", choices=RequestState, default=RequestState.RECEIVED, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=REQUEST_MOVES["take_up"][0], target=R.PREPARING)
    def take_up(self) -> None:
        """Somebody prepares it."""

    @transition(state, source=REQUEST_MOVES["deliver"][0], target=R.DELIVERED)
    def deliver(self) -> None:
        """The person has it, with proof."""

    @transition(state, source=REQUEST_MOVES["refuse"][0], target=R.REFUSED)
    def refuse(self) -> None:
        """Not given, with ground and reason (Pasal 33)."""


class IncidentMachine(FSMModelMixin, models.Model):
    """States of an incident. Only `services.incidents` calls these."""

    state = FSMField("keadaan", choices=IncidentState, default=IncidentState.OPEN, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=INCIDENT_MOVES["notify"][0], target=I.NOTIFIED)
    def notify(self) -> None:
        """Subjects and lembaga were told (Pasal 46)."""

    @transition(state, source=INCIDENT_MOVES["close"][0], target=I.CLOSED)
    def close(self) -> None:
        """Nothing is left to do; without notice only with the reason why none was due."""

    @transition(state, source=INCIDENT_MOVES["reopen"][0], target=I.OPEN)
    def reopen(self) -> None:
        """Something new was found."""
