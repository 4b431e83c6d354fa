"""Which sheets of a file are read: those whose header is recognised, all of one layout."""

from collections.abc import Mapping
from typing import NamedTuple

from programs.importing.cells import as_texts
from programs.importing.errors import FileRefused
from programs.importing.headers import find_header, is_number_row, likeliest
from programs.importing.layouts import layout_of
from programs.importing.reader import RawSheet
from programs.importing.records import Header, SheetInfo

SAMPLE_ROWS = 5
Mapped = Mapping[int, str]
Remembered = Mapping[str, Mapped]


class ChosenSheet(NamedTuple):
    """A sheet that is read."""

    raw: RawSheet
    header: Header
    layout: str

    def info(self) -> SheetInfo:
        return SheetInfo(self.raw.name, self.raw.hidden, self.raw.height, self.header, self.layout)


def choose(
    sheets: list[RawSheet], only: str | None, mapping: Mapped | None, mappings: Remembered | None
) -> list[ChosenSheet]:
    """The sheet named, else every sheet with a recognised header; FileRefused when none is or when layouts differ."""
    if not sheets:
        raise FileRefused("Berkas ini tidak memuat satu lembar pun.")
    asked = [sheet for sheet in sheets if only is None or sheet.name.strip().lower() == only.strip().lower()]
    if not asked:
        raise FileRefused(f'Lembar "{only}" tidak ada di berkas ini; yang ada: {_names(sheets)}.')
    if mapping:
        chosen = _mapped(asked, mapping, mappings)
    else:
        chosen = [found for sheet in asked if (found := _recognised(sheet, mappings))]
    if not chosen:
        raise FileRefused(f"Judul kolom tidak dikenali (perlu nama dan NIK atau No. KK) di lembar {_names(asked)}.")
    if len({sheet.layout for sheet in chosen}) > 1:
        names = ", ".join(f"{sheet.raw.name} ({sheet.layout})" for sheet in chosen)
        raise FileRefused(f"Lembar di berkas ini berbeda susunan: {names}; pilih satu lembar.")
    return chosen


def previewed(sheet: RawSheet, mappings: Remembered | None) -> SheetInfo:
    """A sheet as the wizard shows it: its header or the row most like one, and the first rows below."""
    found = _recognised(sheet, mappings)
    header = found.header if found else likeliest(sheet.head)
    start = header.last_row if header else 0
    below = [row for row in sheet.head[start : start + SAMPLE_ROWS + 1] if not is_number_row(row)]
    sample = tuple(tuple(as_texts(row)) for row in below[:SAMPLE_ROWS])
    return SheetInfo(sheet.name, sheet.hidden, sheet.height, header, found.layout if found else None, sample)


def _recognised(sheet: RawSheet, mappings: Remembered | None, mapping: Mapped | None = None) -> ChosenSheet | None:
    header = find_header(sheet.head, mapping=mapping, mappings=mappings)
    return ChosenSheet(sheet, header, layout_of(header.fields, header.titles)) if header else None


def _mapped(asked: list[RawSheet], mapping: Mapped, mappings: Remembered | None) -> list[ChosenSheet]:
    """A mapping is made on one sheet (the first recognised, else the first) and holds for those of the same header."""
    main = next((sheet for sheet in asked if _recognised(sheet, mappings)), asked[0])
    pattern = _recognised(main, None, mapping)
    found = [_recognised(sheet, None, mapping) for sheet in asked]
    return [sheet for sheet in found if sheet and pattern and sheet.header.signature == pattern.header.signature]


def _names(sheets: list[RawSheet]) -> str:
    return ", ".join(sheet.name for sheet in sheets)
