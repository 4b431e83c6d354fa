"""What a citizen may know of the own complaint: state, next step with its date, answers; never who in the office."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from complaints.enums import ComplaintState
from complaints.models import Complaint, ComplaintEvent, ComplaintTerms, Reply
from complaints.public_words import STATES
from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.queries import calendar

S = ComplaintState
# state: clocks of which the first that runs is the next promise
CLOCKS: dict[str, tuple[tuple[str, str], ...]] = {
    S.RECEIVED: (("verify", "Laporan Anda selesai diperiksa"),),
    S.VERIFIED: (("follow_up", "Laporan Anda mulai ditindaklanjuti"), ("limit", "Laporan Anda dijawab")),
    S.FORWARDED: (("follow_up", "Laporan Anda mulai ditindaklanjuti"), ("limit", "Laporan Anda dijawab")),
    S.REOPENED: (("follow_up", "Laporan Anda mulai ditindaklanjuti"), ("limit", "Laporan Anda dijawab")),
    S.IN_PROGRESS: (("limit", "Laporan Anda dijawab"),),
}
TOLD = {
    "receive": "Laporan diterima", "verify": "Laporan diperiksa", "forward": "Diteruskan",
    "hand_back": "Kembali ke meja pengaduan", "take_up": "Mulai ditindaklanjuti", "answer": "Dijawab",
    "close": "Selesai", "reopen": "Dibuka kembali", "reject": "Tidak dapat diproses",
    "merge": "Digabung dengan laporan lain", "note": "Keterangan",
}  # fmt: skip


@dataclass(frozen=True)
class NextStep:
    """What the office promised, until when, and whether that day has passed."""

    words: str
    due: datetime | None
    is_late: bool = False


@dataclass(frozen=True)
class Told:
    """One public line of the course."""

    at: datetime
    title: str
    words: str


@dataclass(frozen=True)
class Plan:
    """What follows on a report just sent; days are hari kerja after it was checked."""

    verified: datetime | None
    follow_up: int
    shortest: int
    longest: int


@dataclass(frozen=True)
class Status:
    """Everything on the page of a tracked report."""

    title: str
    meaning: str
    next: NextStep | None
    course: list[Told]
    replies: list[Reply]
    may_answer: bool  # say whether it is settled
    may_add: bool
    other: str = ""  # state of the report into which it was merged


def status(complaint: Complaint) -> Status:
    title, meaning = STATES[complaint.state]
    into = complaint.merged_into
    return Status(
        title,
        meaning,
        next_step(complaint),
        list(_course(complaint)),
        list(complaint.replies.order_by("-id")),
        may_answer=complaint.state == S.ANSWERED,
        may_add=complaint.state not in (S.CLOSED, S.REJECTED, S.MERGED),
        other=STATES[into.state][0] if into else "",
    )


def promised(complaint: Complaint) -> Plan:
    """For the receipt of a report: the day of its check, and the days of the terms in force."""
    terms = _terms(timezone.localdate(complaint.received_at))
    limits = (terms.light, terms.normative, terms.unweighted, terms.weighted)
    check = Deadline.objects.filter(subject=complaint.deadline_subject("verify")).first()
    return Plan(check.due if check else None, terms.follow_up, min(limits), max(limits))


def next_step(complaint: Complaint) -> NextStep | None:
    """The next promise of a report at work, or when an answered one closes by itself; None when it has ended."""
    if complaint.state == S.ANSWERED and complaint.answered_at:
        silence = _terms(timezone.localdate(complaint.answered_at)).silence
        due = calendar().due(complaint.answered_at, Unit.HARI_KERJA, silence)
        return NextStep("Tanpa tanggapan dari Anda, laporan ini kami anggap selesai", due)
    for clock, words in CLOCKS.get(complaint.state, ()):
        running = Deadline.objects.filter(subject__startswith=complaint.deadline_subject(clock))
        deadline = running.exclude(state=DeadlineState.CLOSED).first()
        if deadline:
            return NextStep(words, deadline.due, bool(deadline.due and deadline.due < timezone.now()))
    return None


def _terms(day: date) -> ComplaintTerms:
    return ComplaintTerms.objects.on(day)


def _course(complaint: Complaint) -> list[Told]:
    """Newest first: what was meant for the citizen, and what the citizen wrote."""
    events = complaint.events.order_by("-number")
    return [Told(event.at, _title(event), _words(event)) for event in events if _is_public(event)]


def _is_public(event: ComplaintEvent) -> bool:
    return event.move == "receive" or bool(event.public_note)


def _title(event: ComplaintEvent) -> str:
    return "Keterangan dari Anda" if event.move == "note" and event.by_id is None else TOLD.get(event.move, "Dicatat")


def _words(event: ComplaintEvent) -> str:
    """The answer itself stands on its own; what the citizen wrote may be read again by the citizen."""
    if event.move in ("receive", "answer"):
        return ""
    return event.note if event.by_id is None and event.note else event.public_note
