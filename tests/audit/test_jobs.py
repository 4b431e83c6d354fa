"""Background work cannot get lost, and arrives as often as it likes: one effect (docs/adr/0002)."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState, ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.audit.tasks import run_job
from pkh_sembako.lib.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "test.write"
Work = Callable[[Job, jobs.Progress], dict | None]


@pytest.fixture
def handled() -> Iterator[Callable[[Work], None]]:
    """`handled(work)`: jobs of KIND do this."""
    yield lambda work: jobs.handlers.__setitem__(KIND, work)
    jobs.handlers.pop(KIND, None)


@pytest.fixture
def writes_a_row(handled, operator) -> None:
    """One row of effect, committed together with the job's end."""

    def work(job: Job, progress: jobs.Progress) -> None:
        progress.say("Menulis", 1, 2)
        with transaction.atomic():
            log_read(ReadKind.EXPORT, by=operator, subject=str(job.pk), purpose="uji")
            progress.finish({"rows": 1}, message="Selesai.")

    handled(work)


def effects() -> int:
    return ReadLog.objects.count()


def lose(job: Job) -> None:
    """What `kill -9` of its worker leaves behind, a minute later."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt=job.attempt + 1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    job.refresh_from_db()


def test_a_job_exists_only_if_what_asked_for_it_was_committed(operator):
    with pytest.raises(DomainError), transaction.atomic():
        jobs.enqueue(KIND, {}, by=operator)
        raise DomainError("Batal.")
    assert Job.objects.count() == 0


def test_an_open_job_of_the_same_key_is_the_same_job(operator):
    first = jobs.enqueue(KIND, {"a": 1}, by=operator, key="7")
    assert jobs.enqueue(KIND, {"a": 2}, by=operator, key="7") == first
    Job.objects.update(state=JobState.DONE)
    assert jobs.enqueue(KIND, {}, by=operator, key="7") != first


def test_delivered_ten_times_it_is_done_once(writes_a_row, operator):
    job = jobs.enqueue(KIND, {}, by=operator)
    for _ in range(10):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (effects(), job.state, job.attempt, job.result) == (1, JobState.DONE, 1, {"rows": 1})


def test_delivered_to_eight_workers_at_once_it_is_done_once(writes_a_row, operator):
    job = jobs.enqueue(KIND, {}, by=operator)

    def worker() -> None:
        jobs.run(job.pk)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (effects(), Job.objects.get().attempt) == (1, 1)


def test_a_killed_workers_job_is_given_back_and_done(writes_a_row, operator):
    job = jobs.enqueue(KIND, {}, by=operator)
    lose(job)
    assert jobs.sweep()["returned"] == 1
    jobs.run(job.pk)
    assert (effects(), Job.objects.get().state, Job.objects.get().attempt) == (1, JobState.DONE, 2)


def test_the_third_kill_is_the_last(operator):
    job = jobs.enqueue(KIND, {}, by=operator)
    for _ in range(3):
        lose(job)
        told = jobs.sweep()
        job.refresh_from_db()
    assert (told["failed"], job.state, job.message) == (
        1,
        JobState.FAILED,
        "Pekerjaan terputus 3 kali. Tidak ada yang diubah; silakan coba lagi.",
    )


def test_who_lost_the_lease_commits_nothing(handled, operator):
    """The worker was thought dead, another took over: the attempt is the fence."""

    def slow(job: Job, progress: jobs.Progress) -> None:
        Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)  # taken over meanwhile
        with transaction.atomic():
            log_read(ReadKind.EXPORT, by=operator, subject="terlambat", purpose="uji")
            progress.finish()

    handled(slow)
    job = jobs.enqueue(KIND, {}, by=operator)
    jobs.run(job.pk)
    assert (effects(), Job.objects.get().state) == (0, JobState.RUNNING)


def test_without_broker_the_hint_waits_for_the_sweep(operator, monkeypatch):
    def absent(*_, **__):
        raise ConnectionError

    with monkeypatch.context() as broker:
        broker.setattr(run_job, "apply_async", absent)
        job = jobs.enqueue(KIND, {}, by=operator)
        assert Job.objects.get(pk=job.pk).sent_at is None
        assert jobs.sweep()["sent"] == 0
    assert (jobs.sweep()["sent"], Job.objects.filter(sent_at=None).count()) == (1, 0)


def test_a_refusal_is_told_in_its_own_words(handled, operator):
    def refuses(job: Job, progress: jobs.Progress) -> None:
        raise DomainError("Berkas ini sudah diterapkan.")

    handled(refuses)
    jobs.run(jobs.enqueue(KIND, {}, by=operator).pk)
    assert (Job.objects.get().state, Job.objects.get().message) == (JobState.FAILED, "Berkas ini sudah diterapkan.")


def test_a_fault_of_ours_is_told_with_a_code_and_without_details(handled, operator):
    def breaks(job: Job, progress: jobs.Progress) -> None:
        raise ZeroDivisionError

    handled(breaks)
    job = jobs.enqueue(KIND, {}, by=operator)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.message == f"Pekerjaan gagal karena gangguan sistem. Sebutkan kode {str(job.pk)[:8]} ke admin."


def test_cancelled_while_waiting_it_never_begins(writes_a_row, operator):
    job = jobs.enqueue(KIND, {}, by=operator)
    jobs.request_cancel(job, by=operator)
    jobs.run(job.pk)
    assert (effects(), Job.objects.get().state) == (0, JobState.CANCELLED)


def test_cancelled_while_running_it_stops_at_its_next_word(handled, operator):
    def long(job: Job, progress: jobs.Progress) -> None:
        with transaction.atomic():
            log_read(ReadKind.EXPORT, by=operator, subject="setengah", purpose="uji")
            jobs_seen_from_the_page(job)
            progress.say("Menulis", 2, 2)
            progress.finish()

    def jobs_seen_from_the_page(job: Job) -> None:
        def cancel() -> None:
            jobs.request_cancel(Job.objects.get(pk=job.pk), by=operator)
            connection.close()

        other = threading.Thread(target=cancel)
        other.start()
        other.join()

    handled(long)
    jobs.run(jobs.enqueue(KIND, {}, by=operator).pk)
    assert (effects(), Job.objects.get().state) == (0, JobState.CANCELLED)
