"""Loads the SOP definition files into the database; run again after adding a version."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from pkh_sembako.lib.errors import DomainError
from sop.services import loading


class Command(BaseCommand):
    help = "Memuat definisi SOP. Boleh diulang: versi yang sudah dimuat tidak berubah."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=loading.FOLDER, help="folder berkas .toml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loading.load_folder(options["folder"])
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["verbosity"]:
            self.stdout.write("\n".join(f"Dimuat: {version}" for version in loaded) or "Tidak ada versi baru.")
