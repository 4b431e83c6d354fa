"""Background work: the lists to sign, invitations and the workbook of a schedule."""

import zipfile
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import XLSX, ZIP
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.exports import kks_facts, kks_papers, kks_workbook
from programs.exports.kks_papers import DesaPaper
from programs.models import KksSchedule
from programs.queries import kks_schedule as queries
from programs.services.kks.papers import INVITATIONS, PAPERS_JOB, TITLES, WORKBOOK

LAYING_OUT = "Menyusun berkas desa"


@jobs.handler(PAPERS_JOB)
def make(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """One PDF for each desa in a ZIP, or a workbook; a second delivery leaves the first file."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    schedule = KksSchedule.objects.select_related("round").get(pk=job.arguments["schedule"])
    kind, kecamatan = job.arguments["kind"], job.arguments["kecamatan"]
    slots = queries.slots_of(schedule, download.user)
    papers = kks_facts.desa_papers(
        schedule, slots.filter(desa__kecamatan=kecamatan) if kecamatan else slots, by=str(download.user)
    )
    if not papers:
        raise DomainError("Jadwal ini tidak lagi memuat sesi di wilayah itu.")
    if kind == INVITATIONS:
        papers = [paper for paper in papers if paper.to_invite]
        if not papers:
            raise DomainError("Tidak ada lagi keluarga yang perlu diundang di wilayah itu.")
    with TemporaryFile() as target:
        if kind == WORKBOOK:
            progress.say("Menyusun buku kerja")
            kks_workbook.build(papers, target)
        else:
            _zip(papers, kind, target, progress)
        _hand_in(download, target, kind, papers, progress)
    return None


def _zip(papers: list[DesaPaper], kind: str, target: IO[bytes], progress: jobs.Progress) -> None:
    to_html = kks_papers.invitations_html if kind == INVITATIONS else kks_papers.receipts_html
    progress.say(LAYING_OUT, 0, len(papers))
    made = kks_papers.render_each(papers, to_html, lambda done: progress.say(LAYING_OUT, done, len(papers)))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # PDF is compressed in itself
        for paper, content in made:
            archive.writestr(f"{paper.file_name}.pdf", content)


def _hand_in(
    download: Download, target: IO[bytes], kind: str, papers: list[DesaPaper], progress: jobs.Progress
) -> None:
    is_book = kind == WORKBOOK
    name = f"{TITLES[kind]} {papers[0].frame.schedule}".replace(" ", "-") + (".xlsx" if is_book else ".zip")
    cards = sum(paper.to_invite if kind == INVITATIONS else paper.cards for paper in papers)
    with transaction.atomic():
        stored = files.keep(target, name=name, content_type=XLSX if is_book else ZIP, by=download.user)
        if not downloads.fulfil(download, stored):
            files.discard(stored)
        words = f"Selesai: {thousands(cards)} kartu di {len(papers)} desa."
        progress.finish({"desa": len(papers), "cards": cards}, message=words)
