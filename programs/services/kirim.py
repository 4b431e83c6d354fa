"""Step 12: the determined result goes to PKH Pusat as a package, and its receipt is recorded."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from programs.enums import Channel
from programs.models import Determination, Receipt, Round
from programs.queries.bnba_list import latest_determination

MANIFEST = "DAFTAR-BERKAS.txt"


@dataclass(frozen=True)
class Package:
    """A ZIP for PKH Pusat: the signed PDF (else the unsigned one), the workbook, and a list of their hashes."""

    name: str
    content: bytes


def unmet(the_round: Round) -> list[str]:
    """What still stops step 12, in words; empty when the receipt of the result in force is recorded."""
    determination = latest_determination(the_round)
    if determination is None:
        return [f"Hasil kroscek {the_round} belum ditetapkan"]
    document = determination.document
    if document is None or document.pdf_id is None:
        return ["PDF Berita Acara belum selesai dibuat"]
    if not determination.receipts.exists():
        return ["Tanda terima dari PKH Pusat belum dicatat"]
    return []


def package(determination: Determination, *, by: User) -> Package:
    """The files as stored, proven unchanged; logged. DomainError while they are not made."""
    document = _published(determination)
    shown = document.signed or document.pdf
    parts = [(stored.name, files.verified(stored)) for stored in (shown, document.workbook) if stored]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
        archive.writestr(MANIFEST, _manifest(document, parts))
    log_read(
        ReadKind.DOWNLOAD,
        by=by,
        subject=f"{document.title} Nomor {document.number}: paket",
        purpose="Laporan hasil kroscek ke PKH Pusat",
    )
    stem = document.workbook.name.removesuffix(".xlsx") if document.workbook else f"dokumen-{document.pk}"
    return Package(f"Paket-{stem}.zip", target.getvalue())


def _published(determination: Determination) -> Document:
    document = determination.document
    if document is None or document.pdf is None:
        raise DomainError("PDF Berita Acara belum selesai dibuat.")
    return document


def _manifest(document: Document, parts: list[tuple[str, bytes]]) -> str:
    """Plain text, CRLF as Windows' editor likes it; the hash lines are those of `sha256sum`."""
    state = "bertanda tangan" if document.signed_id else "belum bertanda tangan"
    lines = [
        document.title,
        f"Nomor {document.number}, tanggal {tanggal(document.dated)} ({state})",
        f"Sidik jari daftar (SHA-256): {document.list_hash}",
        "",
        *(f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in parts),
        "",
    ]
    return "\r\n".join(lines)


@transaction.atomic
def record_receipt(
    determination: Determination,
    *,
    sent_on: date,
    channel: str,
    receiver: str,
    by: User,
    note: str = "",
    evidence: UploadedFile | None = None,
) -> Receipt:
    """Record that PKH Pusat has it; `evidence` may be a PDF, picture or workbook. Said twice it is one receipt."""
    document = _published(determination)
    receiver, note = " ".join(receiver.split()), " ".join(note.split())
    if not receiver:
        raise DomainError("Isi siapa yang menerima.")
    if channel not in Channel.values:
        raise DomainError("Pilih saluran pengiriman.")
    if not document.dated <= sent_on <= timezone.localdate():
        raise DomainError(f"Tanggal kirim harus antara tanggal Berita Acara ({tanggal(document.dated)}) dan hari ini.")
    said = {"sent_on": sent_on, "channel": channel, "receiver": receiver[:120], "note": note[:300], "by": by}
    Determination.objects.select_for_update().get(pk=determination.pk)  # two clicks come one after the other
    stored = files.store(evidence, by=by) if evidence else None
    same = determination.receipts.filter(**said, evidence__sha256=stored.sha256 if stored else None).first()
    if same is None:
        return Receipt.objects.create(determination=determination, evidence=stored, **said)
    if stored:
        files.discard(stored)
    return same
