"""The copy of one person's data: a PDF to read, a workbook, and JSON for machines, in one archive."""

import io
import json
import zipfile
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.xlsx import LONGEST_TEXT, Column, Kind, Sheet, write
from pkh_sembako.office.models import Office
from pkh_sembako.privacy.enums import LEGAL_BASIS, RequestKind
from pkh_sembako.privacy.queries.dossier.frame import Dossier, Section

READ_ME = (
    "Berkas ini memuat data pribadi {name}, diminta dengan nomor {code} menurut {basis}.\n"
    "data-pribadi.pdf untuk dibaca, data-pribadi.xlsx untuk diolah, data-pribadi.json untuk dibaca mesin.\n"
    "Nomor milik orang lain disamarkan. Simpan berkas ini baik-baik.\n"
)
MOST_COLUMNS, LONG_CELL = 8, 160  # of a table; what is more is printed as facts
MOST_PRINTED = 400  # lines of one section on paper; the workbook and JSON have all


def archive(dossier: Dossier, office: Office, target: IO[bytes], *, by: str) -> None:
    """Write the ZIP; the order of its files and their times are fixed by the dossier."""
    request = dossier.request
    words = READ_ME.format(name=request.subject_name, code=request.code, basis=LEGAL_BASIS[RequestKind(request.kind)])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data-pribadi.pdf", paper(dossier, office, by=by))
        packed.writestr("data-pribadi.xlsx", workbook(dossier))
        packed.writestr("data-pribadi.json", machine(dossier))
        packed.writestr("BACA-DAHULU.txt", words)


def machine(dossier: Dossier) -> str:
    """Sections as lists of objects, keys as the columns read."""
    request = dossier.request
    content: dict[str, Any] = {
        "nomor": request.code,
        "orang": request.subject_name,
        "dasar": LEGAL_BASIS[RequestKind(request.kind)],
        "disusun": timezone.localtime(dossier.gathered_at).isoformat(),
        "bagian": {
            section.key: {
                "judul": section.title,
                "catatan": section.note,
                "baris": [dict(zip(section.columns, row, strict=True)) for row in section.rows],
            }
            for section in dossier.sections
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def workbook(dossier: Dossier) -> bytes:
    """One sheet a section."""
    target = io.BytesIO()
    heading = f"{dossier.request.code}: data pribadi {dossier.request.subject_name}"
    sheets = [
        Sheet(
            section.title.replace("/", "-")[:31],
            [Column(name, 28, Kind.IDENTITY) for name in section.columns],
            [[cell[:LONGEST_TEXT] for cell in row] for row in section.rows],
            (heading, section.title, *((section.note,) if section.note else ())),
        )
        for section in dossier.sections
    ]
    write(sheets, target)
    return target.getvalue()


def paper(dossier: Dossier, office: Office, *, by: str) -> bytes:
    """The PDF with the office's letterhead."""
    request = dossier.request
    context = {
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "title": "SALINAN DATA PRIBADI DAN REKAM JEJAK PEMROSESAN",
        "mark": watermark("CONTOH") if settings.DEMO else "",
        "request": request,
        "basis": LEGAL_BASIS[RequestKind(request.kind)],
        "parts": [_part(section) for section in dossier.sections],
        "gathered": tanggal_jam(timezone.localtime(dossier.gathered_at)),
        "printed": f"{request.code}, disusun {tanggal_jam(timezone.localtime(dossier.gathered_at))} oleh {by}",
    }
    return pdf.render(render_to_string("documents/paper/salinan_data.html", context))


def _part(section: Section) -> dict[str, Any]:
    """Pairs of label and value are laid out as facts, wide tables as a list of facts each."""
    return {
        "title": section.title,
        "note": section.note,
        "facts": len(section.columns) == 2 and section.columns == ("Data", "Isi"),
        "wide": len(section.columns) > MOST_COLUMNS
        or any(len(cell) > LONG_CELL for row in section.rows for cell in row),
        "columns": section.columns,
        "rows": [list(zip(section.columns, row, strict=True)) for row in section.rows[:MOST_PRINTED]],
        "more": max(len(section.rows) - MOST_PRINTED, 0),
    }
