"""Handing a Rekap out of the application. It names nobody; that somebody took it is recorded all the same."""

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.office.models import Office
from programs.exports import rekap as export
from programs.exports.berita_acara_facts import letterhead_of, sheet_of
from programs.exports.rekap_facts import Facts
from programs.queries.rekap import Table

PURPOSE, PUBLIC_PURPOSE = "Rekap angka tanpa nama untuk dinas", "Rekap angka tanpa nama, salinan publik"


@dataclass(frozen=True)
class File:
    """A file as it is handed out."""

    name: str
    content_type: str
    content: bytes


def workbook(table: Table, facts: Facts, *, by: User, url: str = "") -> File:
    """The Rekap as XLSX, logged."""
    target = io.BytesIO()
    export.build(table, facts, target)
    _log(table, facts, by=by, url=url)
    return File(f"{_stem(table)}.xlsx", XLSX, target.getvalue())


def paper(table: Table, facts: Facts, *, office: Office, by: User, url: str = "") -> File:
    """The Rekap as PDF, logged; a public copy names no officer."""
    printed = f"Dicetak {tanggal_jam(timezone.localtime())}" + ("" if table.question.public else f" oleh {by}")
    frame = {"letterhead": letterhead_of(office), "sheet": sheet_of(office), "printed": printed}
    made = export.render(export.paper(table, facts, watermark="CONTOH" if settings.DEMO else "", **frame))
    _log(table, facts, by=by, url=url)
    return File(f"{_stem(table)}.pdf", PDF, made)


def _stem(table: Table) -> str:
    asked = table.question
    parts = ["Rekap", asked.rows, asked.columns, str(asked.per or timezone.localdate())]
    return "-".join([part for part in parts if part] + (["publik"] if asked.public else []))


def _log(table: Table, facts: Facts, *, by: User, url: str) -> None:
    purpose = PUBLIC_PURPOSE if table.question.public else PURPOSE
    subject = "; ".join((facts.title, *facts.narrowed))
    log_read(ReadKind.EXPORT, by=by, subject=subject, purpose=purpose, url=url)
