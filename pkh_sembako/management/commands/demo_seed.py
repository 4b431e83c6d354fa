"""A synthetic office: `manage.py demo_seed --households N --seed S`. Same seed on the same day, same data."""

from argparse import ArgumentParser
from datetime import date
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.management.demo import (
    complaints,
    distribution,
    families,
    inspection,
    people,
    registry,
    rooms,
    skm,
    story,
)
from programs.enums import Program
from programs.models import Household

MOST = 100_000


class Command(BaseCommand):
    help = "Membuat kantor contoh dengan orang-orang rekaan. Hanya pada basis data yang belum berisi keluarga."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--households", type=int, default=2400, help="banyaknya keluarga")
        parser.add_argument("--seed", type=int, default=1, help="benih acak; benih sama, data sama")

    def handle(self, *args: Any, **options: Any) -> None:
        count, seed = options["households"], options["seed"]
        if not 20 <= count <= MOST:
            raise CommandError(f"--households: antara 20 dan {MOST}, bukan {count}.", returncode=2)
        if settings.OFFICE != "35.20":
            raise CommandError("Kantor contoh hanya ada untuk Magetan (OFFICE=35.20).")
        if not settings.DEMO:
            raise CommandError("Kantor contoh hanya dibuat dengan DEMO=1.")
        if Household.objects.exists():
            raise CommandError("Basis data sudah berisi keluarga; kantor contoh tidak dibuat di atasnya.")
        seed_office(count, seed)
        self.stdout.write(f"Kantor contoh siap: {Household.objects.count()} keluarga, {User.objects.count()} pengguna.")


def seed_office(count: int, seed: int) -> None:
    """Staff, families, three PKH rounds, two Sembako rounds with their cards, and what happened around them."""
    dice = Random(seed)
    today = timezone.localdate()
    staff = people.create_staff(dice, settings.DEMO_PASSWORD)
    office = story.Office(staff, dice)
    invented = families.invent(count, dice, today)
    days = story.Days(today)
    rooms.register_staff(office)
    rooms.plt_of_the_past(office)
    with story.at(days.back(100, 9)):
        older = registry.import_list(invented, Program.SEMBAKO, *_months_before(today, 5), by=office["operator"]).round
    tahap = (today.year, (today.month - 1) // 3 + 1)
    paid, paying, running = story.three_rounds(invented, office, days, tahap)
    rooms.furnish(office, days, paid, paying, running)
    inspection.look_again(office, days, paid, running)
    with story.at(days.back(50, 9)):
        registry.earlier_desil(invented, by=office["apd"])
        registry.poverty_list(invented, days.back(50, 9).date(), by=office["operator"])
    registry.add_members(invented, dice, by=office["apd"])
    distribution.two_rounds(invented, office, days, older, (today.year, today.month))
    complaints.month(office, days)
    skm.surveys(office, seed)
    story.everything_read()
    story.sweep(timezone.now())


def _months_before(today: date, count: int) -> tuple[int, int]:
    """(year, month)."""
    months = today.year * 12 + today.month - 1 - count
    return months // 12, months % 12 + 1
