"""The one door of findings: recorded by the inspektorat, followed up by their owner, accepted or returned."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.people import is_local
from pkh_sembako.deadlines.services import bell, clock
from pkh_sembako.documents.services import files
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.models import Office
from sop.enums import FindingState
from sop.models import AuditCheck, AuditItem, Finding, FindingEntry

GROUP = "Temuan inspektorat"
INSPEKTORAT = "inspektorat"
RECORD, ANSWER, RETURN, CLOSE = "record", "answer", "return", "close"
ASK_TIME, GIVE_TIME, REFUSE_TIME, REASSIGN = "ask_time", "give_time", "refuse_time", "reassign"
VERBS = {
    RECORD: "Dicatat",
    ANSWER: "Ditindaklanjuti",
    RETURN: "Dikembalikan",
    ASK_TIME: "Perpanjangan diminta",
    GIVE_TIME: "Perpanjangan disetujui",
    REFUSE_TIME: "Perpanjangan ditolak",
    REASSIGN: "Dialihkan",
    CLOSE: "Diterima, selesai",
}


@dataclass(frozen=True)
class Wording:
    """What a finding says (kondisi, kriteria, sebab, rekomendasi)."""

    title: str
    condition: str
    criteria: str
    cause: str
    recommendation: str


@transaction.atomic
def record(wording: Wording, *, owner: Posting, days: int, by: User, item: AuditItem | None = None) -> Finding:
    """Write a finding and start its clock of `days` working days; the owner hears of it at once."""
    check_inspektorat(by)
    check_owner(owner, writer=by)
    if item and AuditCheck.objects.filter(item=item).exists():
        raise DomainError("Butir ini sudah dicatat sesuai, jadi temuannya dicatat tersendiri di luar sampel.")
    Office.objects.select_for_update().get(pk=1)  # numbers are drawn one after the other
    year = timezone.localdate().year
    finding = Finding.objects.create(
        **vars(wording),
        year=year,
        number=_next_number(year),
        item=item,
        owner=owner.user,
        owner_role=owner.role,
        kecamatan_id=place_of(owner),
        days=days,
        by=by,
    )
    FindingEntry.objects.create(finding=finding, verb=RECORD, note=finding.recommendation, by=by)
    _start_clock(finding, by)
    tell(finding, [finding.owner], f"Temuan baru untuk Anda: {finding.title}. {finding.recommendation}")
    return finding


@transaction.atomic
def follow_up(finding: Finding, *, note: str, by: User, upload: UploadedFile | None = None) -> FindingEntry:
    """What was done, with its evidence; the finding then waits for the inspektorat."""
    finding = locked(finding)
    if not may_answer(finding, by):
        raise DomainError("Tindak lanjut dicatat oleh penanggung jawab temuan.")
    if finding.state not in (FindingState.OPEN, FindingState.RETURNED):
        raise DomainError(f"Temuan ini berstatus “{finding.get_state_display()}”; tindak lanjut tidak dapat ditambah.")
    entry = _entry(finding, ANSWER, note, by, "Tulis apa yang sudah dilakukan.", upload)
    finding.answer()
    finding.save(update_fields=["state"])
    clock.submit(deadline_of(finding), by=by)
    tell(finding, [finding.by], f"{by} menindaklanjuti temuan {finding.code}: {finding.title}")
    return entry


@transaction.atomic
def hand_back(finding: Finding, *, note: str, by: User) -> Finding:
    """The follow-up is not enough; the deadline stays where it is."""
    finding = _judged(finding, by)
    _entry(finding, RETURN, note, by, "Tulis apa yang belum sesuai.")
    finding.return_()
    finding.save(update_fields=["state"])
    clock.return_(deadline_of(finding), by=by)
    tell(finding, [finding.owner], f"Tindak lanjut temuan {finding.code} dikembalikan: {note.strip()}", "peringatan")
    return finding


@transaction.atomic
def accept(finding: Finding, *, note: str = "", by: User) -> Finding:
    """Selesai: by an inspector who neither owns the finding nor followed it up (the database refuses it too)."""
    finding = _judged(finding, by)
    if by.pk == finding.owner_id or finding.entries.filter(verb=ANSWER, by=by).exists():
        raise DomainError("Temuan tidak diselesaikan oleh yang menindaklanjutinya.")
    _entry(finding, CLOSE, note or "Tindak lanjut sesuai rekomendasi.", by, "")
    finding.closed_by, finding.closed_at = by, timezone.now()
    finding.close()
    with guards_in_words():
        finding.save(update_fields=["state", "closed_by", "closed_at"])
    clock.close(deadline_of(finding), by=by)
    tell(finding, [finding.owner], f"Temuan {finding.code} selesai ditindaklanjuti: {finding.title}", "positif")
    return finding


def may_answer(finding: Finding, user: User) -> bool:
    """Its owner; and where that person no longer holds the role, whoever holds it in the same place."""
    if not user.may(Permission.ANSWER_FINDINGS):
        return False
    if user.pk == finding.owner_id:
        return True
    holders = Posting.objects.in_force().filter(role=finding.owner_role, user__is_active=True)
    if holders.filter(user=finding.owner_id).exists():
        return False
    return any(
        posting.role == finding.owner_role
        and (finding.kecamatan_id is None or place_of(posting) == finding.kecamatan_id)
        for posting in user.postings_now
    )


def _judged(finding: Finding, by: User) -> Finding:
    check_inspektorat(by)
    finding = locked(finding)
    if finding.state != FindingState.ANSWERED:
        raise DomainError(f"Temuan ini berstatus “{finding.get_state_display()}”; belum ada yang dapat dinilai.")
    return finding


def check_inspektorat(by: User) -> None:
    if not by.may(Permission.RECORD_FINDINGS):
        raise DomainError("Temuan dicatat dan dinilai oleh inspektorat.")


def check_owner(owner: Posting, *, writer: User) -> None:
    """Whoever follows up is another than who wrote the finding, and may answer findings."""
    if owner.user_id == writer.pk:
        raise DomainError("Penanggung jawab temuan adalah orang lain daripada yang mencatatnya.")
    if Permission.ANSWER_FINDINGS not in ROLES[owner.role].permissions:
        raise DomainError(f"{owner} tidak dapat menindaklanjuti temuan. Pilih penanggung jawab lain.")


def locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("owner", "by").get(pk=finding.pk)


def _next_number(year: int) -> int:
    return (Finding.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def place_of(posting: Posting) -> str | None:
    if not is_local(posting.role):
        return None
    return posting.kecamatan_id or (posting.desa.kecamatan_id if posting.desa else None)


def _start_clock(finding: Finding, by: User) -> Deadline:
    return clock.open(
        finding.subject,
        title=f"Tindak lanjut temuan {finding.code}: {finding.title}",
        group=GROUP,
        url=finding.get_absolute_url(),
        roles=[finding.owner_role],
        checker_roles=[INSPEKTORAT],
        stand_in_roles=["operator"],
        kecamatan=finding.kecamatan,
        unit=Unit.HARI_KERJA,
        amount=finding.days,
        started_at=finding.at,
        by=by,
    )


def _entry(
    finding: Finding, verb: str, note: str, by: User, missing: str, upload: UploadedFile | None = None
) -> FindingEntry:
    note = note.strip()
    if not note:
        raise DomainError(missing)
    if len(note) > 2000:
        raise DomainError(f"Uraian paling panjang 2.000 huruf. Yang ditulis {len(note)} huruf.")
    stored = files.store(upload, by=by) if upload is not None else None
    return FindingEntry.objects.create(finding=finding, verb=verb, note=note, file=stored, by=by)


def deadline_of(finding: Finding) -> Deadline:
    return Deadline.objects.get(subject=finding.subject)


def tell(finding: Finding, people: list[User], text: str, tone: str = "proses") -> None:
    bell.tell(people, text=text, url=finding.get_absolute_url(), tone=tone, by_mail=True)
