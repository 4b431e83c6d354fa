"""Background work that cannot get lost: the job's row is the truth, the broker only carries a hint.

    job = jobs.enqueue("bnba.apply", {"file": 7}, by=user, key="7")        # inside the caller's transaction

    @jobs.handler("bnba.apply")
    def apply(job: Job, progress: jobs.Progress) -> dict: ...               # returns what goes to job.result

A handler does its effect and calls `progress.finish(result)` inside ONE transaction: the effect and the job's end
commit together, so a killed worker leaves neither. A handler that returns without having called it is finished for it.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.lib.errors import DomainError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RESEND_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3

Handler = Callable[[Job, "Progress"], dict[str, Any] | None]
handlers: dict[str, Handler] = {}


class Cancelled(Exception):
    """The officer asked to stop and nothing was committed yet."""


class LostLease(Exception):
    """Another worker took the job over: this one must not commit."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of `kind`."""

    def register(function: Handler) -> Handler:
        handlers[kind] = function
        return function

    return register


def enqueue(kind: str, arguments: dict[str, Any], *, by, key: str = "") -> Job:
    """Write the job; with a key, an open job of the same key is returned instead of a second one."""
    if key and (existing := Job.objects.open().filter(kind=kind, key=key).first()):
        return existing
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, arguments=arguments, key=key, by=by)
    except IntegrityError:
        return Job.objects.open().get(kind=kind, key=key)
    transaction.on_commit(lambda: send_hint(job.pk), robust=True)
    return job


def send_hint(job_id) -> bool:
    """Tell the broker; when it is absent the sweeper tries again within the minute."""
    from pkh_sembako.audit.tasks import run_job  # circular import: the task runs what this module registers

    try:
        run_job.apply_async([str(job_id)], retry=False, ignore_result=True)
    except Exception as error:
        log.warning("broker unreachable, job %s waits for the sweeper: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    return True


def request_cancel(job: Job, *, by) -> None:
    """A queued job ends at once; a running one stops at its next step, unless it has committed by then."""
    if Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now(), message="Dibatalkan sebelum mulai."
    ):
        return
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)


class Progress:
    """What a running job tells its page. Uses its own connection: the job's transaction is still open meanwhile."""

    def __init__(self, job: Job):
        self.job = job
        self.finished = False
        self._side = connection.copy()
        self._said_at = timezone.now() - LEASE

    def say(self, stage: str, done: int = 0, total: int = 0, *, message: str = "") -> None:
        """Record stage and count, renew the lease, at most once a second per stage; raises Cancelled or LostLease."""
        now = timezone.now()
        if stage == self.job.stage and (now - self._said_at).total_seconds() < 1 and done != total:
            return
        self._said_at, self.job.stage = now, stage
        with self._side.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_job SET stage=%s, done=%s, total=%s, message=%s, lease_until=%s"
                " WHERE id=%s AND state='running' AND attempt=%s RETURNING cancel_requested",
                [stage, done, total, message, now + LEASE, self.job.pk, self.job.attempt],
            )
            row = cursor.fetchone()
        if row is None:
            raise LostLease
        if row[0]:
            raise Cancelled

    def finish(self, result: dict[str, Any] | None = None, *, message: str = "") -> None:
        """End the job in the caller's transaction, so effect and end commit together."""
        self.finished = True
        ended = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)
        if not ended.update(
            state=JobState.DONE, result=result or {}, message=message, finished_at=timezone.now(), lease_until=None
        ):
            raise LostLease

    def close(self) -> None:
        self._side.close()


def claim(job_id) -> Job | None:
    """Take the job for this worker; None when it is done, running elsewhere or cancelled (a double delivery)."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=JobState.QUEUED).first()
        if job is None:
            return None
        job.state, job.attempt = JobState.RUNNING, job.attempt + 1
        job.started_at, job.lease_until = now, now + LEASE
        job.save(update_fields=["state", "attempt", "started_at", "lease_until"])
    return job


def run(job_id) -> None:
    """Do one job to its end. Called once or ten times, in any order, the effect is the same."""
    job = claim(job_id)
    if job is None:
        return
    progress = Progress(job)
    try:
        result = handlers[job.kind](job, progress)
        if not progress.finished:
            progress.finish(result)
    except LostLease:
        log.warning("job %s was taken over by another worker", job.pk)
    except Cancelled:
        _end(job, JobState.CANCELLED, "Dibatalkan. Tidak ada yang diubah.")
    except DomainError as refusal:
        _end(job, JobState.FAILED, refusal.sentence)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _end(job, JobState.FAILED, f"Pekerjaan gagal karena gangguan sistem. Sebutkan kode {str(job.pk)[:8]} ke admin.")
    finally:
        progress.close()


def _end(job: Job, state: JobState, message: str) -> None:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    mine.update(state=state, message=message[:400], finished_at=timezone.now(), lease_until=None)


def sweep() -> dict[str, int]:
    """Give back what killed workers held, and send every hint that never arrived."""
    now = timezone.now()
    abandoned = Job.objects.abandoned(now=now)
    failed = abandoned.filter(attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        finished_at=now,
        message=f"Pekerjaan terputus {MAX_ATTEMPTS} kali. Tidak ada yang diubah; silakan coba lagi.",
    )
    returned = abandoned.update(state=JobState.QUEUED, sent_at=None, lease_until=None)
    waiting = list(Job.objects.unsent(now=now, resend_after=RESEND_AFTER).values_list("pk", flat=True)[:100])
    sent = 0
    for job_id in waiting:
        if not send_hint(job_id):
            break
        sent += 1
    return {"failed": failed, "returned": returned, "sent": sent}
