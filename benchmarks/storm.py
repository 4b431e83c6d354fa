"""The long drill F1: 200 seeded rounds of `kill -9` on a worker that imports; nothing is lost, nothing doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.office import office

ROUNDS, ROWS = 200, 3_000
WORKER = "import django; django.setup(); from programs import tasks; from pkh_sembako.audit import jobs; jobs.run('{}')"


def run(rounds: int = ROUNDS) -> bool:
    """Print the outcome; a failing round names its seed, which replays it."""
    with office() as folder:
        failed = [seed for seed in range(rounds) if not _round(folder, seed)]
    print(f"F1: {rounds - len(failed)} dari {rounds} putaran benar" + (f"; gagal: {failed}" if failed else ""))
    return not failed


def _round(folder: Path, seed: int) -> bool:
    from django.core.files import File
    from django.utils import timezone

    from benchmarks import workbook
    from pkh_sembako.accounts.services.system import system_user
    from pkh_sembako.audit import jobs
    from pkh_sembako.audit.models import Job, JobState
    from programs import tasks  # noqa: F401 - registers the handlers
    from programs.models import Household
    from programs.services.bnba import checking, orders, taking_back, uploads

    by = system_user()
    before = Household.history.count()
    path = workbook.write(folder / f"badai{seed}.xlsx", workbook.people(ROWS, seed))
    with path.open("rb") as content:
        file = uploads.upload(File(content), name=path.name, program="pkh", tahun=2026, tahap=1, by=by)
    file = checking.check(file, by=by)
    job = orders.order_apply(file, replaces=False, by=by)
    _kill_in_the_middle(job, seed)
    job.refresh_from_db()
    whole = Household.objects.count() == (ROWS if job.state == JobState.DONE else 0)
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    jobs.run(job.pk)
    job.refresh_from_db()
    once = job.state == JobState.DONE and Household.objects.count() == ROWS == Household.history.count() - before
    file.refresh_from_db()
    taking_back.take_back(file, by=by, reason="Putaran berikut")
    return whole and once and not Household.objects.exists()


def _kill_in_the_middle(job, seed: int) -> None:
    from django.db import connection

    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    environment = os.environ | {"DATABASE_URL": address}
    worker = subprocess.Popen([sys.executable, "-c", WORKER.format(job.pk)], env=environment, stderr=subprocess.DEVNULL)
    while worker.poll() is None:
        job.refresh_from_db()
        if job.started_at:
            break
        time.sleep(0.02)
    time.sleep(random.Random(seed).uniform(0, 0.6))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
