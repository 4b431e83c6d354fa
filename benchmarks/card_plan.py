"""The proposal of a jadwal: 50,000 cards of Magetan's 235 desa, against a loop that only makes as many slots."""

from datetime import date, time
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.export import best
from pkh_sembako.lib.worktime import default_calendar
from programs.distribution_plan import Demand, Slot, plan

CARDS, DESA, KECAMATAN = 50_000, 235, 18
TEAMS, PER_HOUR, START = 25, 40, date(2026, 11, 23)
GOAL = 1.0  # seconds of processor time: an officer tries other numbers of teams and waits for none of them


def run() -> bool:
    """Print what was measured, the best of three; True when the goal was met."""
    demands = invented()
    calendar = default_calendar(ZoneInfo("Asia/Jakarta"))
    proposal = plan(demands, teams=TEAMS, per_hour=PER_HOUR, start=START, calendar=calendar)
    ours = best(lambda: plan(demands, teams=TEAMS, per_hour=PER_HOUR, start=START, calendar=calendar))
    floor = best(lambda: [_bare(slot) for slot in proposal.slots])
    met = ours <= GOAL and proposal.within_promise
    print(
        f"Jadwal {CARDS} kartu, {DESA} desa, {TEAMS} tim: {ours:.3f} s (batas {GOAL:.0f} s), {len(proposal.slots)} sesi"
        f" sampai {proposal.last_day}; membuat sesi saja {floor:.4f} s, {ours / floor:.0f} kali;"
        f" {'tercapai' if met else 'TIDAK TERCAPAI'}"
    )
    return met


def invented() -> list[Demand]:
    """Desa of uneven size that hold all cards together."""
    chance = Random(1)
    weights = [chance.lognormvariate(0, 0.5) for _ in range(DESA)]
    counts = [max(1, int(CARDS * weight / sum(weights))) for weight in weights]
    counts[0] += CARDS - sum(counts)
    return [
        Demand(f"35.20.{number % KECAMATAN + 1:02}.{2001 + number // KECAMATAN}", count, str(number % KECAMATAN))
        for number, count in enumerate(counts)
    ]


def _bare(slot: Slot) -> Slot:
    start, end = divmod(slot.start.hour * 60 + slot.start.minute, 60), divmod(slot.end.hour * 60 + slot.end.minute, 60)
    return Slot(slot.desa, slot.day, time(*start), time(*end), slot.team, slot.cards)
