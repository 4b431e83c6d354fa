"""The legal clock of a request or an incident as a page shows it: hours of the calendar, computed when read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from pkh_sembako.deadlines.words import Lateness
from pkh_sembako.privacy.enums import IncidentState
from pkh_sembako.privacy.models import DataRequest, Incident

SOON = timedelta(hours=24)


def rows(requests: Iterable[DataRequest]) -> list[dict[str, Any]]:
    return [{"found": each, "late": lateness(each.due, each.ended_at)} for each in requests]


def incident_rows(incidents: Iterable[Incident], told: dict[int, datetime]) -> list[dict[str, Any]]:
    """`told`: {id: when the notice was given or the incident closed}."""
    return [
        {"found": each, "late": lateness(each.due, told.get(each.pk) if each.state != IncidentState.OPEN else None)}
        for each in incidents
    ]


def lateness(due: datetime, ended: datetime | None) -> Lateness:
    """For `{% tenggat %}`: how many hours are left, or whether it ended in time."""
    zone = timezone.get_current_timezone()
    if ended:
        late = ended > due
        words = f"Selesai terlambat {_span(ended - due)}" if late else "Selesai tepat waktu"
        return Lateness(words, "negatif" if late else "positif", due.astimezone(zone), late)
    left = due - timezone.now()
    if left < timedelta():
        return Lateness(f"Lewat {_span(-left)}", "negatif", due.astimezone(zone), True)
    return Lateness(f"Sisa {_span(left)}", "peringatan" if left <= SOON else "proses", due.astimezone(zone))


def _span(length: timedelta) -> str:
    """In hours, or minutes where it is less than one."""
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60} jam" if minutes >= 60 else f"{max(minutes, 1)} menit"
