"""What a report is: sections of words, a table, and perhaps a chart of the same numbers.

One shape for the page, the PDF and the workbook; whoever builds a report knows nothing of the three.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pkh_sembako.lib.numbers import percent, share, thousands

Row = Sequence[Any]


@dataclass(frozen=True)
class Section:
    """`rows` fit `heads`; numbers stay numbers (the workbook counts with them), a share is a `Share`."""

    title: str
    words: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    chart: str = ""  # SVG of the table's numbers
    empty: str = "Tidak ada data pada masa ini."


@dataclass(frozen=True)
class Report:
    """`code` names the file; `source` says from where the numbers come and as of when."""

    code: str
    title: str
    period: str
    source: str
    sections: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class Share:
    """ "7 dari 9 (77,8 %)"; without a whole there is nothing to say."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        return f"{thousands(self.part)} dari {thousands(self.whole)} ({percent(share(self.part, self.whole))})"
