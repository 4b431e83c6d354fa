"""What beat asks of the complaints, and their list as a workbook."""

from tempfile import TemporaryFile

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from complaints import tasks_papers, tasks_skm  # noqa: F401 - their handlers are registered with ours
from complaints.exports import listing
from complaints.services import drafts, gate, humanity, silence
from complaints.services.desk import EXPORT_JOB
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.numbers import thousands


@shared_task(name="complaints.close_silent")
def close_silent() -> int:
    """How many answered complaints were closed because nobody objected; a second delivery finds none."""
    return silence.close_silent(timezone.now())


@shared_task(name="complaints.sweep_public")
def sweep_public() -> dict[str, int]:
    """Traces of the public forms that are older than they are needed."""
    now = timezone.now()
    return {"drafts": drafts.sweep(now), "uses": gate.sweep(now), "questions": humanity.sweep(now)}


@jobs.handler(EXPORT_JOB)
def make_list(job: Job, progress: jobs.Progress) -> None:
    """The workbook into its order; a second delivery leaves the first file."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    progress.say("Menyusun buku kerja")
    with TemporaryFile() as target:
        count = listing.build(job.arguments["filters"], target, title=download.title, by=download.user)
        with transaction.atomic():
            stored = files.keep(target, name="Daftar-pengaduan.xlsx", content_type=XLSX, by=download.user)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            progress.finish({"rows": count}, message=f"Selesai: {thousands(count)} pengaduan.")
