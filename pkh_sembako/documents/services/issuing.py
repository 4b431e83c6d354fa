"""From an issued number to a signed document: the files made for it are attached once, the signed copy ends it."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document, DocumentState, SignatureKind, StoredFile
from pkh_sembako.documents.services import content, files, signatures
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError


def attach_workbook(document: Document, stored: StoredFile) -> bool:
    """Give the document its workbook; False when it has one already, which then stays."""
    return _attach(document, "workbook", stored)


def attach_pdf(document: Document, stored: StoredFile) -> bool:
    """Give the document its PDF; False when it has one already, which then stays."""
    return _attach(document, "pdf", stored)


def _attach(document: Document, slot: str, stored: StoredFile) -> bool:
    empty = Document.objects.filter(pk=document.pk, **{f"{slot}__isnull": True})
    if not empty.update(**{slot: stored}):
        return False
    setattr(document, slot, stored)
    return True


@transaction.atomic
def sign(document: Document, *, upload: UploadedFile, signed_on: date, kind: str, by: User) -> Document:
    """Keep the signed copy (PDF) with the signatures read in it and make the document final; never a second time."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.state == DocumentState.VOID:
        raise DomainError("Dokumen ini sudah dibatalkan.")
    if document.state == DocumentState.FINAL:
        raise DomainError("Salinan bertanda tangan dokumen ini sudah diunggah.")
    if document.pdf_id is None:
        raise DomainError("PDF dokumen ini belum jadi. Tunggu sampai selesai, cetak, lalu unggah yang bertanda tangan.")
    if kind not in (SignatureKind.INK, SignatureKind.CERTIFIED):
        raise DomainError("Pilih jenis tanda tangan.")
    if not document.dated <= signed_on <= timezone.localdate():
        raise DomainError(
            f"Tanggal tanda tangan harus antara tanggal dokumen ({tanggal(document.dated)}) dan hari ini."
        )
    document.signed = files.store(upload, by=by, allowed=(content.PDF,))
    document.signed_on, document.signed_by, document.signature_kind = signed_on, by, kind
    document.state = DocumentState.FINAL
    document.save(update_fields=["signed", "signed_on", "signed_by", "signature_kind", "state"])
    signatures.record(document, files.verified(document.signed))
    return document
