"""Lines of an iCalendar file (RFC 5545): folded at 75 octets, text escaped, moments in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime

OCTETS = 75  # of a line, its break left out
HOST = "pkh-sembako"


def joined(lines: Iterable[str]) -> str:
    """The lines as the file has them."""
    return "".join(f"{folded(line)}\r\n" for line in lines)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def folded(line: str) -> str:
    """Lines of at most 75 octets, cut between letters, never inside one."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
