"""Background work that makes paper: the Berita Acara's workbook and PDF, and exports for the download centre.

Each file is stored once. Killed at any moment nothing half remains; run twice or twice at once, the first file stays.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import chain, jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Document, Download, StoredFile
from pkh_sembako.documents.services import downloads, files, issuing
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.office.queries import the_office
from programs.exports import berita_acara, bnba
from programs.exports.berita_acara_facts import gather
from programs.models import Determination, Round
from programs.queries.bnba_list import size
from programs.services.exporting import EXPORT_JOB
from programs.services.penetapan import PUBLISH_JOB

BEAT = 10  # seconds between two words to the job's page
MAKING_BOOK, MAKING_PDF = "Menyusun buku kerja", "Menyusun PDF"


@jobs.handler(PUBLISH_JOB)
def publish(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Workbook, then the PDF that names the workbook's hash; both are attached to the document once."""
    determination = Determination.objects.select_related("ba__round", "determined_by").get(
        pk=job.arguments["determination"]
    )
    document = determination.document
    if document is None:
        raise LookupError(f"determination {determination.pk} has no document")
    by = job.by or determination.determined_by
    book = bnba.book_of(determination, office=the_office(), now=timezone.now())
    if document.workbook is None:
        _make_workbook(document, book, by=by, tell=_tell(progress, determination.families))
    progress.say(MAKING_PDF)
    content = _pdf(determination, document, progress) if document.pdf is None else b""
    with transaction.atomic():
        document = _locked(document)
        if document.pdf is None:
            name = f"{book.file_name.removesuffix('.xlsx').replace('BNBA', 'BA')}.pdf"
            issuing.attach_pdf(document, files.keep(io.BytesIO(content), name=name, content_type=PDF, by=by))
            if printed := chain.link_of(determination):
                chain.anchor(f"document:{document.pk}", printed)
        progress.finish({"document": document.pk}, message="Berita Acara dan buku kerja selesai.")
    return None


@jobs.handler(EXPORT_JOB)
def export(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """The workbook that somebody ordered in the download centre."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    the_round = Round.objects.get(pk=job.arguments["round"])
    book = bnba.open_book(the_round, office=the_office(), now=timezone.now())
    with TemporaryFile() as target:
        layout = bnba.Layout(job.arguments["layout"])
        apart = job.arguments.get("by_kecamatan", False)  # absent in orders of before there was a choice
        families = bnba.build(book, target, layout=layout, by_kecamatan=apart, tell=_tell(progress, size(the_round)))
        with transaction.atomic():
            stored = _kept_book(target, book, by=download.user)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            progress.finish({"families": families}, message=f"Selesai: {families} keluarga.")
    return None


def _tell(progress: jobs.Progress, total: int) -> Callable[[int], None]:
    return lambda done: progress.say(MAKING_BOOK, min(done, total), total)


def _make_workbook(document: Document, book: bnba.Book, *, by: User, tell: Callable[[int], None]) -> None:
    with TemporaryFile() as target:
        bnba.build(book, target, tell=tell)
        with transaction.atomic():
            locked = _locked(document)
            if locked.workbook is None:
                issuing.attach_workbook(locked, _kept_book(target, book, by=by))
        document.workbook = locked.workbook


def _kept_book(target: Any, book: bnba.Book, *, by: User) -> StoredFile:
    return files.keep(target, name=book.file_name, content_type=XLSX, by=by)


def _pdf(determination: Determination, document: Document, progress: jobs.Progress) -> bytes:
    """Rendered beside this thread, which keeps the lease meanwhile: a list of 2,000 families can take a minute."""
    book = document.workbook
    if book is None:
        raise LookupError(f"document {document.pk} has no workbook")
    paper = gather(determination, document, workbook_name=book.name, workbook_hash=book.sha256)
    with ThreadPoolExecutor(max_workers=1) as beside:
        rendering = beside.submit(berita_acara.render, paper)
        while True:
            try:
                return rendering.result(timeout=BEAT)
            except TimeoutError:
                progress.say(MAKING_PDF)


def _locked(document: Document) -> Document:
    """The row as it is now; whoever else makes its files waits here and then finds them.

    No join: after waiting, PostgreSQL reads the locked row anew but not what was joined to it before.
    """
    return Document.objects.select_for_update().get(pk=document.pk)
