"""The first ready texts for answers to complaints, for an office that has none."""

from typing import Any

from django.core.management import BaseCommand

from complaints.services import office


class Command(BaseCommand):
    help = "Memuat naskah jawaban pengaduan yang pertama. Boleh diulang: kantor yang sudah punya naskah tidak berubah."

    def handle(self, *args: Any, **options: Any) -> None:
        added = office.load_texts()
        if options["verbosity"]:
            self.stdout.write(f"Naskah jawaban ditambahkan: {added}.")
