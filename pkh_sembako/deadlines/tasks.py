"""What beat calls every minute, and the job of the morning."""

from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.deadlines.services import alerts, digest, mail


@shared_task(name="deadlines.sweep")
def sweep() -> int:
    return len(alerts.sweep(timezone.now()))


@shared_task(name="deadlines.send_mail")
def send_mail() -> int:
    return mail.send_waiting() + digest.send_waiting()


@shared_task(name="deadlines.morning")
def morning() -> bool:
    """Whether the day's digest was ordered just now."""
    return digest.order(timezone.now()) is not None


@jobs.handler(digest.JOB)
def write_digests(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Everybody's digest of `day`; written and finished in one transaction, sent by the next `send_mail`."""
    with transaction.atomic():
        result = {"written": digest.write(date.fromisoformat(job.arguments["day"]), timezone.now())}
        progress.finish(result, message=f"{result['written']} ringkasan pagi disusun.")
    return result
