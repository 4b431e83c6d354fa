"""Sub-tickets: what another body is asked, until when, what it said. The clocks of the complaint run on meanwhile."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from complaints.enums import ENDED, Outside, ReferralState
from complaints.models import Complaint, Referral
from complaints.services import door, pictures
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.services import files
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words


@transaction.atomic
def ask(
    complaint: Complaint,
    *,
    to: str,
    question: str,
    until: date | None = None,
    to_name: str = "",
    reference: str = "",
    by: User,
    key: UUID | None = None,
) -> Referral | None:
    """A new sub-ticket; None when this form was sent before."""
    current = door.locked(complaint)
    if door.sent(current, "note", key):
        return None
    door.check(current, "note", by)
    if current.state in ENDED:
        raise DomainError("Laporan ini sudah berakhir, jadi tidak ada lagi yang diminta kepada instansi lain.")
    if to not in Outside.values:
        raise DomainError("Pilih instansi dari daftar.")
    if len(question.strip()) < 10:
        raise DomainError("Tulis yang diminta, paling sedikit 10 huruf.")
    if until and until < timezone.localdate():
        raise DomainError("Tanggal yang diharapkan paling cepat hari ini.")
    made = Referral.objects.create(
        complaint=current,
        to=to,
        to_name=" ".join(to_name.split()),
        question=question.strip(),
        reference=" ".join(reference.split()),
        until=until,
        by=by,
    )
    hoped = f", diharapkan paling lambat {tanggal(until)}" if until else ""
    said = f"Kami meminta bantuan {made.get_to_display()}."
    door.record(current, by=by, note=f"Diminta kepada {made.get_to_display()}{hoped}.", public_note=said, key=key)
    return made


@transaction.atomic
def answered(
    referral: Referral, *, answer: str, reference: str = "", upload: UploadedFile | None = None, by: User
) -> Referral:
    """What the other body said, with its letter or a picture of it."""
    current = _waiting(referral, by)
    if len(answer.strip()) < 5:
        raise DomainError("Tulis jawaban instansi itu.")
    if upload:
        data, name, kind = pictures.cleaned(upload)
        current.evidence = files.keep(data, name=name, content_type=kind, by=by)
    current.answer, current.answered_at = answer.strip(), timezone.now()
    current.reference = " ".join(reference.split()) or current.reference
    return _end(current, ReferralState.ANSWERED, f"{current.get_to_display()} menjawab: {current.answer}", by)


@transaction.atomic
def withdraw(referral: Referral, *, reason: str, by: User) -> Referral:
    """No longer needed."""
    current = _waiting(referral, by)
    if len(reason.strip()) < 5:
        raise DomainError("Tulis alasan penarikan.")
    words = f"Permintaan kepada {current.get_to_display()} ditarik: {reason.strip()}"
    return _end(current, ReferralState.WITHDRAWN, words, by)


def _waiting(referral: Referral, by: User) -> Referral:
    complaint = door.locked(referral.complaint)
    door.check(complaint, "note", by)
    current = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if current.state != ReferralState.WAITING:
        raise DomainError(f"Permintaan ini sudah {current.get_state_display().lower()}.")
    return current


def _end(current: Referral, state: str, words: str, by: User) -> Referral:
    current.state = state
    with guards_in_words():
        current.save()
    door.record(current.complaint, by=by, note=words[:2000])
    return current
