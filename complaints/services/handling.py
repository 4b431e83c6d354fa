"""What the desk and the units do with a complaint: each act asks who may, moves through the door, keeps the clocks."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from complaints.enums import (
    LOCAL_HANDLERS,
    RESTRICTED_SUBJECTS,
    ComplaintKind,
    ComplaintState,
    Gravity,
    Handler,
    Subject,
)
from complaints.models import Complaint, ComplaintEvent, Reply
from complaints.services import clocks, door, news
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan

Key = UUID | None
P = ParamSpec("P")


def act(verb: str) -> Callable[[Callable[P, ComplaintEvent]], Callable[P, ComplaintEvent]]:
    """An act of the complaint's course: asks who may (the citizen, `by` None, has shown the code), and a form that is
    sent twice (`key`) is answered with what it did the first time."""

    def decorate(service: Callable[P, ComplaintEvent]) -> Callable[P, ComplaintEvent]:
        @wraps(service)
        @transaction.atomic
        def once(*args: P.args, **facts: P.kwargs) -> ComplaintEvent:
            complaint = cast(Complaint, args[0])
            door.locked(complaint)
            if sent := door.sent(complaint, verb, cast(Key, facts.get("key"))):
                return sent
            if facts["by"] is not None:
                door.check(complaint, verb, cast(User, facts["by"]))
            return service(*args, **facts)

        return once

    return decorate


@act("verify")
def verify(
    complaint: Complaint, *, subject: str, kind: str, gravity: str, note: str = "", by: User, key: Key = None
) -> ComplaintEvent:
    """The desk has read it: what it is about and how grave. Extortion is berkadar and leaves the desk at once."""
    if subject not in Subject.values or kind not in ComplaintKind.values or gravity not in Gravity.values:
        raise DomainError("Pilih perihal, jenis, dan tingkat dari daftar.")
    restricted = complaint.restricted or subject in RESTRICTED_SUBJECTS
    if restricted:
        gravity = Gravity.WEIGHTED
    changes = {"subject": subject, "kind": kind, "gravity": gravity, "restricted": restricted}
    if restricted:
        changes["handler"] = Handler.INSPEKTORAT
    said = "Laporan Anda sudah diverifikasi dan akan ditindaklanjuti."
    event = door.move(complaint, "verify", by=by, note=note, public_note=said, changes=changes, key=key)
    clocks.end(complaint, clocks.VERIFY, by=by)
    clocks.start_working(complaint, at=event.at, by=by)
    if restricted:
        news.forwarded(complaint)
    return event


@act("forward")
def forward(
    complaint: Complaint,
    *,
    handler: str,
    kecamatan: Kecamatan | None = None,
    desa: Desa | None = None,
    note: str,
    by: User,
    key: Key = None,
) -> ComplaintEvent:
    """To the unit that can follow it up; to the inspektorat it becomes restricted."""
    if handler not in Handler.values:
        raise DomainError("Pilih kepada siapa pengaduan diteruskan.")
    place = (desa and desa.kecamatan) or kecamatan or complaint.kecamatan
    village = desa or (complaint.desa if place == complaint.kecamatan else None)
    if handler in LOCAL_HANDLERS and place is None:
        raise DomainError("Pilih kecamatan, karena petugas itu bekerja per kecamatan.")
    if handler == Handler.DESA and village is None:
        raise DomainError("Pilih desa/kelurahan yang diminta menindaklanjuti.")
    if not note.strip():
        raise DomainError("Tulis apa yang diminta dari penerima terusan.")
    is_restricted = complaint.restricted or handler == Handler.INSPEKTORAT
    changes = {"handler": handler, "kecamatan": place, "desa": village, "restricted": is_restricted}
    said = "Laporan Anda diteruskan kepada petugas yang berwenang."
    event = door.move(complaint, "forward", by=by, note=note, public_note=said, changes=changes, key=key)
    clocks.hand_over(complaint, by=by)
    if is_restricted:
        clocks.restrict(complaint, by=by)
    news.forwarded(complaint)
    return event


@act("hand_back")
def hand_back(complaint: Complaint, *, note: str, by: User, key: Key = None) -> ComplaintEvent:
    """The unit says that it is not its own; the desk has it again."""
    if not note.strip():
        raise DomainError("Tulis alasan pengembalian.")
    event = door.move(complaint, "hand_back", by=by, note=note, changes={"handler": ""}, key=key)
    clocks.hand_over(complaint, by=by)
    news.to_the_desk(complaint, "dikembalikan ke meja pengaduan", "peringatan")
    return event


@act("take_up")
def take_up(complaint: Complaint, *, public_note: str, note: str = "", by: User, key: Key = None) -> ComplaintEvent:
    """Work has begun; what the citizen reads of it is asked for, and the follow-up's clock ends."""
    if not public_note.strip():
        raise DomainError("Tulis tindak lanjut yang dilakukan, dengan kata yang dapat dibaca pelapor.")
    event = door.move(complaint, "take_up", by=by, note=note, public_note=public_note, key=key)
    clocks.end(complaint, clocks.FOLLOW_UP, by=by)
    return event


@act("answer")
def answer(complaint: Complaint, *, text: str, channel: str, by: User, key: Key = None) -> ComplaintEvent:
    """The answer in words, by a channel; sending it is recorded with its proof (`replies.sent`)."""
    if len(text.strip()) < 10:
        raise DomainError("Tulis jawaban untuk pelapor, paling sedikit 10 huruf.")
    changes = {"answered_at": timezone.now()}
    event = door.move(complaint, "answer", by=by, public_note=text[:2000], changes=changes, key=key)
    Reply.objects.create(complaint=complaint, text=text.strip(), channel=channel, by=by)
    clocks.end(complaint, clocks.FOLLOW_UP, clocks.LIMIT, by=by)
    news.to_the_desk(complaint, "sudah dijawab", "positif")
    return event


@act("close")
def close(complaint: Complaint, *, note: str = "", by: User | None, key: Key = None) -> ComplaintEvent:
    """Done: said by the desk, or by the citizen with the code (`by` None)."""
    said = "Laporan selesai." if by else "Pelapor menyatakan laporan selesai."
    return door.move(complaint, "close", by=by, note=note, public_note=said, key=key)


@act("reopen")
def reopen(complaint: Complaint, *, reason: str, by: User | None, key: Key = None) -> ComplaintEvent:
    """The citizen (by None) is not content, or the desk found something; both working clocks start again."""
    if len(reason.strip()) < 10:
        raise DomainError("Tulis mengapa laporan dibuka kembali, paling sedikit 10 huruf.")
    event = door.move(complaint, "reopen", by=by, note=reason[:2000], public_note="Laporan dibuka kembali.", key=key)
    clocks.start_working(complaint, at=event.at, by=by)
    news.to_the_desk(complaint, "dibuka kembali", "peringatan")
    return event


@act("reject")
def reject(complaint: Complaint, *, reason: str, by: User, key: Key = None) -> ComplaintEvent:
    """Nothing this office can work on; the citizen reads the reason."""
    if len(reason.strip()) < 10:
        raise DomainError("Tulis alasan yang dapat dibaca pelapor, paling sedikit 10 huruf.")
    event = door.move(complaint, "reject", by=by, public_note=reason, key=key)
    clocks.end(complaint, by=by)
    return event


@act("merge")
def merge(complaint: Complaint, *, into: Complaint, note: str = "", by: User, key: Key = None) -> ComplaintEvent:
    """The same matter as `into`, which goes on; what is restricted goes only into what is restricted."""
    if into.pk == complaint.pk:
        raise DomainError("Laporan tidak dapat digabung dengan dirinya sendiri.")
    if not Complaint.objects.visible_to(by).filter(pk=into.pk).exists() or into.restricted != complaint.restricted:
        raise DomainError("Laporan tujuan tidak ditemukan.")
    if into.state in (ComplaintState.MERGED, ComplaintState.REJECTED):
        raise DomainError(f"{into.ticket} sudah {into.get_state_display().lower()}. Pilih laporan lain.")
    said = "Laporan Anda digabung dengan laporan lain tentang hal yang sama."
    event = door.move(
        complaint, "merge", by=by, note=f"Digabung dengan {into.ticket}. {note}", public_note=said,
        changes={"merged_into": into}, key=key,
    )  # fmt: skip
    clocks.end(complaint, by=by)
    door.record(into, by=by, note=f"{complaint.ticket} digabung ke sini.")
    return event


@act("note")
def write_note(
    complaint: Complaint, *, note: str = "", public_note: str = "", by: User, key: Key = None
) -> ComplaintEvent:
    """A line in the course: for the office (`note`), for the citizen (`public_note`), or both."""
    if not (note.strip() or public_note.strip()):
        raise DomainError("Tulis catatan, untuk petugas atau untuk pelapor.")
    return door.record(complaint, by=by, note=note, public_note=public_note, key=key)
