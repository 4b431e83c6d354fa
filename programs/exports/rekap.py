"""A Rekap as a workbook and as a PDF. No names in it; a hidden number is hidden in the file too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.template.loader import render_to_string

from pkh_sembako.lib import pdf
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from programs.exports.berita_acara import WATERMARK, Letterhead
from programs.exports.berita_acara import Sheet as PaperSheet
from programs.exports.rekap_facts import Facts, in_words
from programs.queries.rekap import Table
from programs.queries.rekap_public import Hidden
from programs.queries.rekap_words import HEADINGS

WIDE = 6  # columns beyond which the paper lies on its side


@dataclass(frozen=True)
class Paper:
    """Everything the PDF prints."""

    letterhead: Letterhead
    sheet: PaperSheet
    facts: Facts
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]  # empty = no line of totals
    printed: str
    watermark: str = ""

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > WIDE

    @property
    def mark(self) -> str:
        return pdf.data_uri(WATERMARK.format(words=self.watermark), "image/svg+xml") if self.watermark else ""


def heads(table: Table) -> tuple[str, ...]:
    """Titles of the columns from the first to the total."""
    first = HEADINGS[table.question.rows].label
    if not table.columns:
        return first, "Jumlah"
    return first, *(label for _, label in table.columns), *(("Jumlah",) if table.shows_line_totals else ())


def rows(table: Table) -> Iterator[tuple[Any, ...]]:
    """Lines as `heads` names them, numbers as they are."""
    for line in table.lines:
        yield (line.label, *_numbers(table, line.cells, line.total))


def total(table: Table) -> tuple[Any, ...]:
    """The last line, or nothing where no total is shown."""
    if not table.shows_totals:
        return ()
    return ("Jumlah", *_numbers(table, table.totals, table.grand))


def _numbers(table: Table, cells: tuple[Any, ...], last: Any) -> tuple[Any, ...]:
    return (*cells, last) if table.shows_line_totals or not table.columns else cells


def build(table: Table, facts: Facts, target: IO[bytes]) -> int:
    """Write the workbook; says how many lines it has. Hidden numbers are text, the others numbers."""
    titles = (facts.title, facts.area, *facts.narrowed, facts.source, *facts.notes)
    columns = [Column(title, 30 if place == 0 else 14, Kind.TEXT) for place, title in enumerate(heads(table))]
    lines = [*rows(table), *([total(table)] if total(table) else [])]
    cells = [[str(cell) if isinstance(cell, Hidden) else cell for cell in line] for line in lines]
    return write([Sheet("Rekap", columns, cells, titles)], target)


def paper(table: Table, facts: Facts, **frame: Any) -> Paper:
    """`frame`: letterhead, sheet, printed, watermark."""
    return Paper(
        facts=facts,
        heads=heads(table),
        rows=tuple((line[0], *map(in_words, line[1:])) for line in rows(table)),
        total=tuple(cell if place == 0 else in_words(cell) for place, cell in enumerate(total(table))),
        **frame,
    )


def render(paper: Paper) -> bytes:
    """The PDF; about a second for every 200 lines."""
    return pdf.render(render_to_string("documents/paper/rekap.html", {"rekap": paper}))
