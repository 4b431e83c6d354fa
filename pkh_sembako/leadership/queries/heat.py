"""The heat map of a cycle: kecamatan x step, each cell in the words and the tone of its clock."""

from dataclasses import dataclass

from pkh_sembako.deadlines.words import Lateness
from sop.board import ShareRow, StepRow, tone_of
from sop.enums import CLOSED_STEPS, StepState
from sop.models import Cycle

OFFICE = "Kabupaten"


@dataclass(frozen=True)
class Cell:
    """One kecamatan's part in one step; `words` are short, `spoken` says it whole."""

    words: str
    tone: str
    spoken: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Column:
    no: int
    title: str
    url: str


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: list[Cell | None]

    @property
    def late(self) -> int:
        return sum(cell is not None and cell.tone == "negatif" for cell in self.cells)

    @property
    def is_open(self) -> bool:
        return any(cell is not None and not cell.is_done for cell in self.cells)


@dataclass(frozen=True)
class Heat:
    """Steps that have begun and were not left out are columns; rows are the office itself, then the kecamatan."""

    cycle: Cycle
    columns: list[Column]
    rows: list[HeatRow]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def under_way(self) -> list[HeatRow]:
        """Rows in which something is open; the others need nobody's eyes."""
        return [row for row in self.rows if row.is_open]

    @property
    def done(self) -> list[str]:
        """Kecamatan of which every part is done."""
        return [row.name for row in self.rows if not row.is_open and row.name != OFFICE]


def heat(cycle: Cycle, board: list[StepRow]) -> Heat:
    """Of a board already read: no query."""
    begun = [row for row in board if row.target.state not in (StepState.WAITING, StepState.SKIPPED)]
    columns = [Column(row.target.step.no, row.title, row.target.get_absolute_url()) for row in begun]
    names = sorted({share.target.kecamatan.name for row in begun for share in row.shares})
    rows = [HeatRow(OFFICE, [None if row.shares else _cell(row, row, OFFICE) for row in begun])]
    rows += [HeatRow(name, [_of_kecamatan(row, name) for row in begun]) for name in names]
    return Heat(cycle, columns, rows)


def _of_kecamatan(row: StepRow, name: str) -> Cell | None:
    return next((_cell(row, share, name) for share in row.shares if share.target.kecamatan.name == name), None)


def _cell(row: StepRow, part: StepRow | ShareRow, name: str) -> Cell:
    """Of a step, or of a kecamatan's share of it."""
    is_done = part.target.state in CLOSED_STEPS
    return Cell(
        words=_short(part.target.state, part.late) or part.state,
        tone="positif" if is_done else tone_of(part.target, part.late),
        spoken=f"Langkah {row.target.step.no}, {name}: {_said(part.late, part.state)}",
        url=row.target.get_absolute_url(),
        is_done=is_done,
    )


def _said(late: Lateness | None, state: str) -> str:
    return f"{state}, {late.words.lower()}" if late and late.words != state else state


def _short(state: str, late: Lateness | None) -> str:
    """ "Lewat 3 hari kerja" as "Lewat 3"; empty where the state itself is the word."""
    runs = state in (StepState.ACTIVE, StepState.RETURNED, StepState.SUBMITTED)
    return late.words.removesuffix(" hari kerja") if runs and late else ""
