"""The berkas of a cycle as a ZIP: numbered folders, a list of contents with the SHA-256 of every file.

One file is in memory at a time. A file that is gone or changed on disk is named in the list and left out.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from django.template.loader import render_to_string
from django.utils.text import slugify

from pkh_sembako.documents.services import files
from pkh_sembako.lib import pdf
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.xlsx import Column, Sheet, write
from sop.exports.binder_frame import Frame
from sop.services.binder_parts import Contents, Table

Tell = Callable[[int, int], None]
WIDTHS = {"Catatan": 50, "Alasan": 50, "Peristiwa": 40, "Pekerjaan": 40, "Kepada": 30}


@dataclass(frozen=True)
class Line:
    """One file of the archive."""

    path: str
    title: str
    size: int
    sha256: str


@dataclass
class Listing:
    """What stands in the archive, and what does not and why."""

    lines: list[Line] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def build(frame: Frame, tables: list[Table], contents: Contents, target: IO[bytes], tell: Tell) -> int:
    """Write the archive; how many files are in it. `tell` hears done and total."""
    listing = Listing(missing=list(contents.left_out))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, item in enumerate(contents.items, start=1):
            tell(number, len(contents.items))
            try:
                content = files.verified(item.stored)
            except DomainError as refusal:
                listing.missing.append(f"{item.title}: {refusal.sentence}")
                continue
            words = " · ".join(part for part in (item.title, item.note) if part)
            _put(archive, listing, item.path(number), words, content)
        for path, table, content in _workbooks(tables):
            _put(archive, listing, path, table.title, content)
        listing.lines.sort(key=lambda line: line.path)
        archive.writestr("01-daftar-isi.txt", as_text(frame, listing))
        archive.writestr("01-daftar-isi.pdf", _as_pdf(frame, listing))
    return len(listing.lines)


def as_text(frame: Frame, listing: Listing) -> str:
    """The list of contents in the form that `sha256sum -c` reads; what is no file stands behind #."""
    head = [frame.title, frame.subtitle, f"Dibuat {frame.made}", f"Kepala rantai audit {frame.chain}"]
    notes = [f"TIDAK DISERTAKAN: {words}" for words in listing.missing]
    lines = [f"{line.sha256}  {line.path}" for line in listing.lines]
    return "\n".join([*(f"# {words}" for words in [*head, *notes]), *lines]) + "\n"


def _put(archive: zipfile.ZipFile, listing: Listing, path: str, title: str, content: bytes) -> None:
    archive.writestr(path, content)
    listing.lines.append(Line(path, title, len(content), hashlib.sha256(content).hexdigest()))


def _workbooks(tables: list[Table]) -> Iterator[tuple[str, Table, bytes]]:
    for table in tables:
        columns = [Column(head, WIDTHS.get(head, 22)) for head in table.heads]
        target = io.BytesIO()
        write([Sheet(table.title[:31], columns, table.rows, (table.title,))], target)
        yield f"{table.folder or '08-riwayat'}/{slugify(table.title)}.xlsx", table, target.getvalue()


def _as_pdf(frame: Frame, listing: Listing) -> bytes:
    return pdf.render(render_to_string("documents/paper/berkas_isi.html", {"frame": frame, "listing": listing}))
