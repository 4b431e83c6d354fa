"""From the determination to stored paper: workbook and PDF are made once, whatever happens meanwhile."""

import hashlib
import threading
from pathlib import Path

import pytest
from django.db import connections

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
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


def test_made_once_more_the_same_files_stay(published, operator):
    before = list(StoredFile.objects.order_by("at").values_list("pk", "sha256"))
    penetapan.publish_later(published, by=operator)
    job = run_here(Job.objects.get(state=JobState.QUEUED), tasks_publish.publish)
    assert job.state == JobState.DONE
    assert list(StoredFile.objects.order_by("at").values_list("pk", "sha256")) == before


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


def test_a_file_changed_on_disk_is_refused(published):
    stored = published.document.pdf
    Path(stored.file.path).write_bytes(b"%PDF-1.7 forged")
    with pytest.raises(files.DomainError) as refusal:
        files.verified(stored)
    assert refusal.value.sentence == (
        "Berkas BA-PKH-2027-1-v1.pdf tidak lagi sama dengan yang disimpan. Hubungi administrator."
    )
