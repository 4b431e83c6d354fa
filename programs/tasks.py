"""Background work on BNBA files. Each handler does its effect and ends its job in one transaction."""

from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.numbers import thousands
from programs import tasks_bank, tasks_kks, tasks_kks_ba, tasks_poverty, tasks_publish, tasks_sheets, tasks_siksng  # noqa: F401 - their handlers are registered with ours
from programs.enums import FileState
from programs.importing.errors import FileRefused
from programs.models import BnbaFile
from programs.services.bnba import applying, checking, state, taking_back
from programs.services.bnba.orders import APPLY_JOB, CHECK_JOB, TAKE_BACK_JOB


@jobs.handler(CHECK_JOB)
def check(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Read and compare; a file that was applied meanwhile stays as it is."""
    file = BnbaFile.objects.get(pk=job.arguments["file"])
    try:
        with transaction.atomic():
            file = checking.check(file, by=job.by, say=progress.say)
            progress.finish(file.counts, message=f"{thousands(file.counts['rows'])} baris diperiksa.")
    except FileRefused as refusal:
        state.refuse(file, refusal.sentence)
        raise
    return None


@jobs.handler(APPLY_JOB)
def apply(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Apply; delivered twice or killed in the middle, the effect is that of one delivery or none."""
    file = BnbaFile.objects.get(pk=job.arguments["file"])
    before = file.state
    with transaction.atomic():
        file = applying.apply(file, by=job.by, replaces=job.arguments.get("replaces", False), say=progress.say)
        words = "Berkas sudah diterapkan." if before == FileState.APPLIED else "Berkas diterapkan."
        progress.finish(file.counts, message=words)
    return None


@jobs.handler(TAKE_BACK_JOB)
def take_back(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Undo an applied file, unless somebody built on it since the order."""
    file = BnbaFile.objects.get(pk=job.arguments["file"])
    progress.say("Menarik berkas kembali")
    with transaction.atomic():
        taking_back.take_back(file, by=job.by, reason=job.arguments["reason"])
        progress.finish({}, message="Berkas sudah ditarik kembali.")
    return None
