"""Papers of a schedule made in the background: they come to the download centre of who asked, with a purpose."""

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksScheduleState
from programs.models import KksSchedule

PAPERS_JOB = "kks.papers"
LISTS, INVITATIONS, WORKBOOK = "daftar", "undangan", "xlsx"
TITLES = {LISTS: "Daftar tanda terima KKS", INVITATIONS: "Undangan KKS", WORKBOOK: "Buku kerja jadwal KKS"}
PURPOSE = "Pembagian KKS kepada keluarga penerima"


def order(schedule: KksSchedule, kind: str, *, kecamatan: str, place: str, by: User) -> Download:
    """`kecamatan` is a code or "" for all that the user sees; `place` says the same in words."""
    if schedule.state != KksScheduleState.RECEIVED:
        raise DomainError("Berkas bernama dibuat setelah jadwal diterima, karena kartu baru saat itu mendapat sesinya.")
    if kind == INVITATIONS and not kecamatan:
        raise DomainError("Undangan dibuat per kecamatan. Pilih kecamatannya dahulu.")
    if kind not in TITLES:
        raise DomainError("Pilih berkas yang akan dibuat.")
    return downloads.ask(
        PAPERS_JOB,
        {"schedule": schedule.pk, "kind": kind, "kecamatan": kecamatan},
        title=f"{TITLES[kind]} {schedule.round}, {place}",
        purpose=PURPOSE,
        by=by,
    )


def log_print(schedule: KksSchedule, what: str, *, by: User, url: str) -> None:
    """Paper with names that leaves the office is in the read log."""
    log_read(ReadKind.EXPORT, by=by, subject=f"{what}, {schedule.round}", purpose=PURPOSE, url=url)
