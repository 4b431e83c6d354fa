"""Proves the audit chain, the watched rows, the anchors outside and the determined lists (docs/adr/0010)."""

import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from pkh_sembako.backup import proving


class Command(BaseCommand):
    help = "Memeriksa rantai audit: perubahan, penghapusan, penyisipan, dan ekor yang dibuang. Kode keluar 1 bila ada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="tulis hasilnya sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = proving.prove()
        first = proof.first
        if options["json"]:
            facts = {
                "ok": first is None,
                "links": proof.links,
                "rows": proof.rows,
                "anchors": proof.anchors,
                "head": {"number": proof.head.number, "hash": proof.head.hash},
                "findings": [{"number": finding.number, "text": finding.text} for finding in proof.findings],
            }
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        elif first is None:
            self.stdout.write(
                f"Rantai audit utuh: {proof.links} mata rantai, {proof.rows} baris, {proof.anchors} jangkar. "
                f"Kepala rantai {proof.head.words}."
            )
        if first is not None:
            more = f" Ada {len(proof.findings) - 1} temuan lain." if len(proof.findings) > 1 else ""
            raise CommandError(f"Rantai audit putus. {first.text}{more}")
