"""Workbooks as an office wants them: identity numbers as text, real dates, rupiah as numbers, never a formula.

    write([Sheet("Layak bayar", columns, rows, titles=("BNBA PKH Tahap 4 2026",))], target)

Text stays text whatever it begins with (= + - @ TAB CR and their full-width twins): its type is forced to string and
the cell carries Excel's quote prefix, so that editing it makes no formula of it either. What is read back is what was
written; only characters that no XML may carry (U+FFFE, U+FFFF, lone surrogates) become U+FFFD.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

RISKY = frozenset("=+-@\t\r\n＝＋－＠|%")
LONGEST_TEXT = 32_767  # characters in one cell; openpyxl would cut silently
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\r]|_(?=x[0-9A-Fa-f]{4}_)")
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_HEADER_FONT, _TITLE_FONT = Font(bold=True), Font(bold=True, size=13)
_HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")


class Kind(StrEnum):
    """What a column holds; says how its cells are typed and formatted."""

    TEXT = "text"
    IDENTITY = "identity"  # NIK, NKK, phone, account: text that Excel must never turn into a number
    DATE = "date"
    RUPIAH = "rupiah"
    COUNT = "count"


FORMATS = {Kind.IDENTITY: "@", Kind.DATE: "DD-MM-YYYY", Kind.RUPIAH: "#,##0"}


@dataclass(frozen=True)
class Column:
    """One column: its header, its width in characters, what it holds."""

    title: str
    width: float = 14
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` are sequences as long as `columns`; None leaves a cell empty."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    titles: Sequence[str] = ()


def write(sheets: Iterable[Sheet], target: IO[bytes]) -> int:
    """Write the workbook row by row (memory does not grow with the rows); returns the number of data rows."""
    book = Workbook(write_only=True)
    try:
        written = sum(_write_sheet(book, sheet) for sheet in sheets)
        book.save(target)
    except BaseException:
        _clear_away(book)
        raise
    return written


def _clear_away(book: Workbook) -> None:
    """openpyxl keeps each sheet in a temporary file until it is saved; a worker that gave up must not collect them."""
    for paper in book.worksheets:
        if not paper.closed:
            paper.close()
        paper._writer.cleanup()


def as_text(text: str) -> str:
    """`text` as a cell may hold it: control characters escaped as _xHHHH_ (readers undo it). ValueError if too long."""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"text of {len(text)} characters does not fit into a cell")
    return text if text.isascii() else _IMPOSSIBLE.sub("\ufffd", text)


def _write_sheet(book: Workbook, sheet: Sheet) -> int:
    paper = book.create_sheet(sheet.name)
    header = len(sheet.titles) + 1
    _dress(paper, sheet, header)
    for title in sheet.titles:
        paper.append([_text_cell(paper, as_text(title), font=_TITLE_FONT if title == sheet.titles[0] else None)])
    paper.append([_header_cell(paper, column.title) for column in sheet.columns])
    count = 0
    for row in _cells(paper, sheet):
        paper.append(row)
        count += 1
    paper.auto_filter.ref = f"A{header}:{get_column_letter(len(sheet.columns))}{header + count}"
    return count


def _dress(paper: WriteOnlyWorksheet, sheet: Sheet, header: int) -> None:
    paper.freeze_panes = f"A{header + 1}"
    paper.print_title_rows = f"{header}:{header}"
    paper.page_setup.orientation, paper.page_setup.fitToHeight = "landscape", 0
    paper.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(sheet.columns, start=1):
        paper.column_dimensions[get_column_letter(number)].width = column.width


def _cells(paper: WriteOnlyWorksheet, sheet: Sheet) -> Iterator[list[Any]]:
    """Rows as openpyxl takes them. A styled cell is made once per column and filled anew: it is written at once."""
    formatted = {index: _formatted(paper, column.kind) for index, column in enumerate(sheet.columns)}
    styled = [(index, cell) for index, cell in formatted.items() if cell is not None]
    identity = [column.kind == Kind.IDENTITY for column in sheet.columns]
    for source in sheet.rows:
        row = list(source)
        for index, value in enumerate(row):
            # Letters and digits alone need no care, and most cells are such.
            if value.__class__ is str and not (value.isalnum() and len(value) <= LONGEST_TEXT):
                row[index] = value = as_text(value)
                if not identity[index] and (value[:1] in RISKY or value in ERROR_CODES):
                    row[index] = _text_cell(paper, value)
        for index, cell in styled:
            if row[index] is not None:
                row[index] = _filled(cell, row[index])
        yield row


def _formatted(paper: WriteOnlyWorksheet, kind: Kind) -> Cell | None:
    if kind not in FORMATS:
        return None
    cell = WriteOnlyCell(paper)
    cell.number_format = FORMATS[kind]
    return cell


def _filled(cell: Cell, value: Any) -> Cell:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl reads "=..." as a formula and "#N/A" as an error
    return cell


def _text_cell(paper: WriteOnlyWorksheet, text: str, *, font: Font | None = None) -> Cell:
    cell = _filled(WriteOnlyCell(paper), text)
    cell.quotePrefix = text[:1] in RISKY
    if font:
        cell.font = font
    return cell


def _header_cell(paper: WriteOnlyWorksheet, title: str) -> Cell:
    cell = _text_cell(paper, as_text(title), font=_HEADER_FONT)
    cell.fill = _HEADER_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell
