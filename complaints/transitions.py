"""The machine of a complaint: which move leads from where to where. The same arrows stand in the database (0002)."""

from django.db import models
from django_fsm import FSMField, transition

from complaints.enums import AT_WORK, ComplaintState
from pkh_sembako.lib.fsm import FSMModelMixin

S = ComplaintState
COMPLAINT_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "verify": ((S.RECEIVED,), S.VERIFIED),
    "forward": ((S.VERIFIED, S.FORWARDED, S.IN_PROGRESS, S.REOPENED), S.FORWARDED),
    "hand_back": ((S.FORWARDED,), S.VERIFIED),
    "take_up": ((S.VERIFIED, S.FORWARDED, S.REOPENED), S.IN_PROGRESS),
    "answer": ((S.VERIFIED, S.FORWARDED, S.IN_PROGRESS, S.REOPENED), S.ANSWERED),
    "close": ((S.ANSWERED,), S.CLOSED),
    "reopen": ((S.ANSWERED, S.CLOSED), S.REOPENED),
    "reject": ((S.RECEIVED, S.VERIFIED), S.REJECTED),
    "merge": (AT_WORK, S.MERGED),
}
# How a move reads: on its button, and in the complaint's course.
WORDS = {
    "receive": ("Catat", "Diterima"),
    "verify": ("Verifikasi", "Diverifikasi"),
    "forward": ("Teruskan", "Diteruskan"),
    "hand_back": ("Kembalikan ke meja pengaduan", "Dikembalikan ke meja pengaduan"),
    "take_up": ("Mulai tindak lanjut", "Mulai ditindaklanjuti"),
    "answer": ("Jawab", "Dijawab"),
    "close": ("Selesaikan", "Selesai"),
    "reopen": ("Buka kembali", "Dibuka kembali"),
    "reject": ("Tidak dapat diproses", "Dinyatakan tidak dapat diproses"),
    "merge": ("Gabungkan", "Digabung dengan laporan lain"),
}


class ComplaintMachine(FSMModelMixin, models.Model):
    """States of a complaint. Only `services.door` calls these."""

    state = FSMField(choices=ComplaintState, default=ComplaintState.RECEIVED, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=COMPLAINT_MOVES["verify"][0], target=S.VERIFIED)
    def verify(self) -> None:
        """Read by the desk: subject, gravity and kind are set."""

    @transition(state, source=COMPLAINT_MOVES["forward"][0], target=S.FORWARDED)
    def forward(self) -> None:
        """Given to the unit that can follow it up."""

    @transition(state, source=COMPLAINT_MOVES["hand_back"][0], target=S.VERIFIED)
    def hand_back(self) -> None:
        """The unit says that it is not its own."""

    @transition(state, source=COMPLAINT_MOVES["take_up"][0], target=S.IN_PROGRESS)
    def take_up(self) -> None:
        """Somebody works on it."""

    @transition(state, source=COMPLAINT_MOVES["answer"][0], target=S.ANSWERED)
    def answer(self) -> None:
        """The citizen has an answer; silence closes it."""

    @transition(state, source=COMPLAINT_MOVES["close"][0], target=S.CLOSED)
    def close(self) -> None:
        """Content, or silent for the days of the terms."""

    @transition(state, source=COMPLAINT_MOVES["reopen"][0], target=S.REOPENED)
    def reopen(self) -> None:
        """The citizen is not content with the answer."""

    @transition(state, source=COMPLAINT_MOVES["reject"][0], target=S.REJECTED)
    def reject(self) -> None:
        """Not of this office, or nothing to work on; with a reason."""

    @transition(state, source=COMPLAINT_MOVES["merge"][0], target=S.MERGED)
    def merge(self) -> None:
        """The same matter as another complaint, which goes on."""
