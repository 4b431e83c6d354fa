"""``prepare_local``: what ``./run`` does to the database and the static files before it serves, in one process."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from pkh_sembako.accounts.services import system

DEMO_OFFICE = "35.20"  # the demo office is one of Magetan; any other starts empty, see create_admin


class Command(BaseCommand):
    help = "Menyiapkan kantor contoh: migrasi, data rujukan, isi contoh bila basis data kosong, berkas statis."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--households", type=int, default=2_400, help="banyaknya keluarga kantor contoh")

    def handle(self, *args: Any, **options: Any) -> None:
        self._stage("Menyiapkan basis data")
        call_command("migrate", interactive=False, verbosity=0)
        unfinished = Path(settings.VAR_DIR) / "seeding"
        if unfinished.exists():
            self._stage("Menghapus kantor contoh yang belum selesai dibuat")
            empty_database()
        self._stage("Memuat SOP, wilayah, dan kalender")
        call_command("reference_load", verbosity=0)
        if settings.OFFICE == DEMO_OFFICE and nobody_can_log_in():
            self._seed(options["households"], unfinished)
        self._collect_static()

    def _seed(self, households: int, unfinished: Path) -> None:
        """The seed goes through the office's own services and jobs, in many transactions: mark it until it is whole."""
        self._stage(f"Membuat kantor contoh dengan {households:,} keluarga".replace(",", "."))
        unfinished.touch()
        call_command("demo_seed", households=households, seed=1, verbosity=0)
        unfinished.unlink()

    def _collect_static(self) -> None:
        """Compressing takes seconds, so it is done only when a file has changed."""
        stamp = Path(settings.VAR_DIR) / "static.sha256"
        present = static_fingerprint()
        if stamp.exists() and stamp.read_text() == present and Path(settings.STATIC_ROOT).exists():
            return
        self._stage("Menyiapkan berkas statis")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(present)

    def _stage(self, text: str) -> None:
        self.stdout.write(f"{text} ...")
        self.stdout.flush()


def empty_database() -> None:
    """Everything goes, the audit chain too: its guard rests meanwhile, for nobody has worked in this office yet."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        call_command("flush", interactive=False, verbosity=0)
        cursor.execute("RESET session_replication_role")


def nobody_can_log_in() -> bool:
    """Whether the database is new: only the system's own user, if any, is there."""
    return not get_user_model().objects.exclude(username=system.USERNAME).exists()


def static_fingerprint() -> str:
    """SHA-256 over path, size and time of every static file of the project and its packages."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
