"""What is asked of SOPs across tables."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from pkh_sembako.lib.worktime import default_calendar
from sop.definition import Definition, restore
from sop.models import SopVersion


def in_force() -> QuerySet[SopVersion]:
    """The newest version in force of each SOP, by code."""
    return SopVersion.objects.newest_in_force()


def definition_of(version: SopVersion) -> Definition:
    """The whole definition; read once per process, since a loaded version never changes."""
    if version.content_hash not in _kept:
        _kept[version.content_hash] = restore(version.definition)
    return _kept[version.content_hash]


_kept: dict[str, Definition] = {}


def dues(version: SopVersion, start: datetime) -> list[dict[str, Any]]:
    """`sop_due`'s answer: each step's due as if it started at `start`. ValueError outside the calendar's years."""
    calendar = default_calendar(ZoneInfo(version.zone))
    answers = []
    for step in version.steps.all():
        due = calendar.due(start, step.unit, step.amount)
        answers.append({"no": step.no, "unit": step.unit, "amount": step.amount, "due": due and due.isoformat()})
    return answers
