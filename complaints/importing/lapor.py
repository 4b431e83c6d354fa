"""Rows of a spreadsheet of SP4N-LAPOR!, read in the limited child process; no database here.

Columns, classifications, subjects and states are told by `lapor.toml`. Every refused row says why.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from programs.importing.cells import as_text, parse_date
from programs.importing.errors import FileRefused
from programs.importing.headers import normalise
from programs.importing.reader import FileReader, Row

WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("lapor.toml").read_text("utf-8"))
MOST_ROWS = 1_000
LONGEST_STORY = 5_000
HEADER_ROWS = 30
NEEDED = ("tracking_id", "story")
_COLUMNS = {normalise(name): field for field, names in WORDS["columns"].items() for name in names}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{2,39}")


@dataclass(frozen=True)
class Line:
    """One row; `message` says why it is refused ("" = good). `reported_at` is ISO: a day, or a moment without zone."""

    row: int
    tracking_id: str
    message: str = ""
    reported_at: str = ""
    subject: str = "lainnya"
    kind: str = "pengaduan"
    story: str = ""
    status: str = ""
    disclosure: str = "terbuka"
    reporter: str = ""


def read(path: Path, name: str, today: date) -> list[Line]:
    """Every row with something in it, of the first sheet that has the columns. FileRefused for any other file."""
    with FileReader(path, name) as file:
        for sheet in file.sheets:
            if header := _header(sheet.head):
                place, columns = header
                return _lines(file.rows([sheet.number]), place, columns, today)
    raise FileRefused("Kolom Tracking ID dan Isi Laporan tidak ditemukan. Unduh ulang daftarnya dari SP4N-LAPOR!.")


def _header(head: list[Row]) -> tuple[int, dict[str, int]] | None:
    """(number of the row, 1-based; field -> column) of the first row that names what is needed."""
    for number, cells in enumerate(head[:HEADER_ROWS], start=1):
        found: dict[str, int] = {}
        for index, cell in enumerate(cells):
            field = _COLUMNS.get(normalise(as_text(cell)))
            if field:
                found.setdefault(field, index)
        if all(field in found for field in NEEDED):
            return number, found
    return None


def _lines(
    batches: Iterator[tuple[int, int, list[Row]]], header: int, columns: Mapping[str, int], today: date
) -> list[Line]:
    made: list[Line] = []
    known: dict[str, int] = {}
    for _, first, rows in batches:
        for number, cells in enumerate(rows, first):
            if number <= header or not any(as_text(cell) for cell in cells):
                continue
            if len(made) >= MOST_ROWS:
                raise FileRefused("Paling banyak 1.000 laporan sekali impor. Pecah menjadi beberapa berkas.")
            line = _line(number, {field: cells[at] if at < len(cells) else "" for field, at in columns.items()}, today)
            if line.tracking_id and line.tracking_id in known and not line.message:
                line = Line(number, line.tracking_id, f"Sama dengan baris {known[line.tracking_id]}.")
            known.setdefault(line.tracking_id, number)
            made.append(line)
    if not made:
        raise FileRefused("Berkas hanya berisi judul kolom, belum ada laporan.")
    return made


def _line(number: int, cells: Mapping[str, Any], today: date) -> Line:
    texts = {field: as_text(cell) for field, cell in cells.items()}
    tracking = texts["tracking_id"].lstrip("#")
    if not _ID.fullmatch(tracking):
        said = f"Tracking ID “{tracking[:40]}” tidak dikenal." if tracking else "Tracking ID kosong."
        return Line(number, tracking[:40], said)
    story = "\n".join(part for part in (texts.get("title", ""), _story(cells["story"])) if part)
    if len(story) < 10:
        return Line(number, tracking, "Isi laporan kurang dari 10 huruf.")
    if len(story) > LONGEST_STORY:
        return Line(number, tracking, f"Isi laporan {len(story)} huruf; paling panjang 5.000.")
    try:
        moment = _moment(cells.get("reported_on", ""), today)
    except ValueError:
        return Line(number, tracking, f"Tanggal laporan “{texts['reported_on'][:40]}” tidak dikenal.")
    if moment[:10] > today.isoformat():
        return Line(number, tracking, "Tanggal laporan sesudah hari ini.")
    disclosure, reporter = _reporter(texts)
    about = f"{texts.get('category', '')} {texts.get('title', '')}".lower()
    return Line(
        row=number,
        tracking_id=tracking,
        reported_at=moment,
        subject=next((code for code, words in WORDS["subjects"].items() if any(w in about for w in words)), "lainnya"),
        kind=named("classifications", texts.get("classification", "")) or "pengaduan",
        story=story,
        status=texts.get("status", "")[:40],
        disclosure=disclosure,
        reporter=reporter,
    )


def _story(cell: object) -> str:
    """With its line breaks, without characters that nobody types."""
    lines = (as_text(line) for line in cell.splitlines()) if isinstance(cell, str) else (as_text(cell),)
    return "\n".join(line for line in lines if line)


def _moment(cell: object, today: date) -> str:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(timespec="minutes")
    text = re.sub(r"[ T]+[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2})?.*$", "", cell) if isinstance(cell, str) else cell
    found = parse_date(text, max(today.year + 1, 2000))
    return (found or today).isoformat()


def _reporter(texts: Mapping[str, str]) -> tuple[str, str]:
    """(disclosure, name): who is anonymous has no name; a secret reporter's name stays with the desk."""
    name, said = texts.get("reporter", ""), texts.get("disclosure", "").lower()
    if "anonim" in said or "anonim" in name.lower() or said in ("ya", "y", "1"):
        return "anonim", ""
    return ("rahasia" if "rahasia" in said or "rahasia" in name.lower() else "terbuka"), name[:120]


def named(table: str, words: str) -> str:
    """The code of `table` whose list has these words; "" for none."""
    wanted = normalise(words)
    return next((code for code, names in WORDS[table].items() if wanted in map(normalise, names)), "") if wanted else ""
