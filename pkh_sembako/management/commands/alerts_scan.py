"""One sweep of the clock, by hand or from a script (contract.md)."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pkh_sembako.deadlines.models import Alert, Deadline
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.office.queries import calendar


class Command(BaseCommand):
    help = "Memeriksa semua tenggat sekali dan mengirim peringatan yang jatuh waktunya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", help="waktu ISO 8601 dengan selisih zona; hanya dengan DEMO=1")
        parser.add_argument("--json", action="store_true", help="tulis hasilnya sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = self._moment(options["now"])
        checked = Deadline.objects.running().count()
        found = alerts.sweep(now)
        zone = calendar().zone
        result = {"checked": checked, "alerts": [self._as_dict(alert, zone) for alert in found]}
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.write(f"{checked} tenggat diperiksa, {len(found)} peringatan dikirim.")

    def _moment(self, text: str | None) -> datetime:
        if text is None:
            return timezone.now()
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("--now hanya boleh dipakai dengan DEMO=1 atau dalam pengujian.", returncode=2)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--now bukan waktu ISO 8601: {text!r}.", returncode=2) from error
        if moment.tzinfo is None:
            raise CommandError("--now harus menyebut selisih zona, misalnya +07:00.", returncode=2)
        return moment

    def _as_dict(self, alert: Alert, zone: Any) -> dict[str, Any]:
        return {
            "id": alert.pk,
            "kecamatan": alert.deadline.kecamatan_id,
            "rung": str(alert.rung),
            "to": alert.recipients,
            "due": alert.due.astimezone(zone).isoformat(),
        }
