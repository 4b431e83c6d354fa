"""iCalendar (RFC 5545) of deadlines: folded lines, escaped text, moments in UTC."""

from collections.abc import Iterable
from datetime import datetime

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.month import SOP
from pkh_sembako.lib.ics import HOST, joined, stamp, text


def calendar_text(deadlines: Iterable[Deadline], *, name: str, base_url: str, now: datetime) -> str:
    """The whole file; `base_url` without a slash at its end goes before each address."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{HOST}//Tenggat SOP//ID", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for deadline in deadlines:
        for kind, moment in ((SOP, deadline.due), (deadline.outer_name, deadline.outer_due)):
            if moment:
                lines += _event(deadline, kind, moment, base_url, now)
    return joined([*lines, "END:VCALENDAR"])


def _event(deadline: Deadline, kind: str, moment: datetime, base_url: str, now: datetime) -> list[str]:
    place = f", Kec. {deadline.kecamatan.name}" if deadline.kecamatan else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{kind.split()[0].lower()}-{deadline.pk}@{HOST}",
        f"DTSTAMP:{stamp(now)}",
        f"DTSTART:{stamp(moment)}",
        f"DTEND:{stamp(moment)}",
        f"SUMMARY:{text(f'{kind}: {deadline.title}{place} ({deadline.group})')}",
        f"DESCRIPTION:{text(deadline.get_state_display())}",
        f"URL:{base_url}{deadline.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
