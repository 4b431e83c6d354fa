"""More time: asked with a reason, granted or refused by someone higher on the ladder, never by oneself."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.roles import Role
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Extension
from pkh_sembako.deadlines.services import clock
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import calendar

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

BESIDE_THE_LADDER = 3  # roles without a rank (APD, bank, kecamatan) ask like an officer of the Dinas


@transaction.atomic
def ask(deadline: Deadline, *, reason: str, until: date, by: "User") -> Extension:
    """Ask for more time, until the close of office of a working day after the present due moment."""
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if deadline.state == DeadlineState.CLOSED:
        raise DomainError("Pekerjaan ini sudah selesai; perpanjangan tidak diperlukan.")
    if deadline.due is None:
        raise DomainError("Langkah ini belum punya tenggat. Sepakati tanggal target lebih dahulu.")
    if not reason.strip():
        raise DomainError("Tulis alasan perpanjangan.")
    if deadline.extensions.filter(granted__isnull=True).exists():
        raise DomainError("Sudah ada permintaan perpanjangan yang menunggu keputusan.")
    clock.check_target(until)
    due_day = deadline.due.astimezone(calendar().zone).date()
    if until <= due_day:
        raise DomainError(f"Tanggal baru harus sesudah tenggat sekarang, {tanggal(due_day)}.")
    return Extension.objects.create(deadline=deadline, reason=reason.strip(), until=until, asked_by=by)


@transaction.atomic
def decide(extension: Extension, *, granted: bool, by: "User", note: str = "") -> Extension:
    """Grant or refuse; a granted one moves the deadline to the close of office of its date."""
    if extension.granted is None and not may_decide(extension, by):
        raise DomainError("Perpanjangan diputuskan oleh pejabat yang lebih tinggi daripada pemintanya.")
    return settle(extension, granted=granted, by=by, note=note)


@transaction.atomic
def settle(extension: Extension, *, granted: bool, by: "User", note: str = "") -> Extension:
    """For `decide`, and for work that somebody beside the ladder checks; the caller has asked who may."""
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    if extension.granted is not None:
        raise DomainError("Permintaan perpanjangan ini sudah diputuskan.")
    if not granted and not note.strip():
        raise DomainError("Tulis alasan penolakan.")
    extension.granted, extension.note = granted, note.strip()
    extension.decided_by, extension.decided_at = by, timezone.now()
    extension.save()
    if granted:
        clock.extend(extension.deadline, until=extension.until, by=by)
    return extension


def may_decide(extension: Extension, user: "User") -> bool:
    """Higher on the ladder than whoever asked, with the right to grant, and not the same person."""
    is_oneself = user.pk == extension.asked_by_id
    return not is_oneself and user.may(Permission.GRANT_EXTENSIONS) and rank(user) > rank(extension.asked_by)


def rank(user: "User") -> int:
    """The highest place of the user's roles on the ladder."""
    return max((_rank(role) for role in user.roles), default=0)


def _rank(role: Role) -> int:
    return BESIDE_THE_LADDER if role.rank is None else role.rank
