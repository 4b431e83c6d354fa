"""Commands that run a job of the backups here, or wait for the worker that was quicker."""

import json
import time

from django.core.management import BaseCommand, CommandError, CommandParser

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.backup import tasks  # noqa: F401  registers the jobs
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.backup.queries import size_words
from pkh_sembako.backup.services import orders

PATIENCE = 1800  # seconds


class JobCommand(BaseCommand):
    """`kind` is what it does; exit code 0 only for a success."""

    kind: RunKind

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="tulis hasilnya sebagai JSON")

    def run_job(self, *, as_json: bool) -> None:
        job = orders.order(self.kind, by=None)
        jobs.run(job.pk)
        self._wait(job)
        run = BackupRun.objects.filter(job=job).first()
        if as_json:
            self.stdout.write(json.dumps(_facts(job, run), ensure_ascii=False))
        elif run is not None and run.ok:
            self.stdout.write(f"{job.message} {run.file_name}, {size_words(run.size)}, {run.seconds:.1f} detik.")
        if job.state != JobState.DONE:
            raise CommandError(job.message or "Pekerjaan belum selesai.")

    def _wait(self, job: Job) -> None:
        end = time.monotonic() + PATIENCE
        job.refresh_from_db()
        while job.is_open and time.monotonic() < end:
            time.sleep(0.2)
            job.refresh_from_db()


def _facts(job: Job, run: BackupRun | None) -> dict[str, object]:
    if run is None:
        return {"ok": False, "reason": job.message}
    return {
        "ok": run.ok,
        "reason": run.reason,
        "file": run.file_name,
        "size": run.size,
        "free": run.free,
        "seconds": round(run.seconds, 2),
        "facts": run.facts,
    }
