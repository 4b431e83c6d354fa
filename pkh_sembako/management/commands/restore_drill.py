"""The restore drill, and with --into the way back after a loss (docs/produksi.md)."""

import re
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser

from pkh_sembako.backup import shelf
from pkh_sembako.backup.models import RunKind
from pkh_sembako.backup.services import drilling
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.management.running import JobCommand

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Command(JobCommand):
    help = (
        "Menguji pemulihan: cadangan terbaru dipulihkan ke basis data sementara lalu dibandingkan. "
        "Dengan --into basis data dan berkasnya disimpan."
    )
    kind = RunKind.DRILL

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--into", metavar="NAMA", help="pulihkan ke basis data baru ini dan simpan")
        parser.add_argument(
            "--files", metavar="FOLDER", type=Path, help="folder kosong bagi berkas; wajib dengan --into"
        )
        parser.add_argument(
            "--file", metavar="BERKAS", type=Path, help="cadangan yang dipulihkan; tanpa ini yang terbaru"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["into"]:
            if options["file"] or options["files"]:
                raise CommandError("--file dan --files hanya dipakai bersama --into.", returncode=2)
            self.run_job(as_json=options["json"])
            return
        if not NAME.fullmatch(options["into"]) or not options["files"]:
            raise CommandError("--into perlu nama basis data (huruf kecil, angka, _) dan --files FOLDER.", returncode=2)
        self._keep(options["into"], options["files"], options["file"])

    def _keep(self, into: str, files: Path, chosen: Path | None) -> None:
        try:
            path = chosen or drilling.newest()
            done = drilling.restore(path, say=lambda *_: None, into=into, files_to=files)
        except (DomainError, shelf.Busy) as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{path.name} dipulihkan ke basis data {into} ({done.facts['rows']} baris) dan folder {files} "
            f"({done.facts['files']} berkas). Hentikan aplikasi, arahkan DATABASE_URL ke {into}, pindahkan isi folder "
            "itu ke VAR_DIR/berkas, lalu jalankan lagi."
        )
