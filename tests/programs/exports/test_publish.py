"""From the determination to stored paper: workbook and PDF, made once, read back."""

import hashlib
import io
from datetime import date

import pypdf
import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from programs import tasks_publish
from programs.models import Determination
from tests.programs.test_penetapan import NUMBER, checked, determine, drafted, signed

__all__ = ["checked", "drafted", "signed"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def determined(signed, kadis) -> Determination:
    return determine(signed, kadis)


@pytest.fixture
def published(determined) -> Determination:
    jobs.run(Job.objects.get().pk)
    return determined


def text_of(content: bytes) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(" ".join(pages).split())


def test_determining_puts_workbook_and_pdf_on_the_document(published):
    job, document = Job.objects.get(), published.document
    assert (job.state, job.message) == (JobState.DONE, "Berita Acara dan buku kerja selesai.")
    assert (document.workbook.name, document.pdf.name) == ("BNBA-PKH-2027-1-v1.xlsx", "BA-PKH-2027-1-v1.pdf")
    for stored in (document.workbook, document.pdf):
        assert hashlib.sha256(files.verified(stored)).hexdigest() == stored.sha256
