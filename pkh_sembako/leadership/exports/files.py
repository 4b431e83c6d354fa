"""A report as PDF and as workbook, from the same sections that its page shows."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.leadership.report import Report, Section, Share
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.numbers import share
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from pkh_sembako.office.queries import calendar, the_office

LONGEST_NAME = 31  # characters of a sheet's name


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


def paper(report: Report, *, by: User) -> File:
    """The PDF on the office's paper."""
    office = the_office()
    context = {
        "report": report,
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "mark": watermark("CONTOH" if settings.DEMO else ""),
        "printed": f"Dicetak {tanggal_jam(timezone.now(), calendar().zone)} oleh {by}",
    }
    made = pdf.render(render_to_string("documents/paper/laporan_pimpinan.html", context))
    return File(f"{report.code}.pdf", PDF, made)


def workbook(report: Report) -> File:
    """A sheet for every section that has a table; a share becomes three columns that can be counted with."""
    target = io.BytesIO()
    write([_sheet(place, section, report) for place, section in enumerate(report.sections, 1)], target)
    return File(f"{report.code}.xlsx", XLSX, target.getvalue())


def _sheet(place: int, section: Section, report: Report) -> Sheet:
    shares = {column for row in section.rows for column, cell in enumerate(row) if isinstance(cell, Share)}
    heads = [head for column, title in enumerate(section.heads) for head in _heads(title, column in shares)]
    columns = [Column(title, 34 if at == 0 else 16, Kind.TEXT) for at, title in enumerate(heads)]
    rows = [
        [part for column, cell in enumerate(row) for part in _cells(cell, column in shares)] for row in section.rows
    ]
    name = f"{place}. {section.title}"[:LONGEST_NAME]
    return Sheet(name, columns, rows, (report.title, report.period, section.title, *section.words))


def _heads(title: str, is_share: bool) -> tuple[str, ...]:
    return (title, f"{title}: dari", f"{title}: %") if is_share else (title,)


def _cells(cell: Any, is_share: bool) -> tuple[Any, ...]:
    if is_share and isinstance(cell, Share):
        return cell.part, cell.whole, round(float(share(cell.part, cell.whole)), 1) if cell.whole else None
    if is_share:
        return cell, None, None
    return (float(cell) if isinstance(cell, Decimal) else cell,)


def in_words(cell: Any) -> Any:
    """As a page and a paper print it."""
    if cell is None:
        return "–"
    if isinstance(cell, float | Decimal):
        return f"{cell:g}".replace(".", ",") if isinstance(cell, float) else str(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return cell
