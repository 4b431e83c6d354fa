"""A data subject's request from receipt to handing over, with its clock of 3 x 24 hours (UU 27/2022 Pasal 30-33).

The clock of the SOPs knows working time only; the law counts hours of the calendar. So the request opens a deadline of
3 `hari` (what the office itself would promise) with the legal moment as its outer limit: the first two alerts go by the
earlier of both, so Friday's request rings before the weekend takes the third day (docs/adr/0012).
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_fsm import can_proceed

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.logs import mask
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Rung
from pkh_sembako.deadlines.services import clock
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import content, downloads, files
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.lib.names import searchable
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.privacy.enums import IN_PERSON, IdentityProof, RequestKind, RequestState
from pkh_sembako.privacy.models import DataRequest, RequestEntry
from programs.models import Member

JOB = "privacy.person"
GROUP = "Permintaan subjek data"
LIMIT_NAME = "Batas 3x24 jam UU PDP"
# Kasi and kabid do not see requests, so their rungs are left out; sekretaris and Kepala Dinas hear of a long one.
RUNGS = (Rung.NEAR.value, Rung.PASSED.value, Rung.PLUS_7.value)
SCANS = (content.PDF, content.JPEG, content.PNG)


@dataclass(frozen=True)
class Asked:
    """What is written down when somebody asks; `requester_user` when the requester works here."""

    kind: str
    member: Member
    requester_name: str
    proof: str
    channel: str
    wish: str
    received_at: datetime
    requester_user: User | None = None
    proof_file: UploadedFile | None = None


@transaction.atomic
def receive(asked: Asked, *, by: User) -> DataRequest:
    """Give it the next number of the year and start its clock."""
    _refuse_own(by, asked.requester_user, asked.requester_name)
    now = timezone.now()
    if asked.received_at > now:
        raise DomainError("Saat diterima tidak boleh sesudah sekarang.")
    if asked.proof_file is None and not (asked.proof == IdentityProof.KTP and asked.channel in IN_PERSON):
        raise DomainError(
            "Unggah pindaian bukti identitas: KTP asli tidak dilihat langsung, atau yang meminta adalah wakilnya."
        )
    year = timezone.localtime(asked.received_at).year
    stored = files.store(asked.proof_file, by=by, allowed=SCANS) if asked.proof_file else None
    made = DataRequest(
        year=year,
        number=_next_number(year),
        kind=asked.kind,
        household_id=asked.member.household_id,
        member=asked.member,
        subject_name=asked.member.name,
        requester_name=asked.requester_name.strip(),
        requester_user=asked.requester_user,
        proof=asked.proof,
        proof_file=stored,
        channel=asked.channel,
        wish=mask(asked.wish.strip()),
        received_at=asked.received_at,
        by=by,
    )
    with guards_in_words():
        made.save(force_insert=True)
        _tell(made, "receive", "", by=by, note=made.get_kind_display())
    clock.open(
        made.clock_subject,
        title=f"{made.code}: {made.get_kind_display()}",
        group=GROUP,
        url=made.get_absolute_url(),
        roles=("operator",),
        stand_in_roles=("sekretaris",),
        unit=Unit.HARI,
        amount=3,
        started_at=made.received_at,
        outer_due=made.due,
        outer_name=LIMIT_NAME,
        rungs=RUNGS,
        by=by,
    )
    return made


@transaction.atomic
def take_up(request: DataRequest, *, by: User) -> DataRequest:
    """Somebody prepares it, and is named."""
    return _move(request, "take_up", by=by, handler=by)


@transaction.atomic
def order_export(request: DataRequest, *, by: User) -> Download:
    """Put the copy of the person's data into the background; only of a request that is being prepared."""
    current = _locked(request)
    _refuse_own(by, current.requester_user, current.requester_name)
    if current.state != RequestState.PREPARING or current.kind != RequestKind.ACCESS:
        raise DomainError("Salinan data dibuat untuk permintaan salinan yang sedang disiapkan.")
    already = Download.objects.filter(job__kind=JOB, job__arguments__request=current.pk).count()
    times = f", salinan ke-{already + 1}" if already else ""
    purpose = f"{current.code}: permintaan {current.subject_name} menurut UU 27/2022"
    title = f"Data pribadi {current.subject_name}, {current.code}{times}"
    made = downloads.ask(JOB, {"request": current.pk}, title=title, purpose=purpose, by=by)
    _tell(current, "export", current.state, by=by)
    return made


@dataclass(frozen=True)
class HandedOver:
    """How it reached the person: what, the way, and the signed receipt."""

    outcome: str
    delivery: str
    proof: UploadedFile


@transaction.atomic
def deliver(request: DataRequest, handed: HandedOver, *, by: User) -> DataRequest:
    """The person has it; the clock ends. Of a correction the outcome says what was corrected."""
    if not handed.outcome.strip():
        raise DomainError("Tulis apa yang diserahkan atau diperbaiki.")
    current = _locked(request)
    if current.kind == RequestKind.ACCESS and not current.exports.exists():
        raise DomainError("Salinan datanya belum dibuat. Tekan Buat salinan data lebih dahulu.")
    return _move(
        request,
        "deliver",
        by=by,
        note=handed.outcome,
        outcome=mask(handed.outcome.strip()),
        delivery=handed.delivery,
        delivery_proof=files.store(handed.proof, by=by, allowed=SCANS),
        ended_at=timezone.now(),
        ended_by=by,
    )


@transaction.atomic
def refuse(request: DataRequest, *, ground: str, reason: str, by: User) -> DataRequest:
    """Not given; the ground of Pasal 33 and the reason are told to the person."""
    if not reason.strip():
        raise DomainError("Tulis alasan penolakan seperti yang disampaikan kepada pemohon.")
    return _move(
        request, "refuse", by=by, note=reason, outcome=mask(reason.strip()), ground=ground, ended_at=timezone.now(),
        ended_by=by,
    )  # fmt: skip


@transaction.atomic
def note(request: DataRequest, *, text: str, by: User) -> RequestEntry:
    """A line in the course that moves nothing."""
    if not text.strip():
        raise DomainError("Tulis catatannya.")
    current = _locked(request)
    _refuse_own(by, current.requester_user, current.requester_name)
    with guards_in_words():
        return _tell(current, "note", current.state, by=by, note=text)


def why_not(request: DataRequest, user: User) -> str:
    """Why this person may not handle it, in words; empty when they may."""
    try:
        _refuse_own(user, request.requester_user, request.requester_name)
    except DomainError as refusal:
        return refusal.sentence
    return ""


def _refuse_own(by: User, requester: User | None, name: str) -> None:
    """Never the same person who asks and who handles. The database knows the account; the same name is asked here."""
    if (requester and requester.pk == by.pk) or searchable(by.full_name) == searchable(name):
        raise DomainError("Pemohon tidak dapat menangani permintaannya sendiri. Mintalah petugas lain mengerjakannya.")


def _move(request: DataRequest, verb: str, *, by: User, note: str = "", **changes: object) -> DataRequest:
    current = _locked(request)
    _refuse_own(by, current.requester_user, current.requester_name)
    if not can_proceed(getattr(current, verb)):
        raise DomainError(f"{current.code} sudah berstatus “{current.get_state_display()}”. Muat ulang halaman.")
    before = current.state
    getattr(current, verb)()
    for name, value in changes.items():
        setattr(current, name, value)
    with guards_in_words():
        current.save()
        _tell(current, verb, before, by=by, note=note)
    if not current.is_open:
        for deadline in Deadline.objects.filter(subject=current.clock_subject).exclude(state=DeadlineState.CLOSED):
            clock.close(deadline, by=by)
    return current


def _tell(request: DataRequest, move: str, before: str, *, by: User, note: str = "") -> RequestEntry:
    last = request.entries.aggregate(last=Max("number"))["last"] or 0
    return RequestEntry.objects.create(
        request=request, number=last + 1, move=move, from_state=before, to_state=request.state, note=mask(note.strip()),
        by=by,
    )  # fmt: skip


def _locked(request: DataRequest) -> DataRequest:
    return DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _next_number(year: int) -> int:
    """The year's next number; whoever asks at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('data_request'), %s)", [year])
    return (DataRequest.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
