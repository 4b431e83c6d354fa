"""Receiving an export of SIKS-NG and ordering its comparison, once however often the button is pressed."""

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from programs.importing.guard import check_file
from programs.importing.sniff import kind_of
from programs.models import SiksComparison
from programs.services.bnba.uploads import TYPES

COMPARE_JOB = "siksng.compare"
EXPORT_JOB = "siksng.differences"


def upload(content: UploadedFile, *, program: str, by: User) -> SiksComparison:
    """Store the file and order its comparison; FileRefused by the guard that looks at every BNBA file."""
    with transaction.atomic():
        kind = kind_of(content.read(4096))
        content.seek(0)
        content_type = TYPES.get(kind, "application/octet-stream")
        stored = files.keep(content, name=content.name or "berkas", content_type=content_type, by=by)
        try:
            check_file(Path(stored.file.path))
        except Exception:
            stored.file.storage.delete(str(stored.file.name))
            raise
        made = SiksComparison.objects.create(stored=stored, program=program, by=by)
        jobs.enqueue(COMPARE_JOB, {"comparison": made.pk}, by=by, key=str(made.pk))
    return made


def job_of(comparison: SiksComparison) -> Job | None:
    return Job.objects.filter(kind=COMPARE_JOB, key=str(comparison.pk)).order_by("-created_at").first()


def order_workbook(comparison: SiksComparison, *, purpose: str, by: User) -> Download:
    """The differences as a workbook in the download centre; who ordered it and what for is in the read log."""
    title = f"Perbandingan SIKS-NG nomor {comparison.pk}, {comparison.get_program_display()}"
    return downloads.ask(EXPORT_JOB, {"comparison": comparison.pk}, title=title, purpose=purpose, by=by)
