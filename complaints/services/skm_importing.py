"""Answers of a CSV or XLSX become one batch of a survey: good rows are kept, refused ones told by row and column."""

import hashlib
import re
import tempfile
import uuid
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from complaints.enums_skm import AgeBand, RespondentSex, Schooling, SurveyDoor, Work
from complaints.importing.skm_answers import Line, Refused, read
from complaints.models import Survey, SurveyBatch
from complaints.services import skm as services
from complaints.services.skm import Sheet
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands

MOST_ROWS = 20_000  # in one file; more are several files
LONGEST_WORD = 1000
BANDS = {
    "umur": ("age", AgeBand),
    "jenis_kelamin": ("sex", RespondentSex),
    "pendidikan": ("schooling", Schooling),
    "pekerjaan": ("work", Work),
}
AGE_LIMITS = ((24, "sd24"), (34, "sd34"), (44, "sd44"), (54, "sd54"), (64, "sd64"), (120, "dari65"))
_INDONESIAN_DAY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")


class Imported(NamedTuple):
    batch: SurveyBatch
    refused: list[Refused]


def import_file(survey: Survey, upload: UploadedFile, *, on: date, key: uuid.UUID, by: User) -> Imported:
    """Keep the good rows; `on` is the day of rows without a date. DomainError when not one row is good."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:8]) as file:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        reading = read(Path(file.name), upload.name or "jawaban")
    if len(reading.lines) + len(reading.refused) > MOST_ROWS:
        raise DomainError(f"Paling banyak {thousands(MOST_ROWS)} baris sekali impor. Pecah menjadi beberapa berkas.")
    sheets, refused = _sheets(survey, reading.lines, on)
    refused = sorted([*reading.refused, *refused], key=lambda one: one.row)
    if not sheets:
        raise DomainError(f"Tidak ada baris yang dapat dipakai. {refused[0].sentence}")
    batch = services.type_in(
        survey,
        sheets,
        door=SurveyDoor.FILE,
        key=key,
        sha256=digest.hexdigest(),
        refused=len({one.row for one in refused}),
        by=by,
    )
    return Imported(batch, refused)


def _sheets(survey: Survey, lines: list[Line], on: date) -> tuple[list[Sheet], list[Refused]]:
    sheets: list[Sheet] = []
    refused: list[Refused] = []
    today = timezone.localdate()
    for line in lines:
        wrong: list[Refused] = []
        about = _about(line, wrong)
        day = _day(line, on, survey, today, wrong)
        if wrong:
            refused += wrong
        else:
            sheets.append(Sheet(line.answers, day, about))
    return sheets, refused


def _about(line: Line, wrong: list[Refused]) -> dict[str, str]:
    found = {}
    for column, (name, bands) in BANDS.items():
        if column in line.extras:
            value = _band(column, line.extras[column], bands)
            found[name] = value
            if not value:
                told = f"{str(line.extras[column])[:40]!r} tidak dikenal; pilih {', '.join(map(str, bands.labels))}."
                wrong.append(Refused(line.row, column, told))
    text = str(line.extras.get("saran", "")).strip()
    if len(text) > LONGEST_WORD or "\x00" in text:
        wrong.append(Refused(line.row, "saran", f"paling panjang {thousands(LONGEST_WORD)} huruf."))
    return found | {"suggestion": text}


def _band(column: str, cell: object, bands: type) -> str:
    """The band that a cell names by its code or its words; an age may be a number. "" for none of them."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell).strip()
    if column == "umur" and text.isascii() and text.isdigit() and len(text) <= 3:
        return next((band for limit, band in AGE_LIMITS if int(text) <= limit), "")
    words = {str(name).lower(): value for value, label in bands.choices for name in (value, label)}  # type: ignore[attr-defined]
    return words.get(text.lower(), "")


def _day(line: Line, on: date, survey: Survey, today: date, wrong: list[Refused]) -> date:
    cell = line.extras.get("tanggal")
    found = on if cell is None else _date(cell)
    if found is None:
        wrong.append(Refused(line.row, "tanggal", f"{str(cell)[:40]!r} bukan tanggal seperti 2026-11-23."))
        return on
    if not survey.opens_on <= found <= min(survey.closes_on, today):
        last = min(survey.closes_on, today)
        told = f"harus antara {tanggal(survey.opens_on)} dan {tanggal(last)}, bukan {tanggal(found)}."
        wrong.append(Refused(line.row, "tanggal" if cell is not None else "", told))
    return found


def _date(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    if found := _INDONESIAN_DAY.fullmatch(text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
