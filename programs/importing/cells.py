"""One cell: what a spreadsheet may hold, as clean text, a date, a count."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import cast

EMPTY_MARKS = frozenset({"", "-", "--", "—", "–"})
LONGEST = {  # characters the registry keeps; what is longer travels in full in `extra`
    "name": 120, "alamat": 200, "dusun": 80, "rt": 3, "rw": 3, "hub": 40, "iddtks": 40,
    "tahap": 60, "bank": 40, "gelombang": 40, "dir": 40,
    "account": 30, "branch": 80,
}  # fmt: skip
# Characters nobody types on purpose: controls, no-break and zero-width spaces, direction marks, halves of surrogates.
_JUNK = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff"
_LEADING = " '`‘’´"  # an apostrophe keeps digits text, and stands in front of names too
_SUSPECT = _LEADING + "-–—"
_drop_junk = re.compile(f"[{_JUNK}]").sub

_MONTH_NAMES = (
    ("jan", "januari", "january"), ("feb", "februari", "pebruari", "peb", "february"), ("mar", "maret", "mrt", "march"),
    ("apr", "april"), ("mei", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
    ("agu", "agustus", "agt", "ags", "agst", "agus", "aug", "august"), ("sep", "september", "sept"),
    ("okt", "oktober", "oct", "october"), ("nov", "november", "nopember", "nop"),
    ("des", "desember", "dec", "december"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})(?:[ T]00?[:.]00(?:[:.]00)?)?")
_ISO_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T][0-9:.]+)?")
_WORD_DATE = re.compile(r"([0-9]{1,2})[-/. ]*([A-Za-z]+)[-/. ]*([0-9]{4}|[0-9]{2})")
_PLACE_AND_DATE = re.compile(r"^(?P<place>.*?)[\s,/]*\b(?P<date>[0-9]{1,4}[-/. ][^,]*)$")
_FIRST_YEAR = 1900
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL = 3_654  # 1 January 1910: below it a number is more likely a year or an age


def as_text(value: object) -> str:
    """Clean text of any cell; a whole number without its ".0", a date as dd-mm-yyyy, a lone dash as ""."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "YA" if value else "TIDAK"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
    return clean(str(value))


def clean(text: str) -> str:
    """Text without junk characters, doubled spaces and the apostrophe that makes a spreadsheet keep text."""
    text = " ".join(_drop_junk("", text).split()).lstrip(_LEADING)
    return "" if text in EMPTY_MARKS else text


def as_texts(values: Sequence[object]) -> list[str]:
    """`as_text` of a whole column, quick where the cells are clean text already."""
    if set(map(type, values)) != {str}:
        return [as_text(value) for value in values]
    texts = cast("Sequence[str]", values)
    dirty = {
        text
        for text in set(texts)
        if text and (not text.isprintable() or "  " in text or text[0] in _SUSPECT or text[-1] == " ")
    }
    return [clean(text) if text in dirty else text for text in texts] if dirty else list(texts)


@lru_cache(maxsize=65_536)
def parse_date(value: object, latest: int) -> date | None:
    """The day in a cell: a date cell, an Excel serial number, or text (month first only where day first cannot be).

    "05-08-1990", "5/8/90", "5 Agustus 1990", "17 Nopember 1980", "5-Aug-2019", "1990-08-05". Years from 1900 to
    `latest`; two digits mean the last hundred years up to it. ValueError for what is no day; None for an empty cell.
    """
    if isinstance(value, datetime):
        return _in_range(value.date(), latest)
    if isinstance(value, date):
        return _in_range(value, latest)
    if isinstance(value, float) and value >= _FIRST_SERIAL and value < 100_000:
        return _in_range(_EXCEL_DAY_ZERO + timedelta(days=int(value)), latest)
    text = as_text(value)
    return _in_range(_text_date(text, latest), latest) if text else None


def parse_place_and_date(value: object, latest: int) -> date | None:
    """The day in "MAGETAN, 05-08-1990"; None for a place alone, ValueError as `parse_date`."""
    text = as_text(value)
    match = _PLACE_AND_DATE.match(text) if isinstance(value, str) else None
    if match:
        return parse_date(match["date"], latest)
    if isinstance(value, str) and not any(character.isdigit() for character in text):
        return None
    return parse_date(value, latest)


def _in_range(day: date, latest: int) -> date:
    if not _FIRST_YEAR <= day.year <= latest:
        raise ValueError(f"year {day.year} out of range")
    return day


def _text_date(text: str, latest: int) -> date:
    if match := _ISO_DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORD_DATE.fullmatch(text):
        month = MONTHS.get(match[2].lower())
        if month:
            return date(_year(match[3], latest), month, int(match[1]))
    if match := _NUMERIC_DATE.fullmatch(text):
        day, month, year = int(match[1]), int(match[2]), _year(match[3], latest)
        return date(year, day, month) if month > 12 >= day else date(year, month, day)
    raise ValueError(f"no date: {text[:40]!r}")


def _year(text: str, latest: int) -> int:
    if len(text) == 4:
        return int(text)
    year = latest // 100 * 100 + int(text)
    return year if year <= latest else year - 100


def parse_count(value: object) -> int:
    """A number of persons (0-99) in a cell; ValueError for anything else, an empty cell is 0."""
    text = as_text(value)
    number = int(text) if text.isascii() and (text.isdigit() or not text) and text else 0 if not text else -1
    if not 0 <= number <= 99:
        raise ValueError(f"no count: {text[:40]!r}")
    return number


_SEX = {
    "L": "L", "LK": "L", "LAKI": "L", "LAKILAKI": "L", "PRIA": "L", "M": "L",
    "P": "P", "PR": "P", "PEREMPUAN": "P", "WANITA": "P", "F": "P",
}  # fmt: skip


def parse_sex(text: str) -> str:
    """ "L", "P", or "" when the word is not understood."""
    return _SEX.get(re.sub(r"[^A-Z]", "", text.upper()), "")


_RT = re.compile(r"(?:R[TW]\.?\s*)?0*([0-9]{1,3})(?:\.0)?", re.IGNORECASE)
_RT_RW = re.compile(r"(?:RT\.?\s*)?0*([0-9]{1,3})\s*[/,\s-]\s*(?:RW\.?\s*)?0*([0-9]{1,3})", re.IGNORECASE)
_RT_RW_INSIDE = re.compile(r"\bRT\.?\s*0*([0-9]{1,3})\s*[/,\s-]*\s*RW\.?\s*0*([0-9]{1,3})\b", re.IGNORECASE)


def parse_rt(text: str) -> str:
    """Three digits of "1", "001" or "RT 1"; "" for what is no RT or RW."""
    match = _RT.fullmatch(text)
    return match[1].zfill(3) if match else ""


def parse_rt_rw(text: str) -> tuple[str, str]:
    """Both of "001/002" or "RT 1 RW 2"; two "" when they are not there."""
    match = _RT_RW.fullmatch(text)
    return (match[1].zfill(3), match[2].zfill(3)) if match else ("", "")


def rt_rw_inside(alamat: str) -> tuple[str, str]:
    """RT and RW named inside an address, which itself stays as it is."""
    match = _RT_RW_INSIDE.search(alamat)
    return (match[1].zfill(3), match[2].zfill(3)) if match else ("", "")
