"""The register of staff as a workbook."""

from collections.abc import Iterable
from typing import IO

from pkh_sembako.accounts.models import Posting
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write

COLUMNS = (
    Column("No.", 6, Kind.COUNT),
    Column("Nama", 30),
    Column("Jabatan", 28),
    Column("Wilayah", 24),
    Column("Program", 18),
    Column("Desa dampingan", 12, Kind.COUNT),
    Column("Nomor SK", 28),
    Column("Tanggal SK", 14, Kind.DATE),
    Column("Mulai", 14, Kind.DATE),
    Column("Sampai", 14, Kind.DATE),
    Column("WhatsApp", 18, Kind.IDENTITY),
    Column("Status", 12),
)


def staff(rows: Iterable[Posting], target: IO[bytes], *, titles: tuple[str, ...]) -> int:
    """Write `rows` of `queries.staff`; how many."""
    return write([Sheet("Petugas", COLUMNS, map(_cells, enumerate(rows, start=1)), titles)], target)


def _cells(numbered: tuple[int, Posting]) -> tuple:
    number, row = numbered
    return (
        number,
        row.full_name,
        row.role_title,
        row.place_words,
        row.program_words,
        row.desa_count or None,
        row.sk_number or None,
        row.sk_date,
        row.starts,
        row.ends,
        row.user.phone or None,
        "Aktif" if row.is_in_force else "Tidak aktif",
    )
