"""When each clock of a complaint would be due if it started at a moment (contract.md): default hours, office's zone."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import BaseCommand, CommandError, CommandParser

from complaints.enums import Gravity
from complaints.models import ComplaintTerms
from pkh_sembako.lib.worktime import Unit, WorkCalendar, default_calendar
from pkh_sembako.office.queries import the_office


class Command(BaseCommand):
    help = "Menghitung tenggat verifikasi, tindak lanjut, penyelesaian, dan selesai otomatis sebuah pengaduan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gravity", choices=Gravity.values, help="tingkat pengaduan")
        parser.add_argument("start", help="waktu ISO 8601 dengan selisih zona, misalnya 2026-03-13T10:00+07:00")
        parser.add_argument("--json", action="store_true", help="tulis sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        start = _moment(options["start"])
        days = default_calendar(ZoneInfo(the_office().zone))
        try:
            dues = _dues(options["gravity"], start, days)
        except (ValueError, OverflowError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(dues, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{name:<10} {due}" for name, due in dues.items()))


def _dues(gravity: str, start: datetime, days: WorkCalendar) -> dict[str, str]:
    """With the limits that hold where the office has set none: 3, 5, (2, 5, 14, 60) and 10 hari kerja."""
    terms = ComplaintTerms(since=start.date())
    amounts = {
        "verify": terms.verify,
        "followup": terms.follow_up,
        "limit": terms.limit(gravity),
        "autoclose": terms.silence,
    }
    found = {name: days.due(start, Unit.HARI_KERJA, amount) for name, amount in amounts.items()}
    return {name: due.isoformat() for name, due in found.items() if due}


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Waktu mulai bukan ISO 8601: {text!r}.", returncode=2) from error
    if moment.tzinfo is None:
        raise CommandError("Waktu mulai harus menyebut selisih zona, misalnya +07:00.", returncode=2)
    return moment
