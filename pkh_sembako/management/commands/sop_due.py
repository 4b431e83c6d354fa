"""When each step of an SOP would be due if it started at a moment: default hours, the SOP's own zone."""

import json
from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from sop import queries


class Command(BaseCommand):
    help = "Menghitung tenggat setiap langkah SOP bila dimulai pada suatu waktu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kode SOP, misalnya magetan-pkh")
        parser.add_argument("start", help="waktu ISO 8601 dengan selisih zona, misalnya 2026-03-17T15:30+07:00")
        parser.add_argument("--json", action="store_true", help="tulis sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        start = self._moment(options["start"])
        version = queries.in_force().filter(code=options["code"]).first()
        if version is None:
            known = ", ".join(queries.in_force().values_list("code", flat=True))
            raise CommandError(f"SOP {options['code']!r} tidak ada. Yang ada: {known or 'belum ada yang dimuat'}.")
        try:
            dues = queries.dues(version, start)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(dues, ensure_ascii=False))
            return
        for due in dues:
            self.stdout.write(f"{due['no']:>2}  {due['amount'] or ''} {due['unit']}  {due['due'] or 'disepakati'}")

    def _moment(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"Waktu mulai bukan ISO 8601: {text!r}.", returncode=2) from error
        if moment.tzinfo is None:
            raise CommandError("Waktu mulai harus menyebut selisih zona, misalnya +07:00.", returncode=2)
        return moment
