"""The differences between SIKS-NG and the registry as a workbook: one sheet per category, one row per value."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from programs.models import SiksComparison
from programs.models.siksng import SiksCategory
from programs.queries import siksng_compare as queries

FAMILY = [
    Column("NIK", 20, Kind.IDENTITY),
    Column("NO KK", 20, Kind.IDENTITY),
    Column("NAMA", 30),
    Column("KECAMATAN", 20),
    Column("KELURAHAN", 20),
]
VALUE = [
    Column("ANGGOTA", 30),
    Column("KOLOM", 26),
    Column("DI SIKS-NG", 36, Kind.IDENTITY),
    Column("DI REGISTRI", 36, Kind.IDENTITY),
    Column("KETERANGAN", 40),
]
BATCH = 1000


def file_name(comparison: SiksComparison) -> str:
    return f"Perbandingan-SIKS-NG-{comparison.program.upper()}-{comparison.pk}.xlsx"


def build(comparison: SiksComparison, target: IO[bytes]) -> int:
    """Write the workbook; returns its number of rows."""
    moment = tanggal_jam(timezone.localtime(comparison.compared_at))
    sample = ("CONTOH: nama dan nomor di lembar ini bukan milik siapa pun",) if settings.DEMO else ()
    titles = (f"Perbandingan {comparison.stored.name} dengan registri, {moment}", *sample)
    sheets = (
        Sheet(_sheet_name(category), [*FAMILY, *VALUE], _rows(comparison, category), (category.label, *titles))
        for category in SiksCategory
    )
    return write(sheets, target)


def _sheet_name(category: SiksCategory) -> str:
    return str(category.label)[:31]


def _rows(comparison: SiksComparison, category: SiksCategory) -> Iterator[list[Any]]:
    found = queries.differences(comparison, category).order_by("id").iterator(chunk_size=BATCH)
    for part in _parts(found):
        for card in queries.cards(part, whole=True):
            row = card.difference
            desa = (row.desa.kecamatan.name, row.desa.name) if row.desa else ("", "")
            family = [row.nik, row.no_kk, row.name, *desa]
            for value in card.values or [queries.NO_VALUE]:
                yield [*family, value.about, value.label, value.theirs, value.ours, value.note or row.place]


def _parts(found: Iterator[Any]) -> Iterator[list[Any]]:
    while part := list(islice(found, BATCH)):
        yield part
