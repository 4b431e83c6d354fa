"""The berkas of a cycle as one PDF to print and bind: cover, contents, records, then the papers themselves.

Each paper stands behind a sheet that names it with its hash; a paper that cannot be bound has only that sheet, which
says why. Every page carries "Berkas halaman x dari y".
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from pkh_sembako.lib import pdf
from sop.exports import binder_stamp
from sop.exports.binder_frame import Frame
from sop.exports.binder_papers import bind
from sop.services.binder_parts import Contents, Item, Table

LARGEST = 64 * 1024 * 1024  # bytes of papers held at once; what comes after is named and lies in the ZIP
TOO_MUCH = "Jilid ini sudah penuh. Berkasnya ada dalam ZIP berkas siklus."
Tell = Callable[[int, int], None]
Beside = Callable[[Callable[[], bytes]], bytes]


@dataclass(frozen=True)
class Entry:
    """A paper in the table of contents; `page` is that of its own sheet, 1-based."""

    item: Item
    content: bytes = b""
    pages: int = 0
    problem: str = ""
    page: int = 0


def build(frame: Frame, tables: list[Table], contents: Contents, target: IO[bytes], tell: Tell, beside: Beside) -> int:
    """Write the binder; how many pages it has. `beside` runs slow layout while the job's lease is kept."""
    collected = _collect(contents, tell)
    front, entries = _front(frame, tables, contents, collected, beside)
    whole = PdfWriter()
    whole.append(io.BytesIO(front), import_outline=False)
    while entries and len(whole.pages) < entries[0].page - 1:
        whole.add_blank_page()
    if entries:
        laid_out = beside(lambda: _render("documents/paper/berkas_lembar.html", frame=frame, entries=entries))
        sheets = PdfReader(io.BytesIO(laid_out))
        for number, entry in enumerate(entries):
            whole.add_page(sheets.pages[number])
            whole.add_outline_item(title=entry.item.title, page_number=len(whole.pages) - 1)
            if entry.content:
                whole.append(io.BytesIO(entry.content), import_outline=False)
    binder_stamp.number_pages(whole)
    whole.add_metadata({"/Title": frame.title})
    whole.write(target)
    return len(whole.pages)


def _collect(contents: Contents, tell: Tell) -> list[Entry]:
    """Every paper that can be bound, as long as there is room."""
    entries, held = [], 0
    for number, item in enumerate(contents.items, start=1):
        tell(number, len(contents.items))
        if held + item.stored.size > LARGEST:
            entries.append(Entry(item, problem=TOO_MUCH))
            continue
        paper = bind(item.stored)
        held += len(paper.content)
        entries.append(Entry(item, paper.content, paper.pages, paper.problem))
    return entries


def _front(
    frame: Frame, tables: list[Table], contents: Contents, entries: list[Entry], beside: Beside
) -> tuple[bytes, list[Entry]]:
    """Cover, contents and records, laid out until there is room before the first page number that they print."""
    length = 0
    while True:
        numbered = _numbered(entries, after=length)
        made = beside(
            lambda numbered=numbered: _render(
                "documents/paper/berkas_jilid.html",
                frame=frame,
                tables=tables,
                entries=numbered,
                left_out=contents.left_out,
            )
        )
        found = len(PdfReader(io.BytesIO(made)).pages)
        if found <= length:
            return made, numbered
        length = found


def _numbered(entries: list[Entry], *, after: int) -> list[Entry]:
    numbered, page = [], after + 1
    for entry in entries:
        numbered.append(replace(entry, page=page))
        page += 1 + entry.pages
    return numbered


def _render(template: str, **context: object) -> bytes:
    return pdf.render(render_to_string(template, context))
