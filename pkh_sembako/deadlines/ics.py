"""iCalendar (RFC 5545) of deadlines: folded lines, escaped text, moments in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.month import KEMENSOS, SOP

OCTETS = 75  # of a line, its break left out
HOST = "pkh-sembako"


def calendar_text(deadlines: Iterable[Deadline], *, name: str, base_url: str, now: datetime) -> str:
    """The whole file; `base_url` without a slash at its end goes before each address."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{HOST}//Tenggat SOP//ID", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for deadline in deadlines:
        for kind, moment in ((SOP, deadline.due), (KEMENSOS, deadline.outer_due)):
            if moment:
                lines += _event(deadline, kind, moment, base_url, now)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(deadline: Deadline, kind: str, moment: datetime, base_url: str, now: datetime) -> list[str]:
    place = f", Kec. {deadline.kecamatan.name}" if deadline.kecamatan else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{kind.split()[0].lower()}-{deadline.pk}@{HOST}",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(moment)}",
        f"DTEND:{_stamp(moment)}",
        f"SUMMARY:{_text(f'{kind}: {deadline.title}{place} ({deadline.group})')}",
        f"DESCRIPTION:{_text(deadline.get_state_display())}",
        f"URL:{base_url}{deadline.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, cut between letters, never inside one."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
