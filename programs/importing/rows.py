"""Which rows below a header are people: not blank lines, repeated headers, column numbers, totals or signatures."""

import re
from collections.abc import Sequence

from programs.importing.cells import as_text, as_texts
from programs.importing.headers import is_number_row, normalise
from programs.importing.records import Header
from programs.importing.stages import is_no

Row = Sequence[object]
_TOTAL = re.compile(r"(?:SUB\s*|GRAND\s*)?(?:JUMLAH|TOTAL|JML)\b", re.IGNORECASE)
_SURELY_NUMBER = 14  # a text of this length in a number column makes a row of data, whatever else it is
_SOME_DIGITS = 6


class Sieve:
    """Keeps the data rows of one sheet. `flag` is the column that says Y/N for the program, in a person list."""

    def __init__(self, header: Header, flag: int | None) -> None:
        self.header, self.flag = header, flag
        fields = {field: index for index, field in header.fields.items()}
        self.numbers = [fields[field] for field in ("nik", "no_kk") if field in fields]
        self.below_total = False
        self.skipped = 0  # flag N for the program
        self.ignored = 0  # lines without a number below a total: signatures, notes

    def keep(self, first: int, rows: Sequence[Row]) -> tuple[list[int], list[Row]]:
        """Row numbers and rows of people; `first` is the number of the first row given."""
        numbers, kept = [], []
        start, key, flag = self.header.last_row + 1, self.numbers[0], self.flag
        for number, row in enumerate(rows, first):
            cell = row[key] if key < len(row) else ""
            if cell.__class__ is str and len(cell) >= _SURELY_NUMBER and number >= start:
                self.below_total = False
            elif number < start or self._is_noise(row):
                continue
            if flag is not None and flag < len(row) and is_no(as_text(row[flag])):
                self.skipped += 1
                continue
            numbers.append(number)
            kept.append(row)
        return numbers, kept

    def _is_noise(self, row: Row) -> bool:
        texts = as_texts(row)
        fields = self.header.fields
        if not any(text for index, text in enumerate(texts) if fields.get(index, "nomor") != "nomor"):
            return True
        numbers = [texts[index] for index in self.numbers if index < len(texts)]
        if any(sum(map(str.isdigit, text)) >= _SOME_DIGITS for text in numbers):
            self.below_total = False
            return False
        if any(map(_TOTAL.match, texts)):
            self.below_total = True
            return True
        if any(numbers):
            return is_number_row(texts) or self._repeats_header(texts)
        self.ignored += self.below_total
        return self.below_total

    def _repeats_header(self, texts: Sequence[str]) -> bool:
        titles = self.header.titles
        return any(
            texts[index] and normalise(texts[index]) == normalise(titles[index])
            for index in self.numbers
            if index < len(texts)
        )
