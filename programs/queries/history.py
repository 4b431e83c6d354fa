"""Riwayat: before -> after of a family, its members and enrollments, from the history tables."""

from typing import Any

from django.db.models import Model

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.identity import mask
from programs.models import Enrollment, Household, Member

MOST = 200
HIDDEN = {"id", "version", "name_search", "updated_at", "created_at", "imported", "household_id", "household"}
MASKED = {"nik", "no_kk", "iddtks"}
WORDS = {"+": "Dicatat", "~": "Diubah", "-": "Dihapus"}


def events(household: Household, user: User) -> list[dict[str, Any]]:
    """Events of `komponen/riwayat.html`, newest first; identity numbers masked. Three queries."""
    seen = Enrollment.objects.visible_to(user).filter(household=household)
    found = (
        _events(Household, household.history.all(), "Keluarga")
        + _events(Member, Member.history.filter(household_id=household.pk), "Anggota")
        + _events(Enrollment, Enrollment.history.filter(id__in=[row.pk for row in seen]), "Kepesertaan")
    )
    return sorted(found, key=lambda event: event["when"], reverse=True)[:MOST]


def events_of_person(household: Household, member_pk: int | None) -> list[dict[str, Any]]:
    """As `events`, all of them and the oldest first, without the other members; "user" is who did it."""
    enrollments = Enrollment.history.filter(household_id=household.pk)
    found = (
        _events(Household, household.history.all(), "Keluarga")
        + _events(Member, Member.history.filter(household_id=household.pk, id=member_pk), "Anggota")
        + _events(Enrollment, enrollments, "Kepesertaan")
    )
    return sorted(found, key=lambda event: event["when"])


def _events(model: type[Model], records: Any, noun: str) -> list[dict[str, Any]]:
    """One event per record, compared with the record before it of the same row."""
    made = []
    before: dict[int, Any] = {}
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        known, changes = record.id in before, _changes(model, before.get(record.id), record)
        before[record.id] = record
        if changes or not known or record.history_type != "~":
            made.append(_event(record, noun, changes))
    return made


def _event(record: Any, noun: str, changes: list[dict[str, str]]) -> dict[str, Any]:
    name = f" {record.name}" if noun == "Anggota" else ""
    return {
        "when": record.history_date,
        "user": record.history_user,
        "who": str(record.history_user) if record.history_user else "Sistem",
        "what": f"{noun}{name} {WORDS[record.history_type].lower()}",
        "note": record.history_change_reason or "",
        "tone": "negatif" if record.history_type == "-" else "netral",
        "changes": changes if record.history_type == "~" else [],
    }


def _changes(model: type[Model], old: Any, new: Any) -> list[dict[str, str]]:
    if old is None:
        return []
    found = []
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN or getattr(old, field.attname) == getattr(new, field.attname):
            continue
        label = str(field.verbose_name)
        label = label[:1].upper() + label[1:]
        found.append({"label": label, "before": _words(field, old), "after": _words(field, new)})
    return found


def _words(field: Any, record: Any) -> str:
    value = getattr(record, field.attname)
    if value in (None, "", [], {}):
        return "–"
    if field.name in MASKED:
        return mask(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=value).first() or value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
