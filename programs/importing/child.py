"""The process that opens a file: `python -m programs.importing.child PATH KIND NAME`, limited in memory and time.

It speaks frames on stdout (8 bytes of length, then a pickle of plain values) and reads one JSON line on stdin:
    -> ("book", [(name, hidden, height, width, [first rows])])     height of a CSV is an estimate
    <- [0, 2]                                                      the sheets wanted
    -> ("rows", sheet index, 1-based number of the first row, [[cell, ...], ...]) ...
    -> ("end",)          or, at any moment, ("refused", sentence)
Cells keep their type: str ("" = empty), float, bool, date, datetime, time, timedelta. No Django here.
"""

import csv
import itertools
import json
import pickle
import resource
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from programs.importing import limits
from programs.importing.sniff import Dialect, sniff_csv

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

BATCH = 5_000
_SUSPICIOUS_FRAME = 4_000_000  # bytes; a batch of an ordinary file has a quarter of it
Row = Sequence[object]


class Refused(Exception):
    """One Indonesian sentence for the officer."""


def main(path: str, kind: str, name: str) -> None:
    """Read PATH and speak; every refusal is a frame, everything worse is the parent's to notice."""
    _limit_itself()
    try:
        _serve(path, kind, name)
    except Refused as refusal:
        _say(("refused", str(refusal)))
    except MemoryError:
        _say(("refused", "Berkas terlalu besar untuk dibaca; pecah menjadi beberapa berkas atau simpan sebagai CSV."))


def _serve(path: str, kind: str, name: str) -> None:
    sheets = _open_csv(path, name) if kind == "csv" else _open_workbook(path)
    _say(("book", [sheet.head() for sheet in sheets]))
    for index in json.loads(sys.stdin.readline() or "[]"):
        number = 1
        for batch in _batches(sheets[index].rows()):
            if _say(("rows", index, number, batch)) > _SUSPICIOUS_FRAME:
                _check_cells(batch, number)
            number += len(batch)
    _say(("end",))


def _limit_itself() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))


def _check_cells(rows: Sequence[Row], first: int) -> None:
    """No cell beyond what a spreadsheet can hold; looked at only where a batch is unusually large."""
    for number, row in enumerate(rows, first):
        if any(isinstance(cell, str) and len(cell) > limits.MAX_CELL_CHARS for cell in row):
            raise Refused(f"Baris {number} memuat sel dengan lebih dari 32.767 huruf; perbaiki atau hapus baris itu.")


def _say(message: tuple[object, ...]) -> int:
    """Write one frame; gives its length."""
    pickler = pickle.Pickler(out := _Frame(), protocol=5)
    pickler.fast = True  # no memo: the values are flat, and looking each of them up costs ten times as much
    pickler.dump(message)
    sys.stdout.buffer.write(struct.pack("<Q", len(out)))
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    return len(out)


class _Frame(bytearray):
    def write(self, data: bytes) -> int:
        self.extend(data)
        return len(data)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


class _WorkbookSheet:
    def __init__(self, sheet: "CalamineSheet", *, hidden: bool) -> None:
        self.sheet, self.hidden = sheet, hidden
        self.height = sheet.end[0] + 1 if sheet.end else 0
        self.width = sheet.end[1] + 1 if sheet.end else 0
        self.left = [""] * sheet.start[1] if sheet.start else []

    def head(self) -> tuple[object, ...]:
        first = list(itertools.islice(self.rows(), limits.HEAD_ROWS))
        return self.sheet.name, self.hidden, self.height, self.width, first

    def rows(self) -> Iterator[Row]:
        # iter_rows starts at row 1 but at the first column in use.
        if not self.height:
            return iter(())
        return ([*self.left, *row] for row in self.sheet.iter_rows()) if self.left else self.sheet.iter_rows()


def _open_workbook(path: str) -> list[_WorkbookSheet]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook  # after the limits

    try:
        book = load_workbook(path)
        kept = [(index, meta) for index, meta in enumerate(book.sheets_metadata) if meta.typ == SheetTypeEnum.WorkSheet]
        sheets = [
            _WorkbookSheet(book.get_sheet_by_index(index), hidden=meta.visible != SheetVisibleEnum.Visible)
            for index, meta in kept
        ]
    except (CalamineError, ValueError, OSError):
        raise Refused("Berkas .xlsx rusak dan tidak dapat dibuka; simpan ulang dari Excel.") from None
    for sheet in sheets:
        _check_extent(sheet)
    return sheets


def _check_extent(sheet: _WorkbookSheet) -> None:
    if sheet.width > limits.MAX_COLUMNS:
        raise Refused(f"Lembar {sheet.sheet.name} berisi lebih dari {limits.MAX_COLUMNS} kolom.")
    if sheet.height > limits.MAX_XLSX_ROWS + limits.HEADER_ALLOWANCE:
        raise Refused(
            f"Lembar {sheet.sheet.name} berisi lebih dari 100.000 baris; "
            "pecah menjadi beberapa berkas atau simpan sebagai CSV."
        )


class _CsvSheet:
    def __init__(self, path: str, name: str, dialect: Dialect) -> None:
        self.path, self.name, self.dialect = path, name, dialect

    def head(self) -> tuple[object, ...]:
        first = list(itertools.islice(self.rows(), limits.HEAD_ROWS))
        return self.name, False, self.dialect.lines + 1, max(map(len, first), default=0), first

    def rows(self) -> Iterator[Row]:
        with open(self.path, encoding=self.dialect.encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.dialect.delimiter)
            number = 0
            try:
                for number, row in enumerate(reader, start=1):
                    if number > limits.MAX_CSV_ROWS + limits.HEADER_ALLOWANCE:
                        raise Refused("Berkas CSV berisi lebih dari 500.000 baris; pecah menjadi beberapa berkas.")
                    if len(row) > limits.MAX_COLUMNS:
                        raise Refused(f"Baris {number} berisi lebih dari {limits.MAX_COLUMNS} kolom.")
                    yield row
            except csv.Error:
                raise Refused(f"Baris {number + 1} berkas CSV tidak dapat dibaca; periksa tanda kutipnya.") from None


def _open_csv(path: str, name: str) -> list[_CsvSheet]:
    csv.field_size_limit(limits.MAX_CELL_CHARS)
    with open(path, "rb") as file:
        dialect = sniff_csv(file)
    if dialect is None:
        raise Refused("Berkas ini bukan .xlsx dan bukan teks CSV.")
    return [_CsvSheet(path, name, dialect)]


if __name__ == "__main__":
    main(*sys.argv[1:4])
