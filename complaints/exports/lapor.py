"""Our follow-up of reports of SP4N-LAPOR!, as its officers type it back there: no name, no story."""

from datetime import date
from typing import IO

from django.utils import timezone

from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write

COLUMNS = (
    Column("Tracking ID", 18, Kind.IDENTITY),
    Column("Nomor laporan", 18),
    Column("Tanggal laporan", 14, Kind.DATE),
    Column("Perihal", 34),
    Column("Status", 20),
    Column("Tindak lanjut", 70),
    Column("Tanggal tindak lanjut", 14, Kind.DATE),
)


def build(target: IO[bytes], *, since: date | None, title: str, by: User) -> int:
    """What `by` may see now; how many rows."""
    found = Complaint.objects.visible_to(by).exclude(tracking_id="").order_by("id")
    if since:
        found = found.filter(received_at__date__gte=since)
    rows = [_cells(one) for one in found.prefetch_related("events", "replies")]
    when = f"Dibuat {tanggal_jam(timezone.localtime())} oleh {by}"
    return write([Sheet("Tindak lanjut", COLUMNS, rows, titles=(title, when))], target)


def _cells(one: Complaint) -> tuple[object, ...]:
    told = [event for event in one.events.all() if event.public_note]
    last, replies = (told[-1] if told else None), list(one.replies.all())
    words = replies[-1].text if replies and last and last.move == "answer" else (last.public_note if last else "")
    return (
        one.tracking_id,
        one.ticket,
        timezone.localdate(one.received_at),
        one.get_subject_display(),
        one.get_state_display(),
        words,
        timezone.localdate(last.at) if last else None,
    )
