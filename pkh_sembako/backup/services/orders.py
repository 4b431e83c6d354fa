"""When a backup and a drill are due, ordering them, and telling the administrators when they are not done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.backup import queries
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.deadlines.enums import Kind
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.services import bell
from pkh_sembako.lib.access import Permission

PAGE = "/cadangan/"
JOBS = {RunKind.BACKUP: "backup.make", RunKind.DRILL: "backup.drill"}
NIGHT, SUNDAY, DRILL_HOUR = 1, 6, 3  # hours of the office's zone
TRY_AGAIN = {RunKind.BACKUP: timedelta(hours=3), RunKind.DRILL: timedelta(hours=12)}
TOO_OLD = timedelta(days=7)
SAY_AGAIN = timedelta(hours=20)


def order(kind: RunKind, *, by: User | None) -> Job:
    """One open job of each kind; ordered again while it is open, it is the same."""
    return jobs.enqueue(JOBS[kind], {}, by=by, key=str(kind))


def due(now: datetime) -> list[RunKind]:
    """What should have been done by now: a backup since the last night, a drill of it since the last Sunday.

    A machine that was off at night catches up in the morning; a failure is tried again after some hours.
    """
    local = timezone.localtime(now)
    night = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    night -= timedelta(days=1 if night > local else 0)
    sunday = local.replace(hour=DRILL_HOUR, minute=0, second=0, microsecond=0)
    sunday -= timedelta(days=(local.weekday() - SUNDAY) % 7)
    sunday -= timedelta(days=7 if sunday > local else 0)
    wanted = [RunKind.BACKUP] if _waits(RunKind.BACKUP, night, now) else []
    if queries.newest(RunKind.BACKUP) is not None and _waits(RunKind.DRILL, sunday, now):
        wanted.append(RunKind.DRILL)
    return wanted


def _waits(kind: RunKind, since: datetime, now: datetime) -> bool:
    done = Q(ok=True, finished_at__gte=since) | Q(ok=False, finished_at__gt=now - TRY_AGAIN[kind])
    return not BackupRun.objects.filter(done, kind=kind).exists()


def too_old(now: datetime) -> list[str]:
    """A sentence for backup and drill whose newest success is older than seven days (or never was)."""
    sentences = []
    for kind, words in ((RunKind.BACKUP, "Cadangan terakhir"), (RunKind.DRILL, "Uji pemulihan terakhir")):
        last = queries.newest(kind)
        since = last.finished_at if last else queries.began()
        if now - since <= TOO_OLD:
            continue
        days = (now - since).days
        sentences.append(
            f"{words} yang berhasil sudah {days} hari yang lalu (batas {TOO_OLD.days} hari)."
            if last
            else f"{words.removesuffix(' terakhir')} belum pernah berhasil sejak {days} hari."
        )
    return sentences


def warn(sentences: Sequence[str], *, now: datetime) -> int:
    """Tell every administrator in the bell and by mail, the same thing at most once a day; how many messages."""
    told = 0
    for person in administrators():
        recent = Notification.objects.filter(user=person, url=PAGE, at__gt=now - SAY_AGAIN)
        known = set(recent.values_list("text", flat=True))
        for sentence in sentences:
            if sentence not in known:
                bell.tell([person], text=sentence, url=PAGE, tone="negatif", by_mail=True, kind=Kind.SYSTEM)
                told += 1
    return told


def administrators() -> list[User]:
    """Everybody who may see the page of the backups."""
    roles = [code for code, role in ROLES.items() if Permission.MANAGE_BACKUPS in role.permissions]
    postings: Any = Posting.objects.in_force().filter(role__in=roles, user__is_active=True)
    return list(User.objects.filter(pk__in=postings.values("user")).order_by("username"))
