"""The desk's list as a workbook: no names and no stories, every cell text or a date."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone

from complaints.models import Complaint
from complaints.queries import desk as queries
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write

COLUMNS = (
    Column("Nomor", 18),
    Column("Diterima", 13, Kind.DATE),
    Column("Saluran", 18),
    Column("ID SP4N-LAPOR!", 16, Kind.IDENTITY),
    Column("Jenis", 18),
    Column("Perihal", 34),
    Column("Tingkat", 22),
    Column("Kecamatan", 18),
    Column("Desa/kelurahan", 20),
    Column("Status", 20),
    Column("Ditangani", 26),
    Column("Tenggat terdekat", 24),
    Column("Keadaan tenggat", 24),
)
AT_ONCE = 500


def build(filters: dict[str, Any], target: IO[bytes], *, title: str, by: User) -> int:
    """What `by` may see now with these filters; how many rows."""
    when = f"Dibuat {tanggal_jam(timezone.localtime())} oleh {by}"
    return write([Sheet("Pengaduan", COLUMNS, _rows(filters, by), titles=(title, when))], target)


def _rows(filters: dict[str, Any], by: User) -> Iterator[tuple[Any, ...]]:
    found = list(queries.filtered(by, filters).order_by("id"))
    for start in range(0, len(found), AT_ONCE):
        yield from (_cells(row) for row in queries.rows(found[start : start + AT_ONCE]))


def _cells(row: queries.Row) -> tuple[Any, ...]:
    one: Complaint = row.complaint
    due = row.late.due if row.late else None
    return (
        one.ticket,
        timezone.localdate(one.received_at),
        one.get_intake_display(),
        one.tracking_id,
        one.get_kind_display(),
        one.get_subject_display(),
        queries.gravity_words(one),
        one.kecamatan.name if one.kecamatan else "",
        one.desa.name if one.desa else "",
        one.get_state_display(),
        row.hands,
        f"{row.clock}: {tanggal_jam(timezone.localtime(due))}" if due else "",
        row.late.words if row.late else "",
    )
