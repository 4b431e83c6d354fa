"""Laporan TLHP (tindak lanjut hasil pemeriksaan) as a workbook and as a PDF; that somebody took it is logged."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from pkh_sembako.office.queries import calendar, the_office
from programs.exports.berita_acara_facts import letterhead_of, sheet_of
from sop import tlhp
from sop.models import Finding

TITLE = "Laporan tindak lanjut hasil pemeriksaan (TLHP)"
MOST = 2000  # findings in one report
COLUMNS = (
    Column("Nomor", 10),
    Column("Tanggal", 12, Kind.DATE),
    Column("Judul temuan", 34),
    Column("Kondisi", 50),
    Column("Kriteria", 40),
    Column("Sebab", 40),
    Column("Rekomendasi", 50),
    Column("Penanggung jawab", 30),
    Column("Tenggat", 12, Kind.DATE),
    Column("Status", 26),
    Column("Keterangan tenggat", 22),
    Column("Tindak lanjut terakhir", 50),
    Column("Selesai", 12, Kind.DATE),
)


@dataclass(frozen=True)
class File:
    """A file as it is handed out."""

    name: str
    content_type: str
    content: bytes


Maker = Callable[..., File]


def workbook(found: QuerySet[Finding], narrowed: Sequence[str], *, by: User, url: str = "") -> File:
    target, zone = io.BytesIO(), calendar().zone
    rows = tlhp.rows(list(found.order_by("year", "number")[:MOST]))
    lines = [
        (
            row.finding.code,
            timezone.localtime(row.finding.at, zone).date(),
            row.finding.title,
            row.finding.condition,
            row.finding.criteria,
            row.finding.cause,
            row.finding.recommendation,
            f"{row.finding.owner}, {row.role}",
            timezone.localtime(row.due, zone).date() if row.due else None,
            row.finding.get_state_display(),
            row.late.words if row.late else "",
            row.answer.note if row.answer else "",
            timezone.localtime(row.finding.closed_at, zone).date() if row.finding.closed_at else None,
        )
        for row in rows
    ]
    write([Sheet("TLHP", COLUMNS, lines, (TITLE, *narrowed))], target)
    _log(narrowed, by, url)
    return File(f"{_stem()}.xlsx", XLSX, target.getvalue())


def paper(found: QuerySet[Finding], narrowed: Sequence[str], *, by: User, url: str = "") -> File:
    office, zone = the_office(), calendar().zone
    context = {
        "title": TITLE,
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "narrowed": narrowed,
        "rows": tlhp.rows(list(found.order_by("year", "number")[:MOST])),
        "printed": f"Dicetak {tanggal_jam(timezone.now(), zone)} oleh {by}",
    }
    made = pdf.render(render_to_string("documents/paper/laporan_tlhp.html", context))
    _log(narrowed, by, url)
    return File(f"{_stem()}.pdf", PDF, made)


def _stem() -> str:
    return f"Laporan-TLHP-{timezone.localdate():%Y-%m-%d}"


def _log(narrowed: Sequence[str], by: User, url: str) -> None:
    subject = "; ".join((TITLE, *narrowed, tanggal(timezone.localdate())))
    log_read(ReadKind.EXPORT, by=by, subject=subject, purpose="Laporan temuan dan tindak lanjutnya", url=url)
