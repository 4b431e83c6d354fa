"""Handing a Round's families to the bank: order the workbook, hand it over, record the receipt (SOP Sembako step 3)."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import content, files
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from programs.models import BankData, Round, RoundEntry

JOB = "bank.data"


@transaction.atomic
def order(the_round: Round, *, bank: str, purpose: str, by: User) -> BankData:
    """Put the workbook of the Round's families into the background. Ordered twice while it is made, it is one."""
    bank, purpose = " ".join(bank.split())[:40], " ".join(purpose.split())[:200]
    if not bank:
        raise DomainError("Isi nama bank penyalur.")
    if not purpose:
        raise DomainError("Tulis untuk apa data ini diserahkan.")
    if not RoundEntry.objects.filter(round=the_round).exists():
        raise DomainError(f"Belum ada keluarga pada daftar {the_round}.")
    Round.objects.select_for_update().get(pk=the_round.pk)  # two clicks come one after the other
    if waiting := BankData.objects.filter(round=the_round, bank=bank, purpose=purpose, file=None).first():
        jobs.enqueue(JOB, {"data": waiting.pk}, by=by, key=str(waiting.pk))
        return waiting
    made = BankData.objects.create(round=the_round, bank=bank, purpose=purpose, by=by)
    jobs.enqueue(JOB, {"data": made.pk}, by=by, key=str(made.pk))
    log_read(ReadKind.EXPORT, by=by, subject=str(made), purpose=purpose)
    return made


def latest_job(data: BankData) -> Job | None:
    return Job.objects.filter(kind=JOB, key=str(data.pk)).order_by("-created_at").first()


@transaction.atomic
def hand_over(data: BankData, *, by: User) -> BankData:
    """From now on the bank sees the workbook on its own page. Said twice it is one handing over."""
    data = _locked(data)
    if data.file_id is None:
        raise DomainError("Buku kerja belum selesai dibuat.")
    if data.handed_at is None:
        data.handed_at, data.handed_by = timezone.now(), by
        data.save(update_fields=["handed_at", "handed_by"])
    return data


def workbook(data: BankData, *, by: User, url: str = "") -> bytes:
    """The workbook as stored, proven unchanged; the reading is logged with the purpose of the order."""
    if data.file is None:
        raise DomainError("Buku kerja belum selesai dibuat.")
    found = files.verified(data.file)
    log_read(ReadKind.DOWNLOAD, by=by, subject=str(data), purpose=data.purpose, url=url)
    return found


@transaction.atomic
def record_receipt(
    data: BankData, *, receiver: str, position: str, received_on: date, evidence: UploadedFile, by: User
) -> BankData:
    """Who at the bank has it, with the signed receipt as a scan; recorded once and never changed."""
    data = _locked(data)
    if data.handed_at is None:
        raise DomainError("Data ini belum diserahkan kepada bank.")
    if data.received_on is not None:
        raise DomainError(f"Tanda terima sudah dicatat: {data.receiver}, {tanggal(data.received_on)}.")
    receiver, position = " ".join(receiver.split())[:120], " ".join(position.split())[:120]
    if not receiver or not position:
        raise DomainError("Isi nama dan jabatan penerima.")
    handed = timezone.localtime(data.handed_at).date()
    if not handed <= received_on <= timezone.localdate():
        raise DomainError(f"Tanggal diterima harus antara tanggal diserahkan ({tanggal(handed)}) dan hari ini.")
    data.evidence = files.store(evidence, by=by, allowed=(content.PDF, content.JPEG, content.PNG))
    data.receiver, data.receiver_position, data.received_on = receiver, position, received_on
    data.recorded_by, data.recorded_at = by, timezone.now()
    data.save()
    return data


def unmet(the_round: Round) -> list[str]:
    """What still stops step 3, in words; empty when a receipt with evidence is recorded."""
    found = BankData.objects.filter(round=the_round)
    if found.filter(evidence__isnull=False).exists():
        return []
    if found.filter(handed_at__isnull=False).exists():
        return [f"Tanda terima bank atas data {the_round} belum dicatat"]
    if found.filter(file__isnull=False).exists():
        return [f"Data {the_round} sudah dibuat tetapi belum diserahkan kepada bank"]
    return [f"Data {the_round} untuk bank belum dibuat"]


def _locked(data: BankData) -> BankData:
    """The row as it is now, held until commit."""
    return BankData.objects.select_for_update(of=("self",)).select_related("round", "file").get(pk=data.pk)
