"""Loads national holidays, cuti bersama and the default working hours; what the office entered itself stays."""

from django.core.management import BaseCommand
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from pkh_sembako.lib.national_calendar import DayOffKind as NationalKind
from pkh_sembako.lib.national_calendar import national_days_off
from pkh_sembako.office.models import DayOff, DayOffKind, WorkingHours
from pkh_sembako.office.presets import preset_rows

YEARS = range(2024, 2028)
KINDS = {NationalKind.LIBUR_NASIONAL: DayOffKind.NATIONAL, NationalKind.CUTI_BERSAMA: DayOffKind.JOINT}
REASON = "Kalender nasional"


class Command(BaseCommand):
    help = "Memuat libur nasional, cuti bersama, dan jam kerja bawaan. Boleh diulang: isian kantor tidak berubah."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        # A day that an admin removed stays removed: only years of which nothing was ever loaded are filled.
        loaded = set(DayOff.history.exclude(history_type="-").values_list("day__year", flat=True).distinct())
        days = missing_days([year for year in YEARS if year not in loaded])
        bulk_create_with_history(days, DayOff, default_change_reason=REASON)
        if not WorkingHours.history.exists():
            bulk_create_with_history(preset_rows("perpres"), WorkingHours, default_change_reason=REASON)
        if options["verbosity"]:
            self.stdout.write(f"Kalender: {len(days)} hari libur ditambahkan.")


def missing_days(years: list[int]) -> list[DayOff]:
    """Holidays of the years as rows; of a date that is both kinds the libur nasional stands."""
    by_day = {}
    for day in reversed(national_days_off(years)):
        if day.date not in by_day or day.kind == NationalKind.LIBUR_NASIONAL:
            by_day[day.date] = DayOff(day=day.date, name=day.name, kind=KINDS[day.kind])
    return [by_day[day] for day in sorted(by_day)]
