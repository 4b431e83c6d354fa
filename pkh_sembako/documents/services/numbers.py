"""Letter numbers: typed from the sekretariat's agenda, or drawn from the office's own yearly register.

No number exists before approval (domain.md 5): the caller draws inside the transaction that approves.
"""

from datetime import date

from django.db import connection, transaction
from django.db.models import Max

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document, NumberState, RegisterNumber
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import NumberSource, Office

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST = 80  # characters of a number as printed


@transaction.atomic
def draw(*, dated: date, typed: str, by: User) -> str:
    """The number of a document approved now. `typed` is needed, and only used, when the source is the agenda."""
    office = Office.objects.get()
    if office.number_source == NumberSource.REGISTER:
        return next_in_register(office, dated=dated, by=by).written
    written = " ".join(typed.split())
    if not written:
        raise DomainError("Isi nomor Berita Acara dari agenda sekretariat.")
    if len(written) > LONGEST:
        raise DomainError(f"Nomor paling panjang {LONGEST} huruf. Yang ditulis {len(written)} huruf.")
    _wait_for("document", written)
    if Document.objects.filter(number=written).exists():
        raise DomainError(f"Nomor {written} sudah dipakai dokumen lain.")
    return written


def _wait_for(what: str, key: str) -> None:
    """Whoever draws the same number at this moment goes first; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, key])


def next_in_register(office: Office, *, dated: date, by: User) -> RegisterNumber:
    """The next free number of the year; voided numbers stay voided, gaps are never filled.

    A number that a document got from the agenda before the office kept its own register is stepped over.
    """
    _wait_for("register", str(dated.year))
    number = RegisterNumber.objects.filter(year=dated.year).aggregate(Max("number"))["number__max"] or 0
    while True:
        number += 1
        written = write(office, number, dated)
        if not Document.objects.filter(number=written).exists():
            return RegisterNumber.objects.create(year=dated.year, number=number, written=written, by=by)


def write(office: Office, number: int, dated: date) -> str:
    """Fill the office's template, e.g. "400.9/1873/403.107/2026"; DomainError when the template makes no number."""
    try:
        written = office.number_template.format(
            klasifikasi=office.classification, nomor=number, bulan_romawi=ROMAN[dated.month - 1], tahun=dated.year
        )
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise DomainError(f"Pola nomor surat kantor tidak sah: {office.number_template}") from error
    if "{nomor" not in office.number_template or len(written) > LONGEST:
        raise DomainError(f"Pola nomor surat kantor harus memuat {{nomor}} dan tidak terlalu panjang: {written[:80]}")
    return written


@transaction.atomic
def void(year: int, number: int, *, reason: str, by: User) -> RegisterNumber:
    """Take a number out of use for good, with a reason; a number on a document cannot be voided."""
    if not reason.strip():
        raise DomainError("Tulis alasan pembatalan nomor.")
    row = RegisterNumber.objects.select_for_update().filter(year=year, number=number).first()
    if row is None:
        raise DomainError(f"Nomor {number} tahun {year} belum pernah keluar.")
    if row.state == NumberState.VOID:
        raise DomainError(f"Nomor {row.written} sudah dibatalkan.")
    if Document.objects.filter(number=row.written).exists():
        raise DomainError(f"Nomor {row.written} sudah tercetak pada dokumen dan tidak dapat dibatalkan.")
    row.state, row.reason = NumberState.VOID, reason.strip()
    row.save(update_fields=["state", "reason"])
    return row


def void_of(document: Document, *, reason: str) -> None:
    """The number of a cancelled document stays in the register as cancelled; nothing where the agenda gave it."""
    RegisterNumber.objects.filter(written=document.number, state=NumberState.USED).update(
        state=NumberState.VOID, reason=reason
    )


@transaction.atomic
def reserve(number: int, *, dated: date, by: User, reason: str) -> RegisterNumber:
    """Skip ahead: record that `number` was used outside this application, so that the next draw follows it.

    The same said twice by the same person is one record.
    """
    office = Office.objects.get()
    if not reason.strip():
        raise DomainError("Tulis untuk surat apa nomor ini dipakai.")
    _wait_for("register", str(dated.year))
    taken = RegisterNumber.objects.filter(year=dated.year, number=number).first()
    if taken is not None and (taken.reason, taken.by_id, taken.state) == (reason.strip(), by.pk, NumberState.USED):
        return taken
    if taken is not None:
        raise DomainError(f"Nomor {number} tahun {dated.year} sudah tercatat.")
    return RegisterNumber.objects.create(
        year=dated.year, number=number, written=write(office, number, dated), reason=reason.strip(), by=by
    )
