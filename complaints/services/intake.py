"""A complaint comes in: from the public form, or written down by the desk for a citizen who called or came.

complaint, code = intake.receive(Report(subject="kks_hilang", story="..."), intake="web", by=None)
The code is told once and kept only as a keyed hash; with the ticket number it opens the tracking page.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from complaints.enums import RESTRICTED_SUBJECTS, ComplaintKind, Disclosure, Subject
from complaints.models import Complaint, ComplaintEvent, ComplaintFile
from complaints.services import clocks, news
from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan, Office
from programs.models import Household

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like another when read aloud or copied by hand
LENGTH = 8


@dataclass(frozen=True)
class Report:
    """What a citizen reports. An anonymous one carries no name and no contact."""

    subject: str
    story: str
    kind: str = ComplaintKind.COMPLAINT
    disclosure: str = Disclosure.OPEN
    happened_on: date | None = None
    kecamatan: Kecamatan | None = None
    desa: Desa | None = None
    place: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_email: str = ""
    tracking_id: str = ""
    household: Household | None = None


@transaction.atomic
def receive(
    report: Report,
    *,
    intake: str,
    by: User | None,
    received_at: datetime | None = None,
    files: Sequence[StoredFile] = (),
    note: str = "",
    code: str = "",
    key: UUID | None = None,
    is_told: bool = True,
) -> tuple[Complaint, str]:
    """Write it down under the next number of the year, start its clock, tell the desk; the complaint and its code.

    The code is drawn here, unless the public form brings the one that it will tell again to whoever sends twice.
    `is_told` False rings no bell: many come at once from a spreadsheet.
    """
    _check(report)
    moment = received_at or timezone.now()
    if moment > timezone.now():
        raise DomainError("Waktu diterima paling lambat sekarang.")
    Office.objects.select_for_update().get(pk=1)  # numbers are drawn one after the other
    if key and (sent := Complaint.objects.filter(by=by, events__number=1, events__key=key).first()):
        return sent, ""
    year = timezone.localdate(moment).year
    number = (Complaint.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
    code = code or "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    complaint = Complaint(
        **vars(report),
        year=year,
        number=number,
        intake=intake,
        received_at=moment,
        restricted=report.subject in RESTRICTED_SUBJECTS,
        by=by,
    )
    complaint.secret = _hash(complaint.ticket, code)
    authored(complaint, by=by)
    complaint.save()
    ComplaintEvent.objects.create(
        complaint=complaint,
        number=1,
        move="receive",
        to_state=complaint.state,
        note=note.strip(),
        by=by,
        key=key,
        at=moment,
    )
    ComplaintFile.objects.bulk_create(
        ComplaintFile(complaint=complaint, stored=stored, from_citizen=by is None) for stored in files
    )
    clocks.start_verifying(complaint, by=by)
    if is_told or complaint.restricted:
        news.received(complaint)
    return complaint, shown(code)


def shown(code: str) -> str:
    """As it is read: two groups of four, "K7QM-2XDA"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def found(ticket: str, code: str) -> Complaint | None:
    """The complaint that this number and code open; None for an unknown number as for a wrong code, in the same time.

    Spaces, dashes and small letters do not matter, nor leading zeros of the number.
    """
    year, number = _parts(ticket)
    complaint = Complaint.objects.filter(year=year, number=number).first()
    name = complaint.ticket if complaint else "ADU-0-0"
    given = "".join(letter for letter in code.upper() if letter.isalnum())
    expected = complaint.secret if complaint else "0" * 64
    return complaint if constant_time_compare(_hash(name, given), expected) else None


def _parts(ticket: str) -> tuple[int, int]:
    """(2026, 418) of "adu-2026-000418"; (0, 0) of anything else."""
    words = ticket.upper().replace("ADU", "").replace("-", " ").split()
    good = len(words) == 2 and all(word.isascii() and word.isdigit() and len(word) <= 6 for word in words)
    return (int(words[0]), int(words[1])) if good and int(words[0]) < 10_000 else (0, 0)


def _hash(ticket: str, code: str) -> str:
    return salted_hmac("complaints.code", f"{ticket}/{code}", algorithm="sha256").hexdigest()


def _check(report: Report) -> None:
    if report.subject not in Subject.values:
        raise DomainError("Pilih perihal laporan dari daftar.")
    if len(report.story.strip()) < 10:
        raise DomainError("Ceritakan apa yang terjadi, paling sedikit 10 huruf.")
    if len(report.story) > 5000:
        raise DomainError(f"Uraian paling panjang 5.000 huruf. Yang ditulis {len(report.story)} huruf.")
    if report.desa and report.kecamatan and report.desa.kecamatan_id != report.kecamatan.pk:
        raise DomainError(f"Desa {report.desa} tidak terletak di Kecamatan {report.kecamatan}.")
    named = report.reporter_name or report.reporter_phone or report.reporter_email
    if report.disclosure == Disclosure.ANONYMOUS and named:
        raise DomainError("Laporan anonim tidak memuat nama, nomor HP, atau pos-el.")
    taken = Complaint.objects.filter(tracking_id=report.tracking_id) if report.tracking_id else None
    if taken is not None and (other := taken.first()):
        raise DomainError(f"Laporan SP4N-LAPOR! {report.tracking_id} sudah dicatat sebagai {other.ticket}.")
