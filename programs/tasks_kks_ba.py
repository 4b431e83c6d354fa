"""Background work: workbook and PDF of a Berita Acara of cards, from its frozen rows. What is there already stays."""

import io
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import chain, jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.lib.numbers import thousands
from programs.exports import kks_ba, kks_ba_facts
from programs.models import KksBeritaAcara
from programs.services.kks.ba import JOB


@jobs.handler(JOB)
def publish(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """The workbook first, for the PDF names its hash."""
    papers = KksBeritaAcara.objects.select_related("round", "desa__kecamatan", "replaces__document", "by")
    paper = papers.select_related("document__workbook").get(pk=job.arguments["paper"])
    by = job.by or paper.by
    progress.say("Menyusun buku kerja dan PDF")
    workbook(paper, by=by)
    content = b"" if paper.document.pdf_id else kks_ba.render(kks_ba_facts.of(paper))
    with transaction.atomic():
        attach(paper, content, by=by)
        progress.finish({"document": paper.document_id}, message=f"Selesai: {thousands(len(paper.rows))} kartu.")
    return None


def attach(paper: KksBeritaAcara, content: bytes, *, by: User) -> None:
    """Give the document its PDF, unless it has one already."""
    document = Document.objects.select_for_update().get(pk=paper.document_id)
    if document.pdf_id is None:
        stored = files.keep(io.BytesIO(content), name=f"{_name(paper)}.pdf", content_type=PDF, by=by)
        issuing.attach_pdf(document, stored)
        if printed := chain.link_of(paper):
            chain.anchor(f"document:{document.pk}", printed)


def workbook(paper: KksBeritaAcara, *, by: User) -> None:
    """Make the document's workbook, unless it has one already."""
    if paper.document.workbook_id is not None:
        return
    with TemporaryFile() as target:
        kks_ba.build(kks_ba_facts.of(paper), target)
        with transaction.atomic():
            locked = Document.objects.select_for_update().get(pk=paper.document_id)
            if locked.workbook_id is None:
                stored = files.keep(target, name=f"{_name(paper)}.xlsx", content_type=XLSX, by=by)
                issuing.attach_workbook(locked, stored)
    paper.document.refresh_from_db()


def _name(paper: KksBeritaAcara) -> str:
    return str(paper).replace(" ", "-").replace(",", "")
