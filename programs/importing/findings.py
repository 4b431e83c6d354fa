"""From what the columns found to what the officer reads: sheet, row, column as the file spells it, code, sentence."""

from collections.abc import Sequence
from typing import Protocol

from programs.card_layouts import CARD_LISTS
from programs.importing.cells import as_texts
from programs.importing.layouts import COUNTS, PERSON_LISTS
from programs.importing.ledger import Ledger, Problem
from programs.importing.records import Finding, Header, RefusedRow

_ORDER = {
    "nik": 0, "no_kk": 1, "name": 2, "kabupaten": 3, "kecamatan": 3, "desa": 3, "kode_wilayah": 3,
    "nominal": 4, "birth_date": 5, "birth": 5, "bansos": 6, "kks": 7,
}  # fmt: skip
_STANDARD_TITLES = {
    "nik": "NIK",
    "no_kk": "NO KK",
    "kecamatan": "KECAMATAN",
    "desa": "DESA/KELURAHAN",
    "kks": "NOMOR KKS",
}
_SHOWN_AS = {  # a region that was derived is shown where the sheet says it
    "kecamatan": ("kecamatan", "desa", "kode_wilayah", "kode_kec"),
    "desa": ("desa", "kode_wilayah", "kode_kel", "kecamatan"),
    "kode_wilayah": ("kode_wilayah", "kode_kel"),
}


class Lists(Protocol):
    """Where findings end up: `checks.Outcome`."""

    refused: list[RefusedRow]
    errors: list[Finding]
    warnings: list[Finding]


class Reporter:
    """Speaks for one sheet."""

    def __init__(self, sheet: str, header: Header, layout: str) -> None:
        self.sheet, self.header = sheet, header
        self.at = {name: index for index, name in header.fields.items()}
        self.claimed = _claimed(header, layout)

    def without_nik(self) -> Finding:
        """One warning for the sheet as a whole, at its header."""
        message = "Berkas ini tidak memuat kolom NIK; keluarga dicocokkan dengan No. KK."
        return Finding(self.sheet, self.header.row, "NIK", "nik_absent", message)

    def report(self, ledger: Ledger, numbers: Sequence[int], rows: Sequence[Sequence[object]], to: Lists) -> set[int]:
        """Add findings and refused rows to `to`; gives the indexes of the refused rows. They get no warnings."""
        reasons: dict[int, list[str]] = {}
        for problem in sorted(ledger.refusals, key=_reading_order):
            to.errors.append(self._finding(problem, numbers))
            reasons.setdefault(problem.at, []).append(problem.message)
        for index, messages in reasons.items():
            to.refused.append(RefusedRow(self.sheet, numbers[index], tuple(as_texts(rows[index])), tuple(messages)))
        warnings = (problem for problem in ledger.warnings if problem.at not in reasons)
        to.warnings.extend(self._finding(problem, numbers) for problem in sorted(warnings, key=_reading_order))
        return set(reasons)

    def leftovers(self, table: Sequence[Sequence[object]], size: int, ledger: Ledger) -> list[dict[str, str] | None]:
        """Per row: header -> text of the columns nobody claimed and of what the claimed ones could not hold."""
        result: list[dict[str, str] | None] = [None] * size
        for column, cells in enumerate(table):
            if column not in self.claimed:
                _collect(result, self._unique_title(column), as_texts(cells))
        for index, kept in ledger.extra.items():
            result[index] = (result[index] or {}) | {self.title(self.at[word]): text for word, text in kept.items()}
        return result

    def title(self, index: int) -> str:
        """Header of a column, or its letter when it has none."""
        titles = self.header.titles
        return titles[index] if index < len(titles) and titles[index] else f"Kolom {letter(index)}"

    def _unique_title(self, index: int) -> str:
        title = self.title(index)
        return title if self.header.titles.count(title) < 2 else f"{title} ({letter(index)})"

    def _finding(self, problem: Problem, numbers: Sequence[int]) -> Finding:
        word = next((word for word in _SHOWN_AS.get(problem.field, (problem.field,)) if word in self.at), None)
        column = self.title(self.at[word]) if word else _STANDARD_TITLES.get(problem.field, problem.field)
        return Finding(self.sheet, numbers[problem.at], column, problem.code, problem.message)


def _claimed(header: Header, layout: str) -> set[int]:
    """Columns that StagedRow holds or that only steer the import; every other one travels in `extra`."""
    travelling = {"mother", "birth_place", "birth", "kelayakan"} | (set() if layout == "V6" else set(COUNTS))
    if layout not in CARD_LISTS:
        travelling |= {"kks", "account", "branch"}
    if layout not in PERSON_LISTS:
        travelling |= {"flag_pkh", "flag_sembako"}
    return {index for index, word in header.fields.items() if word not in travelling}


def _collect(result: list[dict[str, str] | None], title: str, texts: Sequence[str]) -> None:
    for index, text in enumerate(texts):
        if text:
            if (row := result[index]) is None:
                row = result[index] = {}
            row[title] = text


def _reading_order(problem: Problem) -> tuple[int, int]:
    return problem.at, _ORDER.get(problem.field, 9)


def letter(index: int) -> str:
    """Spreadsheet letter of a column, 0 -> A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
