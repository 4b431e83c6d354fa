"""One working day of the teams that hand out cards, filled from its first session to its last."""

from datetime import date, timedelta
from itertools import chain, cycle
from typing import NamedTuple

from pkh_sembako.lib.worktime import WorkCalendar

MARK = 5  # minutes: every slot starts and ends on such a mark
MARKS_AN_HOUR = 60 // MARK
SESSION, TEAM, DAY = range(3)  # what a desa may fit into: one session, the day of one team, the day of all teams


class Desa(NamedTuple):
    cards: int
    code: str


class Piece(NamedTuple):
    """Cards of one desa in one session; times in minutes after midnight."""

    desa: str
    day: date
    start: int
    end: int
    team: int
    cards: int


class Session(NamedTuple):
    start: int  # minutes after midnight
    marks: int  # its length


class Workday(NamedTuple):
    day: date
    sessions: tuple[Session, ...]


class Teams(NamedTuple):
    """How many there are, and how many cards each hands out an hour at most."""

    number: int
    per_hour: int

    def cards_in(self, marks: int) -> int:
        return self.per_hour * marks // MARKS_AN_HOUR

    def marks_for(self, cards: int) -> int:
        return -(-cards * MARKS_AN_HOUR // self.per_hour)


def workdays(first: date, last: date, calendar: WorkCalendar) -> list[Workday]:
    """The working days from `first` through `last` with at least one whole mark of working time."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    found = (Workday(day, tuple(_sessions(day, calendar))) for day in days)
    return [workday for workday in found if workday.sessions]


def _sessions(day: date, calendar: WorkCalendar) -> list[Session]:
    found = []
    for opening, closing in calendar.intervals(day):
        start = -(-(opening.hour * 60 + opening.minute) // MARK) * MARK
        marks = (closing.hour * 60 + closing.minute - start) // MARK
        if marks > 0:
            found.append(Session(start, marks))
    return found


class Filling:
    """A day that is being filled: the first team's sessions in their order, then the second team's, and so on."""

    def __init__(self, workday: Workday, teams: Teams) -> None:
        self.day, self._sessions, self._teams = workday.day, workday.sessions, teams
        self._fresh = [teams.cards_in(session.marks) for session in workday.sessions]
        self.capacity = (max(self._fresh), sum(self._fresh), sum(self._fresh) * teams.number)  # SESSION, TEAM, DAY
        self._team, self._session, self._used = 0, 0, 0

    @property
    def is_full(self) -> bool:
        return self._team == self._teams.number

    @property
    def marks_left(self) -> int:
        """Of the session that is being filled."""
        return self._sessions[self._session].marks - self._used

    def room(self) -> tuple[int, int, int]:
        """Cards that one desa can still be given in this SESSION, by this TEAM, on this DAY."""
        session = self._teams.cards_in(self.marks_left)
        team = session + sum(self._fresh[self._session + 1 :])
        return session, team, team + self.capacity[TEAM] * (self._teams.number - self._team - 1)

    def next_session(self) -> None:
        """Leave the rest of this session empty."""
        self._session, self._used = self._session + 1, 0
        if self._session == len(self._sessions):
            self._team, self._session = self._team + 1, 0

    def give(self, desa: Desa) -> tuple[list[Piece], int]:
        """Go on with this desa until its cards or the day are used up: its pieces, and the cards that are left."""
        pieces, left = [], desa.cards
        while left and not self.is_full:
            if cards := min(left, self._teams.cards_in(self.marks_left)):
                pieces.append(self._piece(desa.code, cards))
                left -= cards
            if left or not self.marks_left:
                self.next_session()
        return pieces, left

    def last_piece(self, cards: int) -> int:
        """Cards of the last piece of a desa that begins here; of what is left next morning when the day ends before."""
        session, _team, day = self.room()
        if cards > day:
            return cards - day
        for following in chain([session], self._fresh[self._session + 1 :], cycle(self._fresh)):
            if cards <= following:
                break
            cards -= following
        return cards

    def _piece(self, code: str, cards: int) -> Piece:
        start = self._sessions[self._session].start + self._used * MARK
        marks = self._teams.marks_for(cards)
        self._used += marks
        return Piece(code, self.day, start, start + marks * MARK, self._team + 1, cards)
