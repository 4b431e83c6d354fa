"""Signing a letter's PDF here, where the office allows it. A signer is an interface: a client of BSrE can be another.

The certificate file and its password are used for one act and kept nowhere.
"""

import io
from dataclasses import dataclass, field
from typing import Protocol

from asn1crypto import x509
from django.db import transaction
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document, DocumentState, Intactness, Letter, SignatureKind, SigningPolicy
from pkh_sembako.documents.services import files, signatures
from pkh_sembako.documents.services.content import PDF
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.enums import Post

FIELD = "TandaTangan"


class Signer(Protocol):
    """Makes a signed copy of a PDF; raises DomainError in words when it cannot. Nothing before it may be altered."""

    kind: SignatureKind

    def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes: ...


@dataclass(frozen=True)
class Pkcs12Signer:
    """PAdES (B-B) with a PKCS#12 file of the signer; the time is this machine's, no time stamp is asked for."""

    content: bytes = field(repr=False)
    password: str = field(repr=False)
    kind: SignatureKind = SignatureKind.LOCAL

    def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes:
        signer = self._opened()
        _refuse_out_of_date(signer.signing_cert)
        facts = signers.PdfSignatureMetadata(
            field_name=FIELD, reason=reason, location=place, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        return signatures.in_own_thread(lambda: signers.PdfSigner(facts, signer=signer).sign_pdf(writer).getvalue())

    def _opened(self) -> signers.SimpleSigner:
        """Key and certificate; a wrong password, another kind of file and a file without key say the same."""
        refusal = DomainError("Sertifikat tidak dapat dibuka. Periksa berkas .p12 dan kata sandinya.")
        try:
            signer = signers.SimpleSigner.load_pkcs12_data(self.content, [], self.password.encode() or None)
        except (ValueError, TypeError, AttributeError) as error:
            raise refusal from error
        if signer is None or signer.signing_cert is None:
            raise refusal
        return signer


def _refuse_out_of_date(certificate: x509.Certificate) -> None:
    if not certificate.not_valid_before <= timezone.now() <= certificate.not_valid_after:
        raise DomainError("Masa berlaku sertifikat ini belum mulai atau sudah habis.")


def is_allowed() -> bool:
    """Whether the office lets people sign here; not until it says so."""
    newest = SigningPolicy.objects.order_by("-id").first()
    return newest is not None and newest.local


@transaction.atomic
def decide(*, local: bool, reason: str, by: User) -> SigningPolicy:
    """The office allows or forbids signing here; every decision stays on record."""
    if local == is_allowed():
        raise DomainError("Keputusan ini sudah berlaku.")
    if not reason.strip():
        raise DomainError("Tulis dasar keputusan ini.")
    return SigningPolicy.objects.create(local=local, reason=" ".join(reason.split())[:200], by=by)


def refusal(document: Document, by: User) -> str:
    """Why this person cannot sign this document here, in words; "" when they can."""
    letter = Letter.objects.filter(document=document).first()
    if not is_allowed():
        return "Kantor belum mengizinkan tanda tangan elektronik di aplikasi ini."
    if letter is None:
        return "Dokumen ini ditandatangani lebih dari satu pihak. Unggah salinan bertanda tangannya."
    if not by.has_role(letter.signer):
        return f"Surat ini ditandatangani {Post(letter.signer).label}, bukan Anda."
    if document.state == DocumentState.VOID:
        return "Dokumen ini sudah dibatalkan."
    if document.state == DocumentState.FINAL:
        return "Salinan bertanda tangan dokumen ini sudah ada."
    return ""


@transaction.atomic
def sign_here(document: Document, signer: Signer, *, place: str, by: User) -> Document:
    """Sign the stored PDF, read the signature back, keep the copy and make the document final."""
    document = Document.objects.select_for_update(of=("self",)).select_related("pdf").get(pk=document.pk)
    if told := refusal(document, by):
        raise DomainError(told)
    if document.pdf is None:
        raise DomainError("PDF dokumen ini belum jadi.")
    signed = signer.sign(files.verified(document.pdf), reason=f"Menandatangani {document.number}", place=place)
    if [one.intactness for one in signatures.read(signed)] != [Intactness.INTACT]:
        raise DomainError("Tanda tangan yang dibuat tidak dapat dibaca kembali. Tidak ada yang disimpan.")
    name = f"{document.pdf.name.removesuffix('.pdf')} bertanda tangan.pdf"
    document.signed = files.keep(io.BytesIO(signed), name=name, content_type=PDF, by=by)
    document.signed_on, document.signed_by, document.signature_kind = timezone.localdate(), by, signer.kind
    document.state = DocumentState.FINAL
    document.save(update_fields=["signed", "signed_on", "signed_by", "signature_kind", "state"])
    signatures.record(document, signed)
    return document
