"""NIK and NKK: what sixteen digits must be, what they say, and how they are shown.

NIK = 2 province + 2 kabupaten/kota + 2 kecamatan + DDMMYY + 4 serial; a woman's day is raised by 40. The region is that
of the first registration and does not change. NKK has the same shape without the +40 (domain.md 4). Nothing here
repairs a number: what a spreadsheet has rounded is lost.
"""

import re
from collections.abc import Container
from datetime import date
from enum import StrEnum
from functools import lru_cache

LENGTH = 16
_SIXTEEN = re.compile(r"[0-9]{16}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
# What people and spreadsheets put around digits so that they stay text.
_WRAPPING = str.maketrans("", "", " \t\r\n\xa0\u200b\u200e\u200f\u202f\ufeff'`\"‘’‚“”´")


class Fault(StrEnum):
    """Why sixteen digits are none."""

    MISSING = "missing"
    NUMERIC = "numeric"
    DIGITS = "digits"
    LENGTH = "length"
    REPEATED = "repeated"


def strip_wrapping(text: str) -> str:
    """Take away apostrophes, backticks, quotes and spaces of every kind: "'3520 ...1 " -> "3520...1"."""
    if wrapped := _FORMULA_TEXT.fullmatch(text.strip()):
        text = wrapped[1]
    return text.translate(_WRAPPING)


def nkk_fault(digits: str) -> Fault | None:
    """What is wrong with a No. KK (after `strip_wrapping`), or None."""
    if _SIXTEEN.fullmatch(digits):
        return None
    if not digits:
        return Fault.MISSING
    if _SCIENTIFIC.fullmatch(digits):
        return Fault.NUMERIC
    return Fault.LENGTH if digits.isascii() and digits.isdigit() else Fault.DIGITS


def nik_fault(digits: str) -> Fault | None:
    """What is wrong with a NIK (after `strip_wrapping`), or None: as a No. KK, and no one digit, no serial 0000."""
    if fault := nkk_fault(digits):
        return fault
    return Fault.REPEATED if digits.endswith("0000") or digits == digits[0] * LENGTH else None


def mask(digits: str) -> str:
    """Four digits, stars, four digits: "3520********0001"; whatever is shorter than nine shows nothing."""
    if len(digits) <= 8:
        return "*" * len(digits)
    return f"{digits[:4]}{'*' * (len(digits) - 8)}{digits[-4:]}"


def sex(nik: str) -> str:
    """ "P" when the day of birth is raised by 40, else "L"; of a NIK without fault."""
    return "P" if int(nik[6:8]) > 40 else "L"


def birthdate(nik: str, *, latest: date) -> date | None:
    """The day of birth in a NIK: the youngest century not after `latest`; None for an impossible day."""
    day, month, year = (int(nik[start : start + 2]) for start in (6, 8, 10))
    for century in (latest.year // 100 * 100, latest.year // 100 * 100 - 100):
        born = _day(century + year, month, day - 40 if day > 40 else day)
        if born and born <= latest:
            return born
    return None


def born_on(nik: str, day: date) -> bool:
    """Whether the NIK names this day, in whatever century."""
    return birth_digits(day, sex(nik)) == nik[6:12]


@lru_cache(maxsize=65_536)
def birth_digits(day: date, sex_code: str) -> str:
    """DDMMYY as a NIK of that sex carries it: 17 August 1990 of a woman -> "570890"."""
    return f"{day.day + (40 if sex_code == 'P' else 0):02d}{day.month:02d}{day.year % 100:02d}"


def region_known(nik: str, regency_codes: Container[str]) -> bool:
    """Whether province and kabupaten/kota of a NIK stand in `regency_codes` (four digits, "3520")."""
    return nik[:4] in regency_codes


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
