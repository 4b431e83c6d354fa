"""What a citizen does with the code: look it up, say that it is settled or not, add a note or a file."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from complaints.enums import ENDED, Gate
from complaints.models import Complaint, ComplaintEvent, ComplaintFile
from complaints.services import door, gate, handling, intake, news, pictures
from pkh_sembako.lib.errors import DomainError

MOST_FILES = 10


class NotFound(DomainError):
    """No report has this number and this code: which of the two is wrong, nobody learns."""

    def __init__(self) -> None:
        super().__init__("Nomor dan kode tidak cocok. Periksa keduanya pada tanda terima Anda.")


def look_up(ticket: str, code: str, *, address: str | None) -> Complaint:
    """The report of this number and code; NotFound, or gate.TooMany. Every try counts."""
    gate.enter(Gate.TRACK, address)
    complaint = intake.found(ticket, code)
    if complaint is None:
        raise NotFound
    return complaint


def settle(complaint: Complaint, *, key: UUID) -> ComplaintEvent:
    """The citizen says that the answer settles it."""
    return handling.close(complaint, by=None, key=key)


def reopen(complaint: Complaint, *, reason: str, key: UUID, address: str | None) -> ComplaintEvent:
    """The citizen is not content, with the reason."""
    gate.enter(Gate.TRACK, address)
    return handling.reopen(complaint, reason=reason, by=None, key=key)


def add(
    complaint: Complaint, *, note: str, upload: UploadedFile | None, key: UUID, address: str | None
) -> ComplaintEvent:
    """A note, a file, or both; the desk hears of it. The same form sent twice is once."""
    gate.enter(Gate.UPLOAD if upload else Gate.TRACK, address)
    ready = pictures.cleaned(upload) if upload else None
    with transaction.atomic():
        held = door.locked(complaint)
        if before := door.sent(held, "note", key):
            return before
        if held.state in ENDED:
            raise DomainError("Laporan ini sudah selesai, jadi tidak dapat ditambah. Buat laporan baru.")
        if ready and held.files.filter(from_citizen=True).count() >= MOST_FILES:
            raise DomainError(f"Laporan ini sudah memuat {MOST_FILES} berkas. Tulis keterangan saja.")
        if ready:
            gate.keep(len(ready[0].getvalue()))
            ComplaintFile.objects.create(complaint=held, stored=pictures.keep(ready), from_citizen=True)
        said = "Anda menambahkan berkas." if upload else "Anda menambahkan keterangan."
        event = door.record(held, by=None, note=note, public_note=said, key=key)
        news.to_the_desk(held, "mendapat keterangan tambahan dari pelapor")
    return event
