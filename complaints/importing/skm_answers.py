"""Answer sheets of the survey from CSV or XLSX: columns u1..u9 (1-4), and what a respondent says of himself.

The file is opened by the guarded child process of `programs.importing`: a semicolon, a tab, a byte order mark, UTF-16
and empty lines are read, a zip bomb is not. Every refused cell is named by its row (1-based) and its column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from complaints.skm import CODES
from pkh_sembako.lib.numbers import thousands
from programs.importing.errors import FileRefused
from programs.importing.reader import FileReader, Row

MOST_BYTES = 10_000_000
EXTRAS = ("umur", "jenis_kelamin", "pendidikan", "pekerjaan", "tanggal", "saran")
ANSWERS = {"1": 1, "2": 2, "3": 3, "4": 4}


class Refused(NamedTuple):
    row: int
    column: str  # as headed; "" for the whole row
    message: str

    @property
    def sentence(self) -> str:
        return f"Baris {self.row}{f', kolom {self.column}' if self.column else ''}: {self.message}"


class Line(NamedTuple):
    """One answer sheet. `extras` holds the cells of the other known columns as they came, without empty ones."""

    row: int
    answers: tuple[int, ...]
    extras: dict[str, object]


@dataclass
class Reading:
    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read(path: Path, name: str = "") -> Reading:
    """Every row of the first sheet that has something in it; FileRefused for a file that cannot be an answer list."""
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused(f"Berkas lebih besar dari {MOST_BYTES // 1_000_000} MB; pecah menjadi beberapa berkas.")
    with FileReader(path, name or path.name) as file:
        sheet = next((sheet for sheet in file.sheets if sheet.height and not sheet.hidden), None)
        if sheet is None:
            raise FileRefused("Berkas ini kosong.")
        reading = _read_rows(_filled(file.rows([sheet.number])))
    if not reading.lines and not reading.refused:
        raise FileRefused("Berkas hanya berisi judul kolom, belum ada jawaban.")
    return reading


def _filled(batches: Iterator[tuple[int, int, list[Row]]]) -> Iterator[tuple[int, Row]]:
    """(row number, cells) of rows that are not blank."""
    for _, first, rows in batches:
        for number, cells in enumerate(rows, first):
            if any(str(cell).strip() for cell in cells):
                yield number, cells


def _read_rows(rows: Iterator[tuple[int, Row]]) -> Reading:
    number, head = next(rows, (1, []))
    titles = [str(cell).strip().lower().replace(" ", "_") for cell in head]
    _check_titles(number, titles)
    places = {title: titles.index(title) for title in (*CODES, *EXTRAS) if title in titles}
    reading = Reading()
    for number, cells in rows:
        _take(reading, number, cells, places, len(titles))
    return reading


def _check_titles(number: int, titles: Sequence[str]) -> None:
    if not titles:
        raise FileRefused("Berkas ini kosong.")
    if missing := [code for code in CODES if code not in titles]:
        word = ", ".join(missing)
        raise FileRefused(f"Baris {number}: kolom {word} tidak ada. Judul kolom harus {','.join(CODES)}.")
    if doubled := [title for title in (*CODES, *EXTRAS) if titles.count(title) > 1]:
        raise FileRefused(f"Baris {number}: kolom {', '.join(doubled)} ada lebih dari satu kali.")


def _take(reading: Reading, number: int, cells: Row, places: dict[str, int], width: int) -> None:
    if any(str(cell).strip() for cell in cells[width:]):
        reading.refused.append(Refused(number, "", f"berisi {thousands(len(cells))} sel, judulnya {width}."))
        return
    found = {title: cells[place] if place < len(cells) else "" for title, place in places.items()}
    answers = [_answer(found[code]) for code in CODES]
    wrong = [
        Refused(number, code, _why(found[code])) for code, answer in zip(CODES, answers, strict=True) if answer is None
    ]
    if wrong:
        reading.refused += wrong
        return
    extras = {title: found[title] for title in EXTRAS if str(found.get(title, "")).strip()}
    reading.lines.append(Line(number, tuple(answer for answer in answers if answer), extras))


def _answer(cell: object) -> int | None:
    """A workbook gives 3.0 for 3; a CSV must say 3."""
    if isinstance(cell, float):
        return ANSWERS.get(f"{cell:g}")
    return ANSWERS.get(cell.strip()) if isinstance(cell, str) else None


def _why(cell: object) -> str:
    text = str(cell).strip()
    return f"jawaban harus 1, 2, 3, atau 4, bukan {text[:40]!r}." if text else "jawaban kosong; isi 1, 2, 3, atau 4."
