"""The import's jobs: delivered twice, killed, cancelled, the effect is that of one delivery or none."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.lib.errors import DomainError
from programs import tasks  # noqa: F401 - registers the handlers
from programs.enums import FileState
from programs.models import BnbaFile, Household
from programs.services.bnba import orders
from tests.programs.bnba.files import registry, v1

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def checked(put, operator) -> BnbaFile:
    """Checked by its job."""
    file = put([v1(1), v1(2), v1(3)])
    jobs.run(orders.order_check(file, by=operator).pk)
    file.refresh_from_db()
    return file


def history_rows() -> int:
    return Household.history.count()


def test_check_and_apply_run_as_jobs(checked, operator):
    assert (checked.state, checked.counts["new"]) == (FileState.CHECKED, 3)
    job = orders.order_apply(checked, replaces=False, by=operator)
    jobs.run(job.pk)
    job.refresh_from_db()
    checked.refresh_from_db()
    assert (job.state, job.result["new"], checked.state) == (JobState.DONE, 3, FileState.APPLIED)


def test_a_job_delivered_ten_times_is_done_once(checked, operator):
    job = orders.order_apply(checked, replaces=False, by=operator)
    for _ in range(10):
        jobs.run(job.pk)
    assert (history_rows(), Job.objects.get(pk=job.pk).attempt) == (3, 1)


def test_a_check_delivered_twice_leaves_the_rows_of_one(put, operator):
    file = put([v1(1), v1(2)])
    for _ in range(2):
        jobs.run(orders.order_check(file, by=operator).pk)
    assert (file.rows.count(), BnbaFile.objects.get().counts["rows"]) == (2, 2)


def test_two_workers_at_once_are_one_effect(checked, operator):
    job = orders.order_apply(checked, replaces=False, by=operator)
    others = [Job.objects.create(kind=job.kind, arguments=job.arguments, by=operator) for _ in range(2)]

    def work(pk) -> None:
        jobs.run(pk)
        connection.close()

    threads = [threading.Thread(target=work, args=[one.pk]) for one in (job, job, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(Job.objects.filter(kind=job.kind).values_list("state", flat=True)) == {JobState.DONE}
    assert (Household.objects.count(), history_rows()) == (3, 3)


def test_two_files_of_the_same_families_at_once_make_them_once(put, operator):
    files = [put([v1(1), v1(2)]) for _ in range(2)]
    for file in files:
        jobs.run(orders.order_check(file, by=operator).pk)
    ordered = [orders.order_apply(file, replaces=False, by=operator) for file in files]

    def work(pk) -> None:
        jobs.run(pk)
        connection.close()

    threads = [threading.Thread(target=work, args=[job.pk]) for job in ordered]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The second found the registry changed and asks to look again.
    assert sorted(Job.objects.filter(kind=orders.APPLY_JOB).values_list("state", flat=True)) == ["done", "failed"]
    assert (Household.objects.count(), history_rows()) == (2, 2)


def test_the_same_order_twice_is_one_job(checked, operator):
    one, two = (orders.order_apply(checked, replaces=False, by=operator) for _ in range(2))
    assert one.pk == two.pk


def test_an_applied_file_takes_no_second_order(checked, operator):
    jobs.run(orders.order_apply(checked, replaces=False, by=operator).pk)
    with pytest.raises(DomainError, match="sudah diterapkan"):
        orders.order_apply(checked, replaces=False, by=operator)


@pytest.fixture
def withdrawn(checked, operator) -> Job:
    """The order to take an applied file back."""
    jobs.run(orders.order_apply(checked, replaces=False, by=operator).pk)
    checked.refresh_from_db()
    return orders.order_take_back(checked, reason="Berkas salah tahap", by=operator)


def test_a_withdrawal_delivered_ten_times_is_one_effect(checked, withdrawn):
    for _ in range(10):
        jobs.run(withdrawn.pk)
    withdrawn.refresh_from_db()
    checked.refresh_from_db()
    assert (withdrawn.state, withdrawn.attempt, checked.state) == (JobState.DONE, 1, FileState.TAKEN_BACK)
    assert (Household.objects.count(), history_rows()) == (0, 6)


def test_a_withdrawal_whose_worker_died_before_its_end_is_done_by_the_next(checked, withdrawn):
    """What the first delivery did was never committed: its lease ends and the sweeper gives the job back."""
    before = registry()
    Job.objects.filter(pk=withdrawn.pk).update(
        state=JobState.RUNNING, attempt=1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    jobs.run(withdrawn.pk)
    assert registry() == before
    jobs.sweep()
    for _ in range(2):
        jobs.run(withdrawn.pk)
    withdrawn.refresh_from_db()
    assert (withdrawn.state, withdrawn.attempt) == (JobState.DONE, 2)
    assert (Household.objects.count(), history_rows()) == (0, 6)


def test_cancelled_before_commit_changes_nothing(checked, operator):
    job = orders.order_apply(checked, replaces=False, by=operator)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    before = registry()
    jobs.run(job.pk)
    job.refresh_from_db()
    checked.refresh_from_db()
    assert (job.state, checked.state, registry()) == (JobState.CANCELLED, FileState.CHECKED, before)
    jobs.run(orders.order_apply(checked, replaces=False, by=operator).pk)
    assert Household.objects.count() == 3


def test_a_file_that_cannot_be_read_says_so_on_job_and_file(put, operator):
    file = put([["a", "b"]], titles=["Apa", "Ini"])
    job = orders.order_check(file, by=operator)
    jobs.run(job.pk)
    job.refresh_from_db()
    file.refresh_from_db()
    assert (job.state, file.state, job.message) == (JobState.FAILED, FileState.REFUSED, file.refusal)


WORKER = "import django; django.setup(); from programs import tasks; from pkh_sembako.audit import jobs; jobs.run('{}')"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(put, operator, seed):
    """F1: a real process, killed at a random moment; the sweeper gives the job back and it is done once."""
    file = put([v1(number) for number in range(1, 3001)])
    jobs.run(orders.order_check(file, by=operator).pk)
    job = orders.order_apply(file, replaces=False, by=operator)
    _kill_in_the_middle(job, seed)
    assert Household.objects.count() == (3000 if job.state == JobState.DONE else 0), "half an import is visible"
    _deliver_again(job)
    file.refresh_from_db()
    assert (job.state, file.state) == (JobState.DONE, FileState.APPLIED)
    assert (Household.objects.count(), history_rows()) == (3000, 3000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_worker_killed_while_taking_back_leaves_all_or_nothing(put, operator, seed):
    file = put([v1(number) for number in range(1, 3001)])
    jobs.run(orders.order_check(file, by=operator).pk)
    jobs.run(orders.order_apply(file, replaces=False, by=operator).pk)
    file.refresh_from_db()
    job = orders.order_take_back(file, reason="Berkas salah tahap", by=operator)
    _kill_in_the_middle(job, seed)
    assert Household.objects.count() == (0 if job.state == JobState.DONE else 3000), "half a withdrawal is visible"
    _deliver_again(job)
    file.refresh_from_db()
    assert (job.state, file.state) == (JobState.DONE, FileState.TAKEN_BACK)
    assert (Household.objects.count(), history_rows()) == (0, 6000)


def _kill_in_the_middle(job: Job, seed: int) -> None:
    worker = _start_worker(job)
    _wait_until_running(job)
    time.sleep(random.Random(seed).uniform(0, 0.6))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    job.refresh_from_db()


def _deliver_again(job: Job) -> None:
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    jobs.run(job.pk)
    job.refresh_from_db()


def _start_worker(job: Job) -> subprocess.Popen:
    database = connection.settings_dict
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "pkh_sembako.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(job.pk)], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )


def _wait_until_running(job: Job) -> None:
    for _ in range(6_000):  # two minutes: a busy machine starts processes slowly
        job.refresh_from_db()
        if job.state != JobState.QUEUED:
            return
        time.sleep(0.02)
    raise AssertionError("the worker never took the job")
