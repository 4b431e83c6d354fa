"""What a jadwal edited by hand breaks of the rules that a computed one keeps (distribution_plan.py). Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.worktime import WorkCalendar
from programs.distribution_plan import Demand, Slot

Hours = list[tuple[time, time]]


class Conflict(NamedTuple):
    """`slot` is the index in the slots that were given; `sentence` is Indonesian, for the screen."""

    slot: int
    sentence: str


def conflicts(
    slots: Sequence[Slot],
    *,
    calendar: WorkCalendar,
    per_hour: int,
    demands: Sequence[Demand] | None = None,
    teams: int | None = None,
    promise: date | None = None,
    name_of: Callable[[str], str] = str,
) -> list[Conflict]:
    """Every breach, by slot; [] for every computed plan within its promise.

    With `demands`: desa that are not among them or get more cards than they have (told at their last slot; cards that
    nobody hands out are `distribution_plan.unplaced`). With `teams`: a team beyond that number. With `promise`, the
    last promised day: slots after it. `name_of` turns a desa's key into the word of the sentences. Several teams in
    one desa at a time are no conflict.
    """
    found: list[Conflict] = []
    for index, slot in enumerate(slots):
        sentences = [*_of_time(slot, calendar), *_of_cards(slot, per_hour), *_of_team(slot, teams)]
        if promise and slot.day > promise:
            sentences.append(f"Sesudah hari terakhir yang dijanjikan, {hari_tanggal(promise)}.")
        found += [Conflict(index, sentence) for sentence in sentences]
    found += _in_two_places(slots, name_of)
    found += _beyond_demand(slots, demands, name_of) if demands is not None else []
    return sorted(found, key=lambda conflict: conflict.slot)


def _of_time(slot: Slot, calendar: WorkCalendar) -> Iterator[str]:
    if slot.start >= slot.end:
        yield "Jam selesai harus sesudah jam mulai."
    hours = [(opening.time(), closing.time()) for opening, closing in calendar.intervals(slot.day)]
    if not hours:
        yield f"{hari_tanggal(slot.day)} bukan hari kerja."
    elif slot.start < hours[0][0] or slot.end > hours[-1][1]:
        yield f"Di luar jam kerja, {' dan '.join(_span(*interval) for interval in hours)}."
    else:
        yield from _over_breaks(slot, hours)


def _over_breaks(slot: Slot, hours: Hours) -> Iterator[str]:
    for (_opening, closed), (reopened, _closing) in pairwise(hours):
        if slot.start < reopened and slot.end > closed:
            yield f"Melewati istirahat, {_span(closed, reopened)}."


def _of_cards(slot: Slot, per_hour: int) -> Iterator[str]:
    minutes = max(0, _minute(slot.end) - _minute(slot.start))
    most = per_hour * minutes // 60
    if slot.cards < 1:
        yield "Banyaknya kartu paling sedikit 1."
    elif slot.cards > most and minutes:
        yield (
            f"{thousands(slot.cards)} kartu terlalu banyak untuk {minutes} menit; satu tim menyerahkan paling banyak"
            f" {thousands(most)}."
        )


def _of_team(slot: Slot, teams: int | None) -> Iterator[str]:
    if slot.team < 1 or (teams is not None and slot.team > teams):
        yield f"Tim {slot.team} tidak ada." if teams is None else f"Tim {slot.team} tidak ada; tim 1 sampai {teams}."


def _in_two_places(slots: Sequence[Slot], name_of: Callable[[str], str]) -> Iterator[Conflict]:
    """Told at both slots. Of many that overlap each is told with one other at least."""
    order = sorted(range(len(slots)), key=lambda at: (slots[at].team, slots[at].day, slots[at].start, slots[at].end))
    busy: int | None = None  # of the slots so far of this team and day the one that ends last
    for index in order:
        slot = slots[index]
        if busy is None or (slots[busy].team, slots[busy].day) != (slot.team, slot.day):
            busy = index
            continue
        if slot.start < slots[busy].end:
            yield Conflict(index, _elsewhere(slots[busy], name_of))
            yield Conflict(busy, _elsewhere(slot, name_of))
        if slot.end > slots[busy].end:
            busy = index


def _elsewhere(other: Slot, name_of: Callable[[str], str]) -> str:
    return f"Tim {other.team} pada saat yang sama di {name_of(other.desa)}, {_span(other.start, other.end)}."


def _beyond_demand(
    slots: Sequence[Slot], demands: Sequence[Demand], name_of: Callable[[str], str]
) -> Iterator[Conflict]:
    wanted = {demand.desa: demand.cards for demand in demands}
    placed: dict[str, int] = {}
    last: dict[str, int] = {}
    for index in sorted(range(len(slots)), key=lambda at: (slots[at].day, slots[at].start, slots[at].team)):
        desa = slots[index].desa
        placed[desa] = placed.get(desa, 0) + slots[index].cards
        last[desa] = index
    for desa, index in last.items():
        if desa not in wanted:
            yield Conflict(index, f"{name_of(desa)} tidak punya kartu untuk diserahkan.")
        elif placed[desa] > wanted[desa]:
            yield Conflict(
                index,
                f"{name_of(desa)}: {thousands(placed[desa])} kartu dijadwalkan, padahal ada {thousands(wanted[desa])}.",
            )


def _span(start: time, end: time) -> str:
    return f"{start:%H.%M}–{end:%H.%M}"


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
