"""Two ways to put desa on days: dealt out without a gap, for the earliest last day, and packed with few cuts."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from programs.distribution_days import SESSION, Desa, Filling, Piece, Teams, Workday

DAYS = 3  # the scope beyond SESSION, TEAM and DAY: what must or may go on next morning
MOST = 10**9  # cards; more than any desa has
_cards = attrgetter("cards")

NEARBY = 2  # kecamatan that are looked at: the one at hand, and the next when nothing of it fits


class Rule(NamedTuple):
    """How freely desa are cut. A desa may be cut at breaks (1), between teams (2), between days (3) although it would
    fit into one session, team's day or day; no piece of such a cut is shorter than `least` marks.
    """

    cuts: int
    least: int


# From the neatest to the fullest plan; the first that is done in time is taken.
RULES = (Rule(0, 12), Rule(1, 12), Rule(1, 6), Rule(2, 12), Rule(2, 6), Rule(2, 2), Rule(3, 12), Rule(3, 6), Rule(3, 2))


class Dealt(NamedTuple):
    pieces: list[Piece]
    left: dict[str, int]


def deal_out(line: Sequence[Sequence[Desa]], days: Sequence[Workday], teams: Teams) -> Dealt:
    """Desa after desa into session after session, each cut where its session ends.

    With one more session anywhere, or fewer cards, it is as far or farther at every session's end: that is why more
    teams never end later.
    """
    waiting = [desa for kecamatan in line for desa in kecamatan][::-1]
    pieces: list[Piece] = []
    for workday in days:
        filling = Filling(workday, teams)
        while waiting and not filling.is_full:
            desa = waiting.pop()
            given, left = filling.give(desa)
            pieces += given
            if left:
                waiting.append(Desa(left, desa.code))
        if not waiting:
            break
    return Dealt(pieces, {desa.code: desa.cards for desa in reversed(waiting)})


def pack(line: Sequence[Sequence[Desa]], days: Sequence[Workday], teams: Teams) -> list[Piece] | None:
    """The neatest packing that places all cards on these days; None when only dealing out does."""
    for rule in RULES:
        pieces = _Packing(line, teams, rule).fill(days)
        if pieces is not None:
            return pieces
    return None


class _Packing:
    def __init__(self, line: Sequence[Sequence[Desa]], teams: Teams, rule: Rule) -> None:
        self._kecamatan = [sorted(kecamatan) for kecamatan in line]  # ascending: the largest that fits is bisected
        self._teams, self._rule = teams, rule
        self._carried: Desa | None = None  # what a cut between days left for the next morning
        self._pieces: list[Piece] = []

    def fill(self, days: Sequence[Workday]) -> list[Piece] | None:
        for workday in days:
            filling = Filling(workday, self._teams)
            while not filling.is_full and (desa := self._next(filling)):
                self._give(filling, desa)
            if not self._carried and not any(self._kecamatan):
                return self._pieces
        return None

    def _give(self, filling: Filling, desa: Desa) -> None:
        given, left = filling.give(desa)
        self._pieces += given
        self._carried = Desa(left, desa.code) if left else None

    def _next(self, filling: Filling) -> Desa | None:
        """The desa to go on with, taken off its list; leaves sessions empty that are too short for any."""
        if self._carried:
            return self._carried
        self._kecamatan = [desas for desas in self._kecamatan if desas]
        while self._kecamatan and not filling.is_full:
            for cuts in range(self._rule.cuts + 1):
                for desas in self._kecamatan[:NEARBY]:
                    index = self._largest(desas, filling, cuts)
                    if index is not None:
                        return desas.pop(index)
            filling.next_session()
        return None

    def _largest(self, desas: Sequence[Desa], filling: Filling, cuts: int) -> int | None:
        """Index of the largest desa that may begin here when it may be cut `cuts` times more freely than it must be."""
        room, capacity = filling.room(), filling.capacity
        for scope in range(DAYS, cuts - 1, -1):
            most = MOST if scope == DAYS else min(capacity[scope], room[scope])
            index = bisect_right(desas, most, key=_cards) - 1
            if index < 0 or (scope > cuts and desas[index].cards <= capacity[scope - 1]):
                continue  # none, or one that has its place in a narrower scope
            if self._is_cut_well(desas[index].cards, filling, by_choice=cuts > 0):
                return index
        return None

    def _is_cut_well(self, cards: int, filling: Filling, *, by_choice: bool) -> bool:
        least = self._rule.least
        if cards <= filling.room()[SESSION]:
            return True
        if filling.marks_left < least:
            return False
        return not by_choice or self._teams.marks_for(filling.last_piece(cards)) >= least
