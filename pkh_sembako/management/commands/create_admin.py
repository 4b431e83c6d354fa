"""``create_admin USERNAME NAME``: the first person of a new office; all others are made by that person in the pages."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import people, postings
from pkh_sembako.accounts.services.system import system_user


class Command(BaseCommand):
    help = "Membuat administrator pertama kantor ini; kata sandi ditanyakan dua kali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna untuk masuk")
        parser.add_argument("name", help="nama lengkap, dalam tanda kutip")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        if User.objects.filter(username=username).exists():
            raise CommandError(f"Nama pengguna {username} sudah dipakai.")
        password = self._ask_password()
        with transaction.atomic():
            system = system_user()
            person = people.create(
                username=username, password=password, full_name=options["name"], email=options["email"], by=system
            )
            today = timezone.localdate()
            postings.post(person, role="admin", kecamatan=None, desa=None, starts=today, ends=None, by=system)
        self.stdout.write(f"Administrator {username} dibuat. Masuk lewat /masuk/.")

    def _ask_password(self) -> str:
        first = getpass("Kata sandi (paling sedikit 12 karakter): ")
        if first != getpass("Ulangi kata sandi: "):
            raise CommandError("Kedua kata sandi tidak sama.")
        return first
