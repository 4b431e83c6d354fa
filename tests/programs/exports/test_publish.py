"""From the determination to stored paper: workbook and PDF are made once, whatever happens meanwhile."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import ChainAnchor, ChainLink, Job, JobState
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from programs import tasks_publish
from programs.services import penetapan
from tests.programs.exports.conftest import run_here


def test_determining_puts_workbook_and_pdf_on_the_document(published):
    document = published.document
    assert (document.workbook.name, document.pdf.name) == ("BNBA-PKH-2027-1-v1.xlsx", "BA-PKH-2027-1-v1.pdf")
    for stored in (document.workbook, document.pdf):
        assert hashlib.sha256(files.verified(stored)).hexdigest() == stored.sha256


@pytest.mark.slow
def test_made_once_more_the_same_files_stay(published, operator):
    before = list(StoredFile.objects.order_by("at").values_list("pk", "sha256"))
    penetapan.publish_later(published, by=operator)
    job = run_here(Job.objects.get(state=JobState.QUEUED), tasks_publish.publish)
    assert job.state == JobState.DONE
    assert list(StoredFile.objects.order_by("at").values_list("pk", "sha256")) == before


@pytest.mark.slow
def test_a_long_rendering_keeps_the_lease(determined, monkeypatch):
    """The page hears of it all the while, so the sweeper does not give the job to somebody else."""
    monkeypatch.setattr(tasks_publish, "BEAT", 0.01)
    said = []

    class Listening(jobs.Progress):
        def say(self, stage: str, *args, **kwargs) -> None:
            said.append(stage)

    claimed = jobs.claim(Job.objects.get().pk)
    tasks_publish.publish(claimed, Listening(claimed))
    assert (len(said) > 3, set(said)) == (True, {tasks_publish.MAKING_PDF})


@pytest.mark.slow
def test_a_worker_that_lost_its_lease_leaves_no_pdf(determined):
    """Taken over while it was rendering: the effect and the job's end are one transaction."""
    job = Job.objects.get()
    claimed = jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(attempt=2)

    class Late(jobs.Progress):
        def say(self, *args, **kwargs) -> None:
            pass

    with pytest.raises(jobs.LostLease):
        tasks_publish.publish(claimed, Late(claimed))
    assert determined.document.pdf is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_workbook_and_one_pdf(determined):
    first, second = Job.objects.get(), None
    second = Job.objects.create(kind=first.kind, arguments=first.arguments, by=first.by)
    starts = threading.Barrier(2)

    def work(job: Job) -> None:
        starts.wait(timeout=30)
        jobs.run(job.pk)
        connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    document = determined.document
    assert list(Job.objects.values_list("state", flat=True)) == [JobState.DONE, JobState.DONE]
    assert set(StoredFile.objects.all()) == {document.pdf, document.workbook}


@pytest.mark.slow
def test_a_file_changed_on_disk_is_refused(published):
    stored = published.document.pdf
    Path(stored.file.path).write_bytes(b"%PDF-1.7 forged")
    with pytest.raises(files.DomainError) as refusal:
        files.verified(stored)
    assert refusal.value.sentence == (
        "Berkas BA-PKH-2027-1-v1.pdf tidak lagi sama dengan yang disimpan. Hubungi administrator."
    )


WORKER = "import django; django.setup(); from programs import tasks; from pkh_sembako.audit import jobs; jobs.run('{}')"


def start_worker(job: Job, var: Path) -> subprocess.Popen:
    """A real process on the test's database, keeping files where the test does."""
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    more = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "pkh_sembako.settings", "VAR_DIR": str(var)}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(job.pk)],
        cwd=settings.BASE_DIR,
        env=os.environ | more,
        stderr=subprocess.DEVNULL,
    )


def wait_until_running(job: Job) -> None:
    deadline = time.monotonic() + 120
    while job.state == JobState.QUEUED:
        assert time.monotonic() < deadline, "the worker never took the job"
        time.sleep(0.02)
        job.refresh_from_db()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(5))
def test_a_worker_killed_while_it_makes_paper_loses_and_doubles_nothing(determined, tmp_path, seed):
    """F1: killed at a random moment; the sweeper gives the job back, and there is one workbook and one PDF."""
    job = Job.objects.get()
    worker = start_worker(job, tmp_path)
    wait_until_running(job)
    time.sleep(random.Random(seed).uniform(0, 1.5))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    for stored in StoredFile.objects.all():
        files.verified(stored)  # what a row names is whole
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    jobs.run(job.pk)
    job.refresh_from_db()
    document = determined.document
    assert (job.state, set(StoredFile.objects.all())) == (JobState.DONE, {document.pdf, document.workbook})
    for stored in (document.pdf, document.workbook):
        files.verified(stored)


def test_the_paper_carries_the_head_of_the_audit_chain_and_the_chain_remembers_it(published, tmp_path):
    link = ChainLink.objects.get(source="programs_determination")
    path = tmp_path / "ba.pdf"
    path.write_bytes(files.verified(published.document.pdf))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert f"Rantai audit: no. {link.number}, {link.hash[:16]}" in " ".join(text.split())
    anchors = ChainAnchor.objects.values_list("place", "number", "hash")
    assert list(anchors) == [(f"document:{published.document.pk}", link.number, link.hash)]
