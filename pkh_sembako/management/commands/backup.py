"""A backup by hand: the same job that beat orders every night (docs/adr/0010)."""

from typing import Any

from pkh_sembako.backup.models import RunKind
from pkh_sembako.management.running import JobCommand


class Command(JobCommand):
    help = "Mencadangkan basis data dan berkas ke satu berkas terenkripsi di BACKUP_DIR."
    kind = RunKind.BACKUP

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_job(as_json=options["json"])
