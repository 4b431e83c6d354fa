"""Reading the district's own poverty list: NIK, NO KK and NAMA, known by the same headers as every other list."""

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from programs.importing import columns
from programs.importing.checks import Outcome
from programs.importing.errors import FileRefused
from programs.importing.findings import Reporter
from programs.importing.ledger import Ledger
from programs.importing.reader import FileReader, Row
from programs.importing.records import Finding
from programs.importing.rows import Sieve
from programs.importing.sheets import ChosenSheet, choose


class Line(NamedTuple):
    """One good row; one of the numbers may be ""."""

    row: int
    nik: str
    no_kk: str
    name: str


class PovertyReading(NamedTuple):
    lines: list[Line]
    refused: list[Finding]
    seen: int  # lines and refused rows


def read(path: Path | str, *, name: str, progress: Callable[[int, int], None] | None = None) -> PovertyReading:
    """Every sheet with a recognised header; refusals as in a BNBA. FileRefused when there is not one row to read.

    `progress(done, about)` is called after each batch of rows and may raise to cancel.
    """
    path = Path(path)
    with FileReader(path, Path(name).stem[:100]) as file:
        chosen = choose(file.sheets, None, None, None)
        sheets = {sheet.raw.number: _Sheet(sheet) for sheet in chosen}
        outcome, lines, done = Outcome(), [], 0
        about = sum(sheet.raw.height for sheet in chosen)
        for number, first, rows in file.rows(list(sheets)):
            lines += sheets[number].check(first, rows, outcome)
            done += len(rows)
            if progress:
                progress(done, max(about, done))
    seen = len(lines) + len(outcome.refused)
    if not seen:
        raise FileRefused("Berkas ini tidak memuat satu baris data pun di bawah judul kolomnya.")
    return PovertyReading(lines, outcome.errors, seen)


class _Sheet:
    def __init__(self, sheet: ChosenSheet) -> None:
        self.name = sheet.raw.name
        self.at = {field: index for index, field in sheet.header.fields.items()}
        self.sieve = Sieve(sheet.header, None)
        self.reporter = Reporter(self.name, sheet.header, sheet.layout)

    def check(self, first: int, rows: list[Row], outcome: Outcome) -> list[Line]:
        numbers, kept = self.sieve.keep(first, rows)
        if not kept:
            return []
        ledger, table = Ledger(), list(zip_longest(*kept, fillvalue=""))
        empty = ("",) * len(kept)
        cells = {
            field: table[self.at[field]] if self.at.get(field, len(table)) < len(table) else empty
            for field in ("nik", "no_kk", "name")
        }
        has_nik = "nik" in self.at
        niks = columns.niks(cells["nik"], ledger) if has_nik else [""] * len(kept)
        kks = columns.nkks(cells["no_kk"], ledger, required=not has_nik)
        names = columns.names(cells["name"], ledger)
        field, values = ("nik", niks) if has_nik else ("no_kk", kks)
        columns.doubles(values, field, ledger, outcome.seen, (self.name, numbers))
        bad = self.reporter.report(ledger, numbers, kept, outcome)
        found = zip(numbers, niks, kks, names, strict=True)
        return [Line(*line) for index, line in enumerate(found) if index not in bad]
