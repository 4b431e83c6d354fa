"""A BNBA file from path to checked rows: `preview` for the wizard's first look, `read_bnba` for all of it."""

from collections.abc import Callable
from pathlib import Path

from programs.importing.checks import Order, Outcome, SheetChecker
from programs.importing.errors import FileRefused
from programs.importing.layouts import kind_of
from programs.importing.reader import FileReader, RawSheet, Row
from programs.importing.records import Preview, Reading, StagedRow
from programs.importing.regions import Regions
from programs.importing.sheetregion import check_given, named_after
from programs.importing.sheets import ChosenSheet, Mapped, Remembered, choose, previewed

_LONGEST_SHEET_NAME = 100
Sink = Callable[[list[StagedRow]], None]
Progress = Callable[[int, int], None]


def preview(path: Path | str, *, name: str | None = None, mappings: Remembered | None = None) -> Preview:
    """Sheets, likeliest headers, proposed mapping and first rows of a file; FileRefused when it cannot be opened.

    `name` is the file's own name when it is stored under another. A sheet whose header is not recognised has layout
    None; its header is then the row where a mapping by hand starts.
    """
    path = Path(path)
    with FileReader(path, _sheet_name(path, name)) as file:
        sheets = tuple(previewed(sheet, mappings) for sheet in file.sheets)
        notes = _notes(file, file.sheets, 0)
    layouts = {sheet.layout for sheet in sheets if sheet.layout}
    layout = layouts.pop() if len(layouts) == 1 else None
    return Preview(sheets, layout, kind_of(layout) if layout else None, notes)


def read_bnba(
    path: Path | str,
    *,
    program: str,
    tahun: int,
    tahap: int,
    regions: Regions,
    sheet: str | None = None,
    kecamatan: str | None = None,
    desa: str | None = None,
    mapping: Mapped | None = None,
    mappings: Remembered | None = None,
    name: str | None = None,
    sink: Sink | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read and check a whole file by the rules of the contract ("Rounds, lists and files").

    Every sheet with a recognised header is read, all of one layout, unless `sheet` names one. `mapping` (column index
    -> field of headers.FIELDS) was made by hand for the sheet(s) read, `mappings` are remembered, by header signature.
    `sink` takes the staged rows batch by batch instead of `Reading.rows`; `progress(done, about)` is called after each
    batch and may raise to cancel. FileRefused when nothing can be read.
    """
    order = Order(program, tahun, tahap, regions, (kecamatan or "").strip(), (desa or "").strip())
    check_given(regions, order.kecamatan, order.desa)
    path = Path(path)
    with FileReader(path, _sheet_name(path, name)) as file:
        wanted = choose(file.sheets, sheet, mapping, mappings)
        run = _Run(order, wanted, sink, progress)
        for number, first, rows in file.rows([chosen.raw.number for chosen in wanted]):
            run.take(number, first, rows)
        return run.reading(_notes(file, [chosen.raw for chosen in wanted], run.ignored))


class _Run:
    """One pass over the chosen sheets, which are of one layout."""

    def __init__(self, order: Order, chosen: list[ChosenSheet], sink: Sink | None, progress: Progress | None) -> None:
        self.chosen, self.progress = chosen, progress
        self.rows: list[StagedRow] = []
        self.sink = sink or self.rows.extend
        self.outcome = Outcome()
        self.staged = self.done = 0
        self.about = sum(sheet.raw.height for sheet in chosen)
        self.checkers = {sheet.raw.number: self._checker(sheet, order) for sheet in chosen}

    def _checker(self, sheet: ChosenSheet, order: Order) -> SheetChecker:
        named = named_after(sheet.raw.name, set(sheet.header.fields.values()), order.regions)
        return SheetChecker(sheet.raw.name, sheet.header, sheet.layout, order, self.outcome, named)

    def take(self, number: int, first: int, rows: list[Row]) -> None:
        staged = self.checkers[number].check(first, rows)
        if staged:
            self.sink(staged)
        self.staged += len(staged)
        self.done += len(rows)
        if self.progress:
            self.progress(self.done, max(self.about, self.done))

    @property
    def ignored(self) -> int:
        return sum(checker.sieve.ignored for checker in self.checkers.values())

    def reading(self, notes: tuple[str, ...]) -> Reading:
        outcome, first = self.outcome, self.chosen[0]
        skipped = sum(checker.sieve.skipped for checker in self.checkers.values())
        seen = self.staged + len(outcome.refused)
        if not seen + skipped:
            raise FileRefused("Berkas ini tidak memuat satu baris data pun di bawah judul kolomnya.")
        return Reading(
            layout=first.layout,
            kind=kind_of(first.layout),
            sheets=tuple(sheet.info() for sheet in self.chosen),
            header_row=first.header.row,
            headers=first.header.titles,
            unknown=tuple(dict.fromkeys(title for sheet in self.chosen for title in sheet.header.unknown)),
            seen=seen,
            staged=self.staged,
            skipped=skipped,
            rows=self.rows,
            refused=outcome.refused,
            errors=outcome.errors,
            warnings=outcome.warnings,
            notes=notes,
        )


def _notes(file: FileReader, read: list[RawSheet], ignored: int) -> tuple[str, ...]:
    """What the officer should know of the file although it was read."""
    notes = [f"Lembar {sheet.name} tersembunyi dan ikut dibaca." for sheet in read if sheet.hidden]
    if file.facts.hidden_rows:
        notes.append(f"Berkas ini menyembunyikan {file.facts.hidden_rows} baris; baris itu ikut dibaca.")
    unread = [sheet.name for sheet in file.sheets if sheet not in read and sheet.height]
    if unread:
        notes.append(f"Tidak dibaca: lembar {', '.join(unread)}.")
    if ignored:
        notes.append(f"{ignored} baris tanpa NIK dan No. KK di bawah baris jumlah tidak dibaca.")
    return tuple(notes)


def _sheet_name(path: Path, name: str | None) -> str:
    """What a CSV's only sheet is called: the file's own name without its ending."""
    return Path(name or path.name).stem[:_LONGEST_SHEET_NAME]
