"""Beat closes what was answered and heard nothing back (domain.md 6: 10 hari kerja)."""

from datetime import datetime

from django.db import transaction

from complaints.enums import ComplaintState
from complaints.models import Complaint
from complaints.services import clocks, door
from pkh_sembako.accounts.services.system import system_user


def silent(now: datetime) -> list[Complaint]:
    """What was answered and heard nothing back for the days of the terms."""
    waiting = Complaint.objects.filter(state=ComplaintState.ANSWERED, answered_at__lt=now)
    return [each for each in waiting if each.answered_at and clocks.silent_since(each.answered_at, now)]


def close_silent(now: datetime) -> int:
    """Close them, each in its own transaction; how many. For beat: a second run finds nothing more to close."""
    return sum(_close_one(complaint, now) for complaint in silent(now))


@transaction.atomic
def _close_one(complaint: Complaint, now: datetime) -> bool:
    """False when it was opened again, answered anew or closed meanwhile."""
    current = door.locked(complaint)
    answered = current.answered_at
    if current.state != ComplaintState.ANSWERED or answered is None or not clocks.silent_since(answered, now):
        return False
    said = "Laporan selesai karena tidak ada tanggapan sesudah dijawab."
    door.move(complaint, "close", by=system_user(), public_note=said)
    return True
