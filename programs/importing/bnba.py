"""A BNBA file from path to checked rows: `preview` for the wizard's first look, `read_bnba` for all of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from programs.importing.cells import as_texts
from programs.importing.checks import Order, Outcome, SheetChecker
from programs.importing.errors import FileRefused
from programs.importing.headers import find_header, is_number_row, likeliest
from programs.importing.layouts import kind_of, layout_of
from programs.importing.reader import FileReader, RawSheet
from programs.importing.records import Header, Preview, Reading, SheetInfo, StagedRow
from programs.importing.regions import Regions
from programs.importing.sheetregion import check_given, named_after

SAMPLE_ROWS = 5
_LONGEST_SHEET_NAME = 100
Mapped = Mapping[int, str]
Remembered = Mapping[str, Mapped]


def preview(path: Path | str, *, name: str | None = None, mappings: Remembered | None = None) -> Preview:
    """Sheets, likeliest headers, proposed mapping and first rows of a file; FileRefused when it cannot be opened.

    `name` is the file's own name when it is stored under another. A sheet whose header is not recognised has layout
    None; its header is then the row where a mapping by hand starts.
    """
    path = Path(path)
    with FileReader(path, _sheet_name(path, name)) as file:
        sheets = tuple(_previewed(sheet, mappings) for sheet in file.sheets)
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
    sink: Callable[[list[StagedRow]], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
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
        infos = _wanted(file.sheets, sheet, mapping, mappings)
        run = _Run(order, infos, sink, progress)
        for index, first, rows in file.rows(list(infos)):
            run.take(index, first, rows)
        read = [file.sheets[index] for index in infos]
        return run.reading(_notes(file, read, run.ignored))


class _Run:
    """One pass over the wanted sheets."""

    def __init__(self, order: Order, infos: dict[int, SheetInfo], sink, progress) -> None:
        self.infos, self.progress = infos, progress
        self.rows: list[StagedRow] = []
        self.sink = sink or self.rows.extend
        self.outcome = Outcome()
        self.staged = self.done = 0
        self.about = sum(info.height for info in infos.values())
        self.checkers = {index: self._checker(info, order) for index, info in infos.items()}

    def _checker(self, info: SheetInfo, order: Order) -> SheetChecker:
        named = named_after(info.name, set(info.header.fields.values()), order.regions)
        return SheetChecker(info.name, info.header, info.layout, order, self.outcome, named)

    def take(self, index: int, first: int, rows: list[list[object]]) -> None:
        staged = self.checkers[index].check(first, rows)
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
        outcome, sheets = self.outcome, tuple(self.infos.values())
        skipped = sum(checker.sieve.skipped for checker in self.checkers.values())
        seen = self.staged + len(outcome.refused)
        if not seen + skipped:
            raise FileRefused("Berkas ini tidak memuat satu baris data pun di bawah judul kolomnya.")
        return Reading(
            layout=sheets[0].layout,
            kind=kind_of(sheets[0].layout),
            sheets=sheets,
            header_row=sheets[0].header.row,
            headers=sheets[0].header.titles,
            unknown=tuple(dict.fromkeys(title for info in sheets for title in info.header.unknown)),
            seen=seen,
            staged=self.staged,
            skipped=skipped,
            rows=self.rows,
            refused=outcome.refused,
            errors=outcome.errors,
            warnings=outcome.warnings,
            notes=notes,
        )


def _wanted(
    sheets: list[RawSheet], only: str | None, mapping: Mapped | None, mappings: Remembered | None
) -> dict[int, SheetInfo]:
    """The sheets to read by index: the one named, else all with a recognised header, which must be of one layout."""
    if not sheets:
        raise FileRefused("Berkas ini tidak memuat satu lembar pun.")
    chosen = [sheet for sheet in sheets if only is None or sheet.name.strip().lower() == only.strip().lower()]
    if not chosen:
        names = ", ".join(sheet.name for sheet in sheets)
        raise FileRefused(f'Lembar "{only}" tidak ada di berkas ini; yang ada: {names}.')
    infos = {sheet.index: info for sheet in chosen if (info := _recognised(sheet, mapping, mappings))}
    if mapping and infos:
        first = next(iter(infos.values())).header.signature
        infos = {index: info for index, info in infos.items() if info.header.signature == first}
    if not infos:
        names = ", ".join(sheet.name for sheet in chosen)
        raise FileRefused(f"Judul kolom tidak dikenali (perlu nama dan NIK atau No. KK) di lembar {names}.")
    if len({info.layout for info in infos.values()}) > 1:
        names = ", ".join(f"{info.name} ({info.layout})" for info in infos.values())
        raise FileRefused(f"Lembar di berkas ini berbeda susunan: {names}; pilih satu lembar.")
    return infos


def _recognised(sheet: RawSheet, mapping: Mapped | None, mappings: Remembered | None) -> SheetInfo | None:
    header = find_header(sheet.head, mapping=mapping, mappings=mappings)
    return _info(sheet, header, layout_of(header.fields, header.titles)) if header else None


def _previewed(sheet: RawSheet, mappings: Remembered | None) -> SheetInfo:
    found = _recognised(sheet, None, mappings)
    header = found.header if found else likeliest(sheet.head)
    start = header.last_row if header else 0
    below = [row for row in sheet.head[start : start + SAMPLE_ROWS + 1] if not is_number_row(row)]
    sample = tuple(tuple(as_texts(row)) for row in below[:SAMPLE_ROWS])
    return _info(sheet, header, found.layout if found else None, sample)


def _info(
    sheet: RawSheet, header: Header | None, layout: str | None, sample: tuple[tuple[str, ...], ...] = ()
) -> SheetInfo:
    return SheetInfo(sheet.name, sheet.hidden, sheet.height, header, layout, sample)


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
