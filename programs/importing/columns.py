"""Readers of whole columns: cells in, clean values out; what is wrong goes to a `Ledger`.

Columns and not rows, because 60,000 rows times 19 cells must be checked in about a second.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat

from pkh_sembako.lib.identity import Fault, nik_fault, nkk_fault, strip_wrapping
from pkh_sembako.lib.money import parse_rupiah
from programs.importing.cells import LONGEST, as_text, as_texts, parse_date, parse_place_and_date
from programs.importing.ledger import Ledger, Seen
from programs.importing.regions import Place

MAX_AMOUNT = 10**15
_NUMBER_SENTENCES = {
    Fault.MISSING: "{what} kosong.",
    Fault.NUMERIC: (
        "{what} tersimpan sebagai angka sehingga angka belakangnya bisa berubah; "
        "minta berkas dengan {what} sebagai teks."
    ),
    Fault.DIGITS: "{what} memuat tanda selain angka.",
    Fault.LENGTH: "{what} berisi {length} angka, seharusnya 16.",
    Fault.REPEATED: "{what} tidak wajar: satu angka diulang 16 kali atau nomor urutnya 0000.",
}

_CALLED = {"nik": "NIK", "no_kk": "No. KK", "kks": "Nomor KKS"}
_GROUPED = re.compile(r"[0-9]{4}(?:[-.][0-9]{4}){3}")
_NO_CARD = {"NOKKS", "KKS", "BELUMADA", "TIDAKADA", "NULL", "NIHIL", "N/A", "#N/A"}  # what people write for "none"


def number_of(value: object, fault_of: Callable[[str], Fault | None]) -> tuple[str, Fault | None]:
    """Digits of a NIK or No. KK cell and its fault. Only text can hold sixteen digits: no other cell is repaired."""
    if isinstance(value, str):
        digits = strip_wrapping(as_text(value))
        return digits, fault_of(digits)
    if value is None:
        return "", Fault.MISSING
    return as_text(value), Fault.DIGITS if isinstance(value, bool) else Fault.NUMERIC


def niks(values: Sequence[object], ledger: Ledger) -> list[str]:
    """NIK column; a faulty NIK is refused and stays in its place as text."""
    result = []
    for index, value in enumerate(values):
        # The common case without a call: sixteen ASCII digits that are neither one digit nor end in serial 0000.
        if (
            value.__class__ is str and len(value) == 16 and value.isascii() and value.isdigit()
            and value[12:] != "0000" and value != value[0] * 16
        ):  # fmt: skip
            result.append(value)
            continue
        digits, fault = number_of(value, nik_fault)
        if fault:
            ledger.refuse(index, "nik", f"nik_{fault}", _number_sentence("NIK", fault, digits))
        result.append(digits)
    return result


def nkks(values: Sequence[object], ledger: Ledger, *, required: bool) -> list[str]:
    """No. KK column; an empty one is refused only where the layout has no NIK."""
    result = []
    for index, value in enumerate(values):
        if value.__class__ is str and len(value) == 16 and value.isascii() and value.isdigit():
            result.append(value)
            continue
        digits, fault = number_of(value, nkk_fault)
        if fault and (required or fault != Fault.MISSING):
            ledger.refuse(index, "no_kk", f"kk_{fault}", _number_sentence("No. KK", fault, digits))
        result.append(digits)
    return result


def cards(values: Sequence[object], ledger: Ledger) -> list[str]:
    """Card numbers: sixteen digits, in groups or not; the census form writes "NOKKS" where there is none (V8)."""
    result = []
    for index, value in enumerate(values):
        if value.__class__ is str and len(value) == 16 and value.isascii() and value.isdigit():
            result.append(value)
            continue
        digits, fault = number_of(value, _card_fault)
        digits = _ungrouped(digits)
        if fault:
            ledger.refuse(index, "kks", f"kks_{fault}", _number_sentence("Nomor KKS", fault, digits))
        result.append("" if fault else digits)
    return result


def _card_fault(digits: str) -> Fault | None:
    """As a No. KK; letters count as a wrong length (contract: `kks_length`)."""
    if digits.upper() in _NO_CARD:
        return Fault.MISSING
    fault = nkk_fault(_ungrouped(digits))
    return Fault.LENGTH if fault == Fault.DIGITS else fault


def _ungrouped(digits: str) -> str:
    return digits.replace("-", "").replace(".", "") if _GROUPED.fullmatch(digits) else digits


def doubles(values: Sequence[str], field: str, ledger: Ledger, seen: Seen, place: tuple[str, Sequence[int]]) -> None:
    """Refuse what an earlier row of the file has; `place` = (sheet, row numbers). Faulty numbers are not compared."""
    sheet, row_numbers = place
    places = zip(repeat(sheet), row_numbers, strict=False)
    faulty = {problem.at for problem in ledger.refusals if problem.field == field}
    if not faulty and len(set(values)) == len(values) and seen.keys().isdisjoint(values):
        seen.update(zip(values, places, strict=False))
        return
    what = _CALLED[field]
    for index, (value, here) in enumerate(zip(values, places, strict=False)):
        earlier = seen.setdefault(value, here) if value and index not in faulty else here
        if earlier != here:
            where = f"baris {earlier[1]}" if earlier[0] == sheet else f"baris {earlier[1]} lembar {earlier[0]}"
            ledger.refuse(index, field, "duplicate_in_file", f"{what} ini sudah ada di {where}.")


def _number_sentence(what: str, fault: Fault, digits: str) -> str:
    return _NUMBER_SENTENCES[fault].format(what=what, length=len(digits))


def names(values: Sequence[object], ledger: Ledger) -> list[str]:
    """Name column; it must say something."""
    result = texts(values, "name", ledger)
    if not all(result):
        for index, text in enumerate(result):
            if not text:
                ledger.refuse(index, "name", "name_missing", "Nama kosong.")
    return result


def texts(values: Sequence[object], field: str, ledger: Ledger) -> list[str]:
    """Free text; what the registry has no room for is cut here and kept whole in `extra`."""
    result = as_texts(values)
    room = LONGEST[field]
    if max(map(len, result), default=0) > room:
        for index, text in enumerate(result):
            if len(text) > room:
                ledger.keep(index, field, text)
                result[index] = text[:room].rstrip()
    return result


@lru_cache(maxsize=4_096, typed=True)
def amount_of(value: object) -> int | None:
    """Whole rupiah of a NOMINAL cell, None when empty; ValueError otherwise."""
    if isinstance(value, float) and value.is_integer() and 0 <= value < MAX_AMOUNT:
        return int(value)
    if value is None or (isinstance(value, str) and not as_text(value)):
        return None
    if isinstance(value, str):
        return parse_rupiah(as_text(value))
    raise ValueError("no amount")


def amounts(values: Sequence[object], ledger: Ledger) -> list[int | None]:
    """NOMINAL column."""
    result: list[int | None] = []
    for index, value in enumerate(values):
        try:
            result.append(amount_of(value))
        except ValueError:
            result.append(None)
            ledger.refuse(index, "nominal", "amount_invalid", f'Nominal "{as_text(value)[:40]}" bukan jumlah rupiah.')
    return result


def dates(values: Sequence[object], field: str, ledger: Ledger, *, latest: int) -> list[date | None]:
    """Birth dates; of a "TEMPAT/TANGGAL LAHIR" column the part after the place, when there is one."""
    read = parse_place_and_date if field == "birth" else parse_date
    result: list[date | None] = []
    for index, value in enumerate(values):
        try:
            result.append(read(value, latest))
        except (ValueError, OverflowError):
            result.append(None)
            ledger.refuse(index, field, "date_invalid", f'"{as_text(value)[:40]}" bukan tanggal lahir yang mungkin.')
    return result


def understood(values: Sequence[str], field: str, ledger: Ledger, parse: Callable[[str], str]) -> list[str]:
    """Texts through `parse`; what it does not understand is kept in `extra` and left empty."""
    known: dict[str, str] = {text: parse(text) for text in set(values)}
    if any(text and not known[text] for text in known):
        for index, text in enumerate(values):
            if text and not known[text]:
                ledger.keep(index, field, text)
    return [known[text] for text in values]


def regions(places: Sequence[Place], ledger: Ledger) -> None:
    """Refuse the rows whose region was not found."""
    for index, place in enumerate(places):
        if place.fault:
            ledger.refuse(index, place.part, place.fault, place.message)


def matching(values: Sequence[str], test: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """(index, text) of the non-empty cells that pass; each different text is tested once."""
    hits = {text for text in set(values) if text and test(text)}
    if hits:
        yield from ((index, text) for index, text in enumerate(values) if text in hits)
