"""Loads what an office needs before its first day: wilayah, working calendar, office, SOP definitions, ready texts."""

from django.core.management import BaseCommand, call_command, get_commands

COMMANDS = ("wilayah_load", "calendar_load", "office_load", "sop_load", "reply_texts_load")


class Command(BaseCommand):
    help = "Memuat wilayah, kalender, kantor, SOP, dan naskah jawaban. Boleh diulang: yang ada tidak berubah."

    def handle(self, *args, **options) -> None:
        for name in COMMANDS:
            if name in get_commands():
                call_command(name, verbosity=options["verbosity"])
