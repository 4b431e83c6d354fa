"""Reads of the page and of the clock of the backups."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from pkh_sembako.audit.models import Job
from pkh_sembako.backup.models import BackupRun, RunKind


def newest(kind: RunKind) -> BackupRun | None:
    """The newest success."""
    return BackupRun.objects.filter(kind=kind, ok=True).first()


def began() -> datetime:
    """When this office's database was made: nothing can be older."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        return cursor.fetchone()[0] or timezone.now()


def running() -> Job | None:
    """The open job of a backup or a drill, the older one first."""
    return Job.objects.open().filter(kind__startswith="backup.").order_by("created_at").first()


def recent(number: int = 30) -> list[BackupRun]:
    return list(BackupRun.objects.all()[:number])


def age_words(moment: datetime, now: datetime) -> str:
    """ "3 hari yang lalu", "5 jam yang lalu", "Baru saja"."""
    hours = int((now - moment).total_seconds() // 3600)
    if not hours:
        return "Baru saja"
    return f"{hours // 24} hari yang lalu" if hours >= 48 else f"{hours} jam yang lalu"


def size_words(size: int) -> str:
    """ "812 KB", "14,2 MB", "3 GB"."""
    if size < 1 << 20:
        return f"{-(-size // 1024)} KB"
    unit, power = ("GB", 30) if size >= 1 << 30 else ("MB", 20)
    return f"{size / (1 << power):.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"


def card(kind: RunKind, now: datetime) -> dict[str, Any]:
    """The newest success of a kind for a number card."""
    last = newest(kind)
    late = (now - (last.finished_at if last else began())).days >= 7
    note = "Belum pernah berhasil" if last is None else ""
    age = age_words(last.finished_at, now) if last else "–"
    return {"last": last, "age": age, "note": note, "tone": "negatif" if late else "positif" if last else "peringatan"}
