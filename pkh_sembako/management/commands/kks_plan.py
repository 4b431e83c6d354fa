"""Propose a distribution of cards without touching the database (contract.md): default hours, national days off."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.worktime import default_calendar
from pkh_sembako.lib.worktime.default import YEARS
from programs.distribution_plan import (
    HORIZON,
    MOST_DAYS,
    MOST_PER_HOUR,
    MOST_TEAMS,
    Demand,
    Plan,
    Slot,
    plan,
    promised_day,
)
from programs.importing import card_demand

LAST_KNOWN = date(YEARS[-1], 12, 31)


class Command(BaseCommand):
    help = "Mengusulkan jadwal pendistribusian KKS dari kartu per desa, tanpa basis data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cards", required=True, type=Path, metavar="FILE.csv", help="CSV kode_desa,kartu")
        parser.add_argument("--teams", required=True, metavar="N", help="banyaknya tim")
        parser.add_argument("--per-hour", required=True, metavar="M", help="kartu per jam yang diserahkan satu tim")
        parser.add_argument("--start", required=True, metavar="DATE", help="hari pertama, misalnya 2026-11-23")
        parser.add_argument("--days", default="15", metavar="N", help="janji dalam hari sejak hari pertama; bawaan: 15")
        parser.add_argument("--json", action="store_true", help="tulis sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        teams = _number("--teams", options["teams"], MOST_TEAMS)
        per_hour = _number("--per-hour", options["per_hour"], MOST_PER_HOUR)
        days = _number("--days", options["days"], MOST_DAYS)
        start = _date(options["start"])
        calendar = default_calendar(ZoneInfo(settings.TIME_ZONE))
        if start.year not in YEARS or promised_day(start, days, calendar) > LAST_KNOWN:
            raise CommandError(
                f"--start {start}: hari libur nasional hanya diketahui untuk tahun {YEARS[0]} sampai {YEARS[-1]}."
            )
        demands = _demands(options["cards"])
        proposal = plan(
            demands,
            teams=teams,
            per_hour=per_hour,
            start=start,
            days=days,
            calendar=calendar,
            until=min(start + HORIZON, LAST_KNOWN),
        )
        if options["json"]:
            self.stdout.write(json.dumps(as_json(proposal), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_lines(proposal)))


def as_json(proposal: Plan) -> dict[str, Any]:
    """The contract's document."""
    return {
        "slots": [
            {
                "kode_desa": slot.desa,
                "date": slot.day.isoformat(),
                "start": f"{slot.start:%H:%M}",
                "end": f"{slot.end:%H:%M}",
                "team": slot.team,
                "cards": slot.cards,
            }
            for slot in proposal.slots
        ],
        "last_day": proposal.last_day and proposal.last_day.isoformat(),
        "within_promise": proposal.within_promise,
        "unplaced": proposal.unplaced,
    }


def as_lines(proposal: Plan) -> list[str]:
    """A table for people: a heading for each day, a line for each slot, what is promised and kept at the end."""
    lines: list[str] = []
    day = None
    for slot in proposal.slots:
        if slot.day != day:
            day = slot.day
            lines += ["", hari_tanggal(day), f"{'Tim':>4}  {'Jam':<11}  {'Desa':<15}  {'Kartu':>6}"]
        lines.append(_line(slot))
    return [*lines[1:], "", *_summary(proposal)]


def _line(slot: Slot) -> str:
    hours = f"{slot.start:%H.%M}-{slot.end:%H.%M}"
    return f"{slot.team:>4}  {hours}  {slot.desa:<15}  {thousands(slot.cards):>6}"


def _summary(proposal: Plan) -> list[str]:
    cards = thousands(sum(slot.cards for slot in proposal.slots))
    found = [f"{cards} kartu dalam {len(proposal.slots)} sesi. Dijanjikan sampai {hari_tanggal(proposal.promise)}."]
    if proposal.last_day:
        late = f", {proposal.days_over} hari sesudah janji" if proposal.days_over else ""
        found.append(f"Selesai {hari_tanggal(proposal.last_day)}{late}.")
    if proposal.unplaced:
        found.append(f"{thousands(sum(proposal.unplaced.values()))} kartu tidak mendapat tempat:")
        found += [f"      {'':<11}  {desa:<15}  {thousands(cards):>6}" for desa, cards in proposal.unplaced.items()]
    return found


def _number(option: str, text: str, most: int) -> int:
    """argparse would say in English what is wrong."""
    if not re.fullmatch("[0-9]{1,9}", str(text)) or not 1 <= int(text) <= most:
        raise CommandError(
            f"{option} harus bilangan bulat antara 1 dan {thousands(most)}, bukan {text!r}.", returncode=2
        )
    return int(text)


def _date(text: str) -> date:
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--start harus tanggal seperti 2026-11-23, bukan {text!r}.", returncode=2) from error


def _demands(path: Path) -> list[Demand]:
    if not path.is_file():
        raise CommandError(f"Berkas {path} tidak ditemukan.", returncode=2)
    try:
        return card_demand.read(path)
    except OSError as error:
        raise CommandError(f"Berkas {path} tidak dapat dibaca.", returncode=2) from error
    except DomainError as refusal:
        raise CommandError(f"Berkas {path.name}: {refusal.sentence}") from refusal
