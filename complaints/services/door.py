"""The one door through which a complaint moves: lock it, ask its machine, write the event, in one transaction.

The database holds the same line (migration 0002): events follow each other without a gap, only allowed pairs pass, at
commit the state is that of the newest event, and nobody whom the complaint accuses writes one.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_fsm import can_proceed

from complaints.enums import ComplaintState
from complaints.models import Complaint, ComplaintEvent
from complaints.transitions import COMPLAINT_MOVES, WORDS
from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError, guards_in_words

WORKERS = ("take_up", "hand_back", "answer", "note")  # acts of whoever it was forwarded to; the others are the desk's
NOT_RESTRICTED = ("forward", "hand_back")  # what is restricted leaves the inspektorat by `handling.derestrict` alone


@transaction.atomic
def move(
    complaint: Complaint,
    verb: str,
    *,
    by: User | None,
    note: str = "",
    public_note: str = "",
    changes: dict[str, Any] | None = None,
    key: UUID | None = None,
) -> ComplaintEvent:
    """Move one complaint; `by` is None for the citizen, `changes` are fields set with it, `key` is that of the form.

    DomainError says why not. The caller has asked who may (`may`), except the citizen's own act with the code.
    """
    current = locked(complaint)
    if not can_proceed(getattr(current, verb)):
        raise DomainError(why_not(current, verb))
    before = current.state
    getattr(current, verb)()
    for name, value in (changes or {}).items():
        setattr(current, name, value)
    authored(current, by=by)
    with guards_in_words():
        current.save()
        event = _told(current, verb, before, by=by, note=note, public_note=public_note, key=key)
    complaint.refresh_from_db()
    return event


@transaction.atomic
def record(
    complaint: Complaint,
    *,
    by: User | None,
    note: str = "",
    public_note: str = "",
    changes: dict[str, Any] | None = None,
    key: UUID | None = None,
) -> ComplaintEvent:
    """A line in the course that moves nothing: a note, a link to a family, a change of who may see it."""
    current = locked(complaint)
    for name, value in (changes or {}).items():
        setattr(current, name, value)
    authored(current, by=by)
    with guards_in_words():
        current.save()
        event = _told(current, "note", current.state, by=by, note=note, public_note=public_note, key=key)
    complaint.refresh_from_db()
    return event


def available(complaint: Complaint, user: User) -> list[str]:
    """The moves that the user may make now, in the machine's order."""
    if not _sees(complaint, user):
        return []
    return [
        verb for verb in COMPLAINT_MOVES if _entitled(complaint, verb, user) and can_proceed(getattr(complaint, verb))
    ]


def may(complaint: Complaint, verb: str, user: User) -> bool:
    """The desk handles every complaint that it sees; what is restricted, the inspektorat; a unit works on its own."""
    return _sees(complaint, user) and _entitled(complaint, verb, user)


def _sees(complaint: Complaint, user: User) -> bool:
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


def _entitled(complaint: Complaint, verb: str, user: User) -> bool:
    if complaint.restricted:
        return user.may(Permission.VIEW_RESTRICTED_COMPLAINTS) and verb not in NOT_RESTRICTED
    if user.may(Permission.HANDLE_COMPLAINTS):
        return True
    holds = any(posting.role == complaint.handler for posting in user.postings_now)
    return verb in WORKERS and holds and user.may(Permission.ANSWER_COMPLAINTS)


def check(complaint: Complaint, verb: str, by: User) -> None:
    if not may(complaint, verb, by):
        raise DomainError("Pengaduan ini ditangani petugas lain, jadi tindakan itu tidak tersedia untuk Anda.")


def why_not(complaint: Complaint, verb: str) -> str:
    """Why this move cannot be made now, with who and when."""
    last = complaint.events.select_related("by").order_by("-number").first()
    who = f", dicatat {last.by}" if last and last.by else ""
    since = f" sejak {tanggal_jam(timezone.localtime(last.at))}{who}" if last else ""
    state = ComplaintState(complaint.state).label.lower()
    return f"{complaint.ticket} berstatus “{state}”{since}, sehingga tidak dapat: {WORDS[verb][0].lower()}."


def locked(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)


def sent(complaint: Complaint, verb: str, key: UUID | None) -> ComplaintEvent | None:
    """What the form with this key already did; DomainError when it did something else."""
    found = complaint.events.filter(key=key).first() if key else None
    if found and found.move != verb:
        raise DomainError("Formulir ini sudah dikirim untuk pencatatan lain. Muat ulang halaman pengaduan.")
    return found


def _told(
    complaint: Complaint, verb: str, before: str, *, by: User | None, note: str, public_note: str, key: UUID | None
) -> ComplaintEvent:
    last = complaint.events.aggregate(last=Max("number"))["last"] or 0
    return ComplaintEvent.objects.create(
        complaint=complaint,
        number=last + 1,
        move=verb,
        from_state=before,
        to_state=complaint.state,
        note=note.strip(),
        public_note=public_note.strip(),
        by=by,
        key=key,
        at=timezone.now(),
    )
