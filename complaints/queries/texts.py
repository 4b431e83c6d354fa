"""Ready texts for frequent answers, and what their placeholders become."""

import re

from django.db.models import Q, QuerySet

from complaints.enums import Subject
from complaints.models import Complaint, ReplyTemplate
from complaints.queries.course import knows_reporter
from pkh_sembako.accounts.models import User

PLACEHOLDERS = {
    "tiket": "nomor laporan, misalnya ADU-2026-000418",
    "nama": "nama pelapor; “Bapak/Ibu” bila tidak diketahui",
    "perihal": "perihal laporan",
}
_BRACES = re.compile(r"\{([^{}]*)\}")
_SOMEBODY = "Bapak/Ibu"


def fitting(complaint: Complaint) -> QuerySet[ReplyTemplate]:
    """Texts in use for its subject, and those for every subject."""
    return ReplyTemplate.objects.filter(Q(subject=complaint.subject) | Q(subject=""), active=True).order_by(
        "-subject", "title"
    )


def unknown(text: str) -> list[str]:
    """Placeholders that stand for nothing, and braces left open."""
    names = [f"{{{name}}}" for name in _BRACES.findall(text) if name not in PLACEHOLDERS]
    return names + [brace for brace in "{}" if brace in _BRACES.sub("", text)]


def filled(text: str, complaint: Complaint, user: User) -> str:
    """The text for this complaint; the reporter's name only where `user` may know it."""
    name = complaint.reporter_name if knows_reporter(complaint, user) else ""
    values = {
        "tiket": complaint.ticket,
        "nama": f"{_SOMEBODY} {name}".strip(),
        "perihal": Subject(complaint.subject).label.lower(),
    }
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
