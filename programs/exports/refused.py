"""The refused rows of a BNBA file as a workbook, to be corrected and sent in again."""

from collections.abc import Iterator
from typing import IO

from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from programs.models import BnbaFile
from programs.queries import imports

REASON, ROW = "ALASAN DITOLAK", "BARIS ASAL"


def build(file: BnbaFile, target: IO[bytes]) -> int:
    """Cells as the file has them, every one a text, after them the row it stood in and the reasons."""
    titles = [title or f"KOLOM {index}" for index, title in enumerate(file.headers, start=1)]
    columns = [Column(title, 20, Kind.IDENTITY) for title in titles]
    columns += [Column(ROW, 14, Kind.TEXT), Column(REASON, 60, Kind.TEXT)]
    return write([Sheet("Ditolak", columns, _rows(file, len(titles)))], target)


def _rows(file: BnbaFile, width: int) -> Iterator[list[str]]:
    for row in imports.refused(file).order_by("id").iterator(chunk_size=2000):
        cells = imports.refused_cells(file, row)
        padded = [*cells[:width], *[""] * (width - len(cells))]
        yield [*padded, f"{row.sheet}:{row.row}", " ".join(imports.reasons(row))]
