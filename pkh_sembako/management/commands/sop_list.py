"""The SOPs in force, as the contract's JSON or as a list to read."""

import json
from typing import Any

from django.core.management import BaseCommand, CommandParser

from sop import queries


class Command(BaseCommand):
    help = "Menampilkan SOP yang berlaku beserta langkahnya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="tulis sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        sops = [queries.definition_of(version) for version in queries.in_force()]
        if options["json"]:
            self.stdout.write(json.dumps([sop.as_contract() for sop in sops], ensure_ascii=False))
            return
        for sop in sops:
            self.stdout.write(f"{sop.kode} versi {sop.versi}: {sop.nama} ({len(sop.langkah)} langkah)")
