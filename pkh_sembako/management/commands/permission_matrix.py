"""``permission_matrix``: every address x method x role, and whether that role may ask."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from pkh_sembako.accounts import matrix

FILE: Path = settings.BASE_DIR / "docs" / "permission-matrix.md"


class Command(BaseCommand):
    help = "Menampilkan siapa boleh membuka alamat mana."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="satu dokumen JSON")
        parser.add_argument("--write", action="store_true", help="menulis docs/permission-matrix.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            FILE.write_text(matrix.as_markdown(), encoding="utf-8")
        elif options["json"]:
            self.stdout.write(json.dumps([cell._asdict() for cell in matrix.cells()], ensure_ascii=False))
        else:
            self.stdout.write(matrix.as_markdown())
