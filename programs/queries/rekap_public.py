"""What of a table of counts may be published: small cells hidden, and enough others that nobody can work them out.

A number from 1 to 4 is hidden ("<5"). Where the rest of its row or column would give it away, more cells are hidden
("*") until for every hidden cell another table exists that a reader cannot tell from the true one. Zeros stay: they
are nobody. Totals of a heading that counts a family more than once are left out, for they sum up nothing.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from enum import StrEnum

LEAST = 5
Cell = tuple[str | None, str | None]  # keys of row and column; None stands for the total
Numbers = dict[Cell, int]


class Hidden(StrEnum):
    """How a hidden number is written."""

    SMALL = "<5"
    COVER = "*"


def published(
    numbers: Numbers, rows: Sequence[str], columns: Sequence[str], *, rows_add_up: bool, columns_add_up: bool
) -> dict[Cell, int | Hidden]:
    """The cells that may be shown. `numbers` is whole: every row and column with their totals; of a table without
    columns only (row, None). `..._add_up`: the numbers of that heading sum up to their total."""
    kept = {cell: n for cell, n in numbers.items() if _is_kept(cell, columns, rows_add_up, columns_add_up)}
    net = _Net(kept, rows_add_up, columns_add_up and bool(columns))
    for cell in (cell for cell, n in kept.items() if 0 < n < LEAST):
        net.hide(cell)
    known = -1
    while known < len(net.hidden) and (exposed := [cell for cell in net.hidden if not net.has_twin(cell)]):
        known = len(net.hidden)
        for cell in exposed:
            if net.has_twin(cell):
                continue  # what was hidden for another one covers it too
            cover = net.cover(cell)
            for more in [cover] if cover else [other for other, n in kept.items() if n]:
                net.hide(more)
    return {cell: _mark(n) if cell in net.hidden else n for cell, n in kept.items()}


def _is_kept(cell: Cell, columns: Sequence[str], rows_add_up: bool, columns_add_up: bool) -> bool:
    row, column = cell
    return (row is not None or rows_add_up) and (column is not None or columns_add_up or not columns)


def _mark(number: int) -> Hidden:
    return Hidden.SMALL if number < LEAST else Hidden.COVER


class _Net:
    """The sums of a table as a network: its nodes are the sums of a row and of a column, its arcs the cells.

    Totals count negative, so that every sum is zero; a cell that stands in one sum only goes to the ground. A hidden
    cell can be another number exactly when a change by one can go round through hidden cells within their bounds.
    """

    def __init__(self, numbers: Numbers, rows_add_up: bool, columns_add_up: bool) -> None:
        self.numbers = numbers
        self.ends = {
            (row, column): (
                ("row", row) if columns_add_up else ("ground", None),
                ("column", column) if rows_add_up else ("ground", None),
            )
            for row, column in numbers
        }
        self.hidden: dict[Cell, None] = {}  # in the order of hiding
        self.arcs: dict[tuple, list[tuple[Cell, int, tuple]]] = defaultdict(list)
        self.sums: dict[tuple, list[Cell]] = defaultdict(list)
        for cell, ends in self.ends.items():
            for end in ends:
                if end[0] != "ground":
                    self.sums[end].append(cell)

    def hide(self, cell: Cell) -> None:
        if cell in self.hidden:
            return
        self.hidden[cell] = None
        start, end = self.ends[cell]
        self.arcs[start].append((cell, 1, end))
        self.arcs[end].append((cell, -1, start))

    def has_twin(self, cell: Cell) -> bool:
        """Whether this hidden cell could hold another number in a table that looks the same."""
        start, end = self.ends[cell]
        if start == end:
            return True
        return any(
            self._connected(goal, origin, cell)
            for step, origin, goal in ((1, start, end), (-1, end, start))
            if self._may_change(cell, step)
        )

    def cover(self, cell: Cell) -> Cell | None:
        """A visible number above zero in one sum with the cell: rather one whose other sum hides something already,
        so that few cells close the round, then the smallest."""
        found = [
            (self._stands_alone(other, end), self.numbers[other], str(other), other)
            for end in self.ends[cell]
            for other in self.sums.get(end, ())
            if other not in self.hidden and self.numbers[other]
        ]
        return min(found)[-1] if found else None

    def _stands_alone(self, cell: Cell, end: tuple) -> bool:
        start, last = self.ends[cell]
        beyond = last if end == start else start
        return beyond[0] != "ground" and not self.arcs[beyond]

    def _connected(self, origin: tuple, goal: tuple, without: Cell) -> bool:
        seen, ahead = {origin}, deque([origin])
        while ahead:
            for cell, step, beyond in self.arcs[ahead.popleft()]:
                if cell == without or beyond in seen or not self._may_change(cell, step):
                    continue
                if beyond == goal:
                    return True
                seen.add(beyond)
                ahead.append(beyond)
        return False

    def _may_change(self, cell: Cell, step: int) -> bool:
        """By one up (step 1) or down, as the sum counts it; a reader knows 1 to 4 of "<5", five or more of "*"."""
        row, column = cell
        changed = self.numbers[cell] + (step if (row is None) == (column is None) else -step)
        return 1 <= changed < LEAST if self.numbers[cell] < LEAST else changed >= LEAST
