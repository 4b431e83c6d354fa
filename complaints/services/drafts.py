"""A complaint in the making: answers and files of somebody without an account, sent once.

Its owner is whoever holds the cookie: the draft's id and a key that is nowhere else. The code of the complaint follows
from both, so that sending twice tells the same code although it is kept nowhere.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from complaints.enums import Disclosure, Gate, Intake, Subject
from complaints.models import Complaint, ComplaintDraft, DraftFile
from complaints.services import gate, humanity, intake, pictures
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan

LASTS = timedelta(hours=24)
MOST_FILES = 3
REQUIRED = {"perihal": "perihal", "uraian": "uraian kejadian", "identitas": "cara identitas Anda dipakai"}
REPLY_BY = {"lacak": "halaman lacak", "whatsapp": "WhatsApp", "telepon": "telepon", "email": "pos-el"}


class NotHuman(DomainError):
    """The question was not answered rightly; a new one is asked."""


@dataclass(frozen=True)
class Draft:
    """A draft in the hands of its owner."""

    row: ComplaintDraft
    key: str

    @property
    def answers(self) -> dict[str, Any]:
        return self.row.answers

    @property
    def files(self) -> list[DraftFile]:
        return list(self.row.files.select_related("stored"))

    @property
    def complaint(self) -> Complaint | None:
        """What it became, once sent."""
        return self.row.complaint

    @property
    def ticket_code(self) -> str:
        """The code of the complaint that it is or will be."""
        digest = salted_hmac("complaints.draft", f"{self.row.pk}/{self.key}", algorithm="sha256").digest()
        number = int.from_bytes(digest, "big")
        letters = []
        for _ in range(intake.LENGTH):
            number, at = divmod(number, len(intake.LETTERS))
            letters.append(intake.LETTERS[at])
        return "".join(letters)

    @property
    def cookie(self) -> str:
        return f"{self.row.pk}.{self.key}"


def begin(*, address: str | None) -> Draft:
    """A new one; gate.TooMany when this origin began too many."""
    gate.enter(Gate.DRAFT, address)
    return Draft(ComplaintDraft.objects.create(), secrets.token_urlsafe(24))


def found(cookie: str) -> Draft | None:
    """The draft of a cookie (its signature was checked); None when it died."""
    pk, _, key = cookie.partition(".")
    try:
        number = UUID(pk)
    except ValueError:
        return None
    young = ComplaintDraft.objects.filter(pk=number, at__gt=timezone.now() - LASTS).select_related("complaint")
    row = young.first()
    return Draft(row, key) if row else None


@transaction.atomic
def answer(draft: Draft, **answers: Any) -> None:
    """Keep answers beside those given in another tab; what was sent takes no more."""
    held = _held(draft)
    if held.complaint_id is None:
        held.answers |= answers
        held.save(update_fields=["answers"])
    draft.row.answers = held.answers


def attach(draft: Draft, upload: UploadedFile, *, address: str | None) -> None:
    """Keep a file, cleaned; the same one twice is once. DomainError: too many, too large, not a photo or PDF."""
    gate.enter(Gate.UPLOAD, address)  # also what is refused below took work
    ready = pictures.cleaned(upload)
    digest = hashlib.sha256(ready[0].getvalue()).hexdigest()
    with transaction.atomic():
        held = _held(draft)
        if held.complaint_id or held.files.filter(stored__sha256=digest).exists():
            return
        if held.files.count() >= MOST_FILES:
            raise DomainError(f"Paling banyak {MOST_FILES} berkas. Hapus salah satu lebih dahulu.")
        gate.keep(len(ready[0].getvalue()))
        DraftFile.objects.create(draft=held, stored=pictures.keep(ready))


@transaction.atomic
def detach(draft: Draft, pk: int) -> None:
    """Take a file away again; one that is not there is gone already."""
    held = _held(draft)
    if held.complaint_id is None and (kept := held.files.filter(pk=pk).first()):
        kept.delete()
        files.discard(kept.stored)


def missing(answers: dict[str, Any]) -> list[str]:
    """What must still be answered, in words."""
    return [words for name, words in REQUIRED.items() if not answers.get(name)]


def send(draft: Draft, *, token: str, typed: str, address: str | None) -> Complaint:
    """Make the complaint, once: sending again gives the one there is.

    NotHuman (the question is spent), gate.TooMany, or DomainError with what is missing.
    """
    if draft.complaint:
        return draft.complaint
    gate.enter(Gate.ANSWER, address)
    with transaction.atomic():  # a spent question stays spent, so a wrong answer is not raised in here
        held = _held(draft)
        problem = "" if held.complaint_id else _too_early(held) or humanity.spend(token, typed)
        if not problem and held.complaint_id is None:
            gate.enter(Gate.FILE, address)
            _receive(held, draft.ticket_code)
    if held.complaint is None:
        raise NotHuman(problem)
    return held.complaint


def sweep(now: datetime) -> int:
    """Throw away drafts of yesterday with files that became nobody's; how many."""
    old = list(ComplaintDraft.objects.filter(at__lte=now - LASTS).values_list("pk", flat=True)[:1000])
    return sum(_thrown_away(pk) for pk in old)


@transaction.atomic
def _thrown_away(pk: UUID) -> bool:
    row = ComplaintDraft.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None:
        return False
    left = [each.stored for each in row.files.select_related("stored")]
    row.delete()
    for stored in left:
        files.discard(stored)
    return True


def _held(draft: Draft) -> ComplaintDraft:
    held = ComplaintDraft.objects.select_for_update().filter(pk=draft.row.pk).first()
    if held is None:
        raise DomainError("Isian ini sudah lebih dari satu hari dan terhapus. Mulai laporan baru.")
    return held


def _too_early(held: ComplaintDraft) -> str:
    early = timezone.now() - held.at < timedelta(seconds=settings.PUBLIC_SECONDS)
    return "Laporan dikirim terlalu cepat. Periksa sekali lagi, jawab pertanyaan, lalu kirim." if early else ""


def _receive(held: ComplaintDraft, code: str) -> None:
    """Answers become a report, files go with it, and the draft keeps nothing but what it became."""
    if lacking := missing(held.answers):
        raise DomainError(f"Belum diisi: {', '.join(lacking)}.")
    stored = [each.stored for each in held.files.select_related("stored")]
    DraftFile.objects.filter(draft=held).delete()
    note = f"Pelapor ingin dijawab lewat {REPLY_BY.get(held.answers.get('balasan', ''), REPLY_BY['lacak'])}."
    report = _report(held.answers)
    complaint, _ = intake.receive(report, intake=Intake.WEB, by=None, files=stored, note=note, code=code)
    held.complaint, held.answers = complaint, {}
    held.save(update_fields=["complaint", "answers"])


def _report(answers: dict[str, Any]) -> intake.Report:
    is_named = answers["identitas"] != Disclosure.ANONYMOUS
    contact = {name: answers.get(name, "") if is_named else "" for name in ("nama", "hp", "email")}
    return intake.Report(
        subject=Subject(answers["perihal"]),
        story=answers["uraian"],
        kind=answers.get("jenis", "pengaduan"),
        disclosure=Disclosure(answers["identitas"]),
        happened_on=date.fromisoformat(answers["tanggal"]) if answers.get("tanggal") else None,
        kecamatan=Kecamatan.objects.filter(pk=answers.get("kecamatan") or "").first(),
        desa=Desa.objects.filter(pk=answers.get("desa") or "").first(),
        place=answers.get("tempat", ""),
        reporter_name=contact["nama"],
        reporter_phone=contact["hp"],
        reporter_email=contact["email"],
    )
