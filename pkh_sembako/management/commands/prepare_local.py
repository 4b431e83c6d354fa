"""``prepare_local``: what ``./run`` does to the database and the static files before it serves, in one process."""

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

HOUSEHOLDS = 2_400
SYSTEM_USER = "sistem"


class Command(BaseCommand):
    help = "Menyiapkan kantor contoh: migrasi, data rujukan, isi contoh bila basis data kosong, berkas statis."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        self._stage("Menyiapkan basis data")
        call_command("migrate", interactive=False, verbosity=0)
        self._stage("Memuat SOP, wilayah, dan kalender")
        call_command("reference_load", verbosity=0)
        if self._is_empty():
            self._stage(f"Membuat kantor contoh dengan {HOUSEHOLDS:,} keluarga".replace(",", "."))
            call_command("demo_seed", households=HOUSEHOLDS, seed=1, verbosity=0)
        self._stage("Menyiapkan berkas statis")
        call_command("collectstatic", interactive=False, verbosity=0)

    def _is_empty(self) -> bool:
        """Nobody can log in yet: only the system's own user, if any, is there."""
        return not get_user_model().objects.exclude(username=SYSTEM_USER).exists()

    def _stage(self, text: str) -> None:
        self.stdout.write(f"{text} ...")
        self.stdout.flush()
