"""A kecamatan has the jadwal and coordinates with its desa (SOP Sembako 8)."""

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from programs.enums import KksScheduleState
from programs.models import KksSchedule, KksScheduleReceipt


@transaction.atomic
def confirm(
    schedule: KksSchedule, kecamatan: Kecamatan, *, by: User, evidence: StoredFile | None = None, note: str = ""
) -> KksScheduleReceipt:
    """The kecamatan itself, or the Dinas for it with the kecamatan's paper. Confirming twice is once."""
    current, already = _checked(schedule, kecamatan)
    if already:
        return already
    is_own = kecamatan.pk in by.kecamatan_codes
    if not is_own and evidence is None:
        raise DomainError("Unggah bukti dari kecamatan, misalnya surat atau tangkapan pesan.")
    return KksScheduleReceipt.objects.create(
        schedule=current,
        kecamatan=kecamatan,
        by=by,
        recorded_for=not is_own,
        evidence=evidence,
        note=" ".join(note.split())[:300],
    )


@transaction.atomic
def confirm_through(schedule: KksSchedule, kecamatan: Kecamatan, *, through: str, note: str = "") -> KksScheduleReceipt:
    """Without an account: `through` says by which way and by whom. Confirming twice is once."""
    current, already = _checked(schedule, kecamatan)
    return already or KksScheduleReceipt.objects.create(
        schedule=current, kecamatan=kecamatan, through=through[:300], note=" ".join(note.split())[:300]
    )


def _checked(schedule: KksSchedule, kecamatan: Kecamatan) -> tuple[KksSchedule, KksScheduleReceipt | None]:
    """The schedule, held, and what is confirmed already; DomainError when it has not come to the kecamatan."""
    current = KksSchedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    already = current.receipts.filter(kecamatan=kecamatan).first()
    if already:
        return current, already
    if current.state != KksScheduleState.RECEIVED:
        raise DomainError("Jadwal ini belum diterima Dinas Sosial, sehingga belum diteruskan ke kecamatan.")
    if not current.slots.filter(desa__kecamatan=kecamatan).exists():
        raise DomainError(f"Tidak ada sesi di Kecamatan {kecamatan} pada jadwal ini.")
    return current, None
