"""The proposal of a jadwal pendistribusian KKS: which team hands out how many cards in which desa, and when.

Pure: no database, no clock. SOP Program Sembako of Magetan steps 6-9, `kks_plan` of the contract. What a plan keeps:

- a slot lies inside one working interval of a working day, never across a break, its times on 5-minute marks;
- a team is in one desa at a time and hands out at most `per_hour` cards an hour in every slot;
- every card is in a slot or named in `unplaced`; only what does not fit before the horizon is unplaced;
- the last day is never later than that of cards dealt out without a gap, and that one never comes later with more
  teams, a higher `per_hour` or fewer cards;
- within that last day desa are cut as rarely as possible: better at a break than between teams, better between teams
  of one day than between days. Desa of one kecamatan follow each other, the largest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.worktime import WorkCalendar
from programs.distribution_days import Desa, Piece, Teams, workdays
from programs.distribution_packing import deal_out, pack

MOST_TEAMS, MOST_PER_HOUR, MOST_CARDS, MOST_DAYS = 1000, 1000, 1_000_000, 366
HORIZON = timedelta(days=2 * MOST_DAYS)


@dataclass(frozen=True)
class Demand:
    """Cards that wait for one desa. `kecamatan` is any key that its desa share; "" is a group of its own."""

    desa: str
    cards: int
    kecamatan: str = ""


@dataclass(frozen=True)
class Slot:
    """One sitting: a team (1..N) in one desa on one day, local times of the office."""

    desa: str
    day: date
    start: time
    end: time
    team: int
    cards: int


@dataclass(frozen=True)
class Plan:
    """Slots by day, team and time; `unplaced` is {desa: cards}.

    `promise` is the last day of the promised `hari`, `days_over` how many calendar days `last_day` lies after it (0
    within; with cards unplaced it speaks of those placed). `last_day` is None when nothing was placed.
    """

    slots: list[Slot]
    last_day: date | None
    within_promise: bool
    unplaced: dict[str, int]
    days_over: int
    promise: date


def plan(
    demands: Sequence[Demand],
    *,
    teams: int,
    per_hour: int,
    start: date,
    days: int = 15,
    calendar: WorkCalendar,
    until: date | None = None,
    whole: bool = False,
) -> Plan:
    """Distribute all cards from the opening of `start`, as early as they can be; beyond the promise too, which is told.

    `until`: last day that may be used, else two years after `start`. `whole`: rather use all of the promised days than
    cut a desa that fits into one of them. DomainError, one sentence, for values that cannot be.
    """
    _check(demands, teams, per_hour, days)
    promise = promised_day(start, days, calendar)
    free = workdays(start, until or start + HORIZON, calendar)
    dealt = deal_out(_in_line(demands), free, Teams(teams, per_hour))
    pieces = dealt.pieces
    if pieces and not dealt.left:
        latest = max(pieces[-1].day, promise) if whole else pieces[-1].day
        within = [workday for workday in free if workday.day <= latest]
        pieces = pack(_in_line(demands), within, Teams(teams, per_hour)) or pieces
    return _as_plan(pieces, dealt.left, promise)


def promised_day(start: date, days: int, calendar: WorkCalendar) -> date:
    """The day on which `days` `hari` from the opening of `start` are over (clock.md): a working day."""
    try:
        return calendar.working_day_from(calendar.working_day_from(start) + timedelta(days=days))
    except (ValueError, OverflowError) as error:
        raise DomainError(f"Kalender kerja tidak mengenal hari kerja mulai {start:%d-%m-%Y}.") from error


def unplaced(demands: Sequence[Demand], slots: Sequence[Slot]) -> dict[str, int]:
    """{desa: cards} that no slot hands out; a desa with too many cards in its slots is left out."""
    placed: dict[str, int] = {}
    for slot in slots:
        placed[slot.desa] = placed.get(slot.desa, 0) + slot.cards
    left = {demand.desa: demand.cards - placed.get(demand.desa, 0) for demand in demands}
    return {desa: cards for desa, cards in left.items() if cards > 0}


def _check(demands: Sequence[Demand], teams: int, per_hour: int, days: int) -> None:
    _check_number("Banyaknya tim", teams, MOST_TEAMS)
    _check_number("Kartu per jam", per_hour, MOST_PER_HOUR)
    _check_number("Banyaknya hari", days, MOST_DAYS)
    seen: set[str] = set()
    for demand in demands:
        if not demand.desa.strip():
            raise DomainError("Ada baris kartu tanpa desa.")
        if demand.desa in seen:
            raise DomainError(f"Desa {demand.desa} disebut dua kali.")
        _check_number(f"Kartu desa {demand.desa}", demand.cards, MOST_CARDS)
        seen.add(demand.desa)


def _check_number(what: str, number: int, most: int) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise DomainError(f"{what} harus bilangan bulat antara 1 dan {most}, bukan {number}.")


def _in_line(demands: Sequence[Demand]) -> list[list[Desa]]:
    """Desa of one kecamatan together, largest first; the same line whatever the order of the demands."""
    kecamatan: dict[str, list[Desa]] = {}
    for demand in sorted(demands, key=lambda each: (each.kecamatan, -each.cards, each.desa)):
        kecamatan.setdefault(demand.kecamatan, []).append(Desa(demand.cards, demand.desa))
    return list(kecamatan.values())


def _as_plan(pieces: Sequence[Piece], left: dict[str, int], promise: date) -> Plan:
    slots = sorted(_as_slots(pieces), key=lambda slot: (slot.day, slot.team, slot.start))
    last_day = slots[-1].day if slots else None
    days_over = max(0, (last_day - promise).days) if last_day else 0
    return Plan(slots, last_day, not left and not days_over, left, days_over, promise)


def _as_slots(pieces: Sequence[Piece]) -> Iterator[Slot]:
    for piece in pieces:
        yield Slot(piece.desa, piece.day, _clock(piece.start), _clock(piece.end), piece.team, piece.cards)


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))
