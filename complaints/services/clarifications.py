"""BA klarifikasi: written at the counter, signed by citizen and officer, sent on for SIKS-NG, followed to its end."""

from datetime import date, datetime, time

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.enums import ENDED, ClarificationReason, ClarificationResult, Intake, Subject
from complaints.models import Clarification, Complaint, ComplaintTerms
from complaints.services import door, intake
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document, SignatureKind
from pkh_sembako.documents.services import issuing, numbers
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.queries import calendar
from programs.models import Household, Member

DOCUMENT_KIND = "ba_klarifikasi"
NOON = time(12)


@transaction.atomic
def make(
    household: Household, *, reason: str, statement: str, member: Member | None = None, number: str = "", by: User
) -> tuple[Clarification, str]:
    """The paper, numbered (`exports.clarifying` prints it), on the open complaint "bantuan berhenti" or on a new one.

    With the code of a new complaint for the citizen, "" when there was one.
    """
    _check(by)
    if reason not in ClarificationReason.values:
        raise DomainError("Pilih sebab bantuan berhenti dari daftar.")
    if len(statement.strip()) < 10:
        raise DomainError("Tulis pernyataan warga, paling sedikit 10 huruf.")
    if member and member.household_id != household.pk:
        raise DomainError("Anggota itu bukan dari keluarga ini.")
    complaint, code = _complaint(Household.objects.select_for_update(of=("self",)).get(pk=household.pk), statement, by)
    made = Clarification(
        complaint=complaint, household=household, member=member, reason=reason, statement=statement.strip(), by=by
    )
    made.document = _document(complaint, number, by)
    with guards_in_words():
        made.save()
    said = "Pernyataan Anda dicatat dalam Berita Acara klarifikasi."
    door.record(complaint, by=by, note=f"{made.document.title}, nomor {made.document.number}.", public_note=said)
    return made, code


def _complaint(household: Household, statement: str, by: User) -> tuple[Complaint, str]:
    """The family's open complaint about aid that stopped, else a new one from the counter."""
    seen = (
        Complaint.objects.visible_to(by).filter(household=household, subject=Subject.STOPPED).exclude(state__in=ENDED)
    )
    if found := seen.order_by("-id").first():
        return found, ""
    report = intake.Report(
        subject=Subject.STOPPED,
        story=f"Klarifikasi di loket: {statement.strip()}"[:5000],
        desa=household.desa,
        kecamatan=household.desa.kecamatan,
        household=household,
        reporter_name=household.name,
    )
    return intake.receive(report, intake=Intake.COUNTER, by=by)


def _document(complaint: Complaint, number: str, by: User) -> Document:
    today = timezone.localdate()
    written = numbers.draw(dated=today, typed=number, by=by)
    count = Clarification.objects.filter(complaint=complaint).count()
    later = f" ({count + 1})" if count else ""
    try:
        with transaction.atomic():
            return Document.objects.create(
                kind=DOCUMENT_KIND,
                title=f"Berita Acara klarifikasi {complaint.ticket}{later}",
                number=written,
                dated=today,
                subject=f"{DOCUMENT_KIND}:{complaint.pk}:{count + 1}",
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Nomor {written} baru saja dipakai dokumen lain.") from error


@transaction.atomic
def sign(clarification: Clarification, *, upload: UploadedFile, signed_on: date, by: User) -> None:
    """The scan with both signatures."""
    _check(by)
    issuing.sign(clarification.document, upload=upload, signed_on=signed_on, kind=SignatureKind.INK, by=by)


@transaction.atomic
def send(clarification: Clarification, *, sent_on: date, reference: str, by: User) -> Clarification:
    """Put into SIKS-NG: when, under which number; the day of the follow-up comes from the office's terms."""
    current = _held(clarification, by)
    if current.sent_on:
        raise DomainError(f"Sudah diteruskan {tanggal(current.sent_on)} oleh {current.sent_by}.")
    if current.document.signed_id is None:
        raise DomainError("Unggah dahulu pindaian yang sudah ditandatangani warga dan petugas.")
    if not current.document.dated <= sent_on <= timezone.localdate():
        raise DomainError("Tanggal diteruskan antara tanggal Berita Acara dan hari ini.")
    if not reference.strip():
        raise DomainError("Tulis nomor usulan atau tiket SIKS-NG.")
    days = calendar()
    start = datetime.combine(sent_on, NOON, tzinfo=days.zone)
    due = days.due(start, Unit.HARI_KERJA, ComplaintTerms.objects.on(sent_on).clarification)
    current.sent_on, current.sent_by, current.sent_reference = sent_on, by, " ".join(reference.split())
    current.due = due.astimezone(days.zone).date() if due else sent_on
    _save(current)
    said = "Pernyataan Anda diteruskan ke Kementerian Sosial lewat SIKS-NG."
    door.record(current.complaint, by=by, note=f"{current} diteruskan: {current.sent_reference}.", public_note=said)
    return current


@transaction.atomic
def end(clarification: Clarification, *, result: str, note: str, by: User) -> Clarification:
    """What Kemensos made of it; the complaint itself is answered by the desk."""
    current = _held(clarification, by)
    if current.sent_on is None:
        raise DomainError("Catat dahulu kapan diteruskan ke SIKS-NG.")
    if current.result:
        raise DomainError(f"Hasilnya sudah dicatat: {current.get_result_display().lower()}.")
    if result not in ClarificationResult.values:
        raise DomainError("Pilih hasil dari daftar.")
    current.result, current.result_note, current.result_on = result, " ".join(note.split()), timezone.localdate()
    _save(current)
    door.record(
        current.complaint, by=by, note=f"Hasil {current}: {current.get_result_display().lower()}. {note}".strip()
    )
    return current


def _held(clarification: Clarification, by: User) -> Clarification:
    _check(by)
    door.locked(clarification.complaint)
    found = Clarification.objects.select_for_update(of=("self",)).select_related("complaint", "document", "sent_by")
    return found.get(pk=clarification.pk)


def _save(current: Clarification) -> None:
    with guards_in_words():
        current.save()


def _check(by: User) -> None:
    if not by.may(Permission.HANDLE_COMPLAINTS):
        raise DomainError("BA klarifikasi dikerjakan petugas pengaduan.")
