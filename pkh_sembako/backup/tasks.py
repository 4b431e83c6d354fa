"""The two jobs, backup and drill, and what beat asks every quarter of an hour."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.backup import shelf
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.backup.services import drilling, making, orders
from pkh_sembako.lib.errors import DomainError

Result = tuple[dict[str, Any], str]  # columns of the BackupRun and the words of the job's end


@jobs.handler(orders.JOBS[RunKind.BACKUP])
def make(job: Job, progress: jobs.Progress) -> None:
    """A backup of database and files in one encrypted file."""

    def work() -> Result:
        made = making.make(job=str(job.pk), say=progress.say)
        if made.problems:
            named = ", ".join(made.problems[:3]) + (" dan lainnya" if len(made.problems) > 3 else "")
            raise DomainError(
                f"{len(made.problems)} berkas tersimpan tidak dapat dicadangkan: {named}. "
                f"Basis data dan berkas lain ada di {made.path.name}."[:400]
            )
        return {"file_name": made.path.name, "size": made.size, "facts": made.facts}, "Cadangan selesai."

    _recorded(RunKind.BACKUP, job, progress, work)


@jobs.handler(orders.JOBS[RunKind.DRILL])
def drill(job: Job, progress: jobs.Progress) -> None:
    """The newest backup restored into a scratch database and compared."""

    tried = next(reversed(shelf.backups()), None)

    def work() -> Result:
        done = drilling.restore(tried or drilling.newest(), say=progress.say)
        return {"file_name": done.path.name, "size": done.size, "facts": done.facts}, "Uji pemulihan berhasil."

    _recorded(RunKind.DRILL, job, progress, work, about=tried.name if tried else "")


def _recorded(kind: RunKind, job: Job, progress: jobs.Progress, work: Callable[[], Result], *, about: str = "") -> None:
    """Do the work (on the file `about`): a success is recorded in one transaction with the job's end, a failure is
    recorded, told and raised on."""
    started = timezone.now()
    try:
        columns, words = work()
    except (shelf.Busy, jobs.Cancelled, jobs.LostLease):
        raise
    except Exception as error:  # whatever it was: it was no success, and somebody must know
        sentence = error.sentence if isinstance(error, DomainError) else f"Gangguan sistem ({type(error).__name__})."
        _failed(kind, job, sentence, started, about)
        raise
    with transaction.atomic():
        BackupRun.objects.create(kind=kind, ok=True, job=job, started_at=started, free=shelf.free(), **columns)
        progress.finish(columns["facts"], message=words)


def _failed(kind: RunKind, job: Job, sentence: str, started: datetime, about: str) -> None:
    BackupRun.objects.create(
        kind=kind, ok=False, reason=sentence[:400], file_name=about, job=job, started_at=started, free=shelf.free()
    )
    orders.warn([f"{RunKind(kind).label} gagal. {sentence}"], now=timezone.now())


@shared_task(name="backup.keep")
def keep() -> dict[str, int]:
    """Order what is due, and tell the administrators what is too old."""
    now = timezone.now()
    ordered = [orders.order(kind, by=None) for kind in orders.due(now)]
    return {"ordered": len(ordered), "told": orders.warn(orders.too_old(now), now=now)}
