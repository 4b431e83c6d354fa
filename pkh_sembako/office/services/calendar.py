"""Edits of the working calendar. Whoever calls them recomputes the open deadlines (deadlines.services.calendar)."""

from typing import Any

from django.db import transaction

from pkh_sembako.audit.history import authored
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import DayOff, DayOffKind, Office, WorkingHours
from pkh_sembako.office.presets import PRESETS, preset_rows

SATURDAY = 5


@transaction.atomic
def add_day_off(row: DayOff, *, by: Any) -> DayOff:
    """A day on which the office does not work; refused for a day that is off already."""
    if row.kind == DayOffKind.OFFICE and row.day.weekday() >= SATURDAY:
        raise DomainError(f"{hari_tanggal(row.day)} bukan hari kerja; tidak perlu diliburkan.")
    if known := DayOff.objects.filter(pk=row.day).first():
        raise DomainError(f"{hari_tanggal(row.day)} sudah libur: {known.name}.")
    authored(row, by=by)
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_day_off(row: DayOff, *, by: Any) -> None:
    authored(row, by=by)
    row.delete()


@transaction.atomic
def save_hours(row: WorkingHours, *, by: Any) -> WorkingHours:
    """New or changed hours; refused, in the clock's own words, when they cannot be."""
    try:
        rule = row.rule()
    except ValueError as error:
        raise DomainError(str(error)) from error
    if not any(rule.week):
        raise DomainError("Isi jam kerja paling sedikit satu hari.")
    authored(row, by=by)
    row.save()
    return row


@transaction.atomic
def remove_hours(row: WorkingHours, *, by: Any) -> None:
    authored(row, by=by)
    row.delete()


@transaction.atomic
def use_preset(code: str, *, by: Any) -> int:
    """Replace all hours by those of a preset; how many rules stand now."""
    if code not in PRESETS:
        raise DomainError("Pilih salah satu jam kerja bawaan.")
    for row in WorkingHours.objects.select_for_update():
        remove_hours(row, by=by)
    rows = preset_rows(code)
    for row in rows:
        save_hours(row, by=by)
    return len(rows)


@transaction.atomic
def set_zone(zone: str, *, by: Any) -> Office:
    office = Office.objects.select_for_update().get(pk=1)
    office.zone = zone
    authored(office, by=by)
    office.save()
    return office
