"""``states``: the diagrams of all machines; ``--write`` keeps them in docs/states/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from pkh_sembako.management import machines

FOLDER: Path = settings.BASE_DIR / "docs" / "states"


class Command(BaseCommand):
    help = "Menampilkan bagan keadaan semua mesin: langkah, siklus, kepesertaan, berkas, dan lainnya."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="menulis docs/states/")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = machines.pages()
        if not options["write"]:
            self.stdout.write("\n".join(pages.values()))
            return
        FOLDER.mkdir(exist_ok=True)
        for stale in set(FOLDER.glob("*.md")) - {FOLDER / name for name in pages}:
            stale.unlink()
        for name, text in pages.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(pages) - 1} bagan ditulis.")
