"""Background work on exports of SIKS-NG: the comparison, and its differences as a workbook."""

from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.numbers import thousands
from programs.exports import siksng as export
from programs.importing.errors import FileRefused
from programs.models import SiksComparison
from programs.services.siksng import comparing
from programs.services.siksng.files import COMPARE_JOB, EXPORT_JOB


@jobs.handler(COMPARE_JOB)
def compare(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Delivered twice or killed in the middle, the effect is that of one delivery or none."""
    comparison = SiksComparison.objects.get(pk=job.arguments["comparison"])
    try:
        with transaction.atomic():
            comparison = comparing.compare(comparison, say=progress.say)
            words = f"{thousands(comparison.counts['families'])} keluarga dibandingkan."
            progress.finish(comparison.counts, message=words)
    except FileRefused as refusal:
        SiksComparison.objects.filter(pk=comparison.pk).update(refusal=refusal.sentence[:600])
        raise
    return None


@jobs.handler(EXPORT_JOB)
def differences(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """The workbook that somebody ordered; a second delivery leaves the first file."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    comparison = SiksComparison.objects.select_related("stored").get(pk=job.arguments["comparison"])
    progress.say("Menyusun buku kerja")
    with TemporaryFile() as target:
        rows = export.build(comparison, target)
        with transaction.atomic():
            stored = files.keep(target, name=export.file_name(comparison), content_type=XLSX, by=download.user)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            progress.finish({"rows": rows}, message=f"Selesai: {thousands(rows)} baris.")
    return None
