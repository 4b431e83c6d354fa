"""Background work: reading the district's own poverty list."""

from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.models import PovertyList
from programs.services import poverty


@jobs.handler(poverty.JOB)
def read(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Delivered twice or killed in the middle, the effect is that of one delivery or none."""
    which = PovertyList.objects.get(pk=job.arguments["list"])
    try:
        with transaction.atomic():
            which = poverty.read(which, say=progress.say)
            words = f"{thousands(which.rows_read)} baris dibaca."
            progress.finish({"list": which.pk}, message=words)
    except DomainError as refusal:
        poverty.refuse(which, refusal.sentence)
        raise
    return None
