"""Background work: the berkas of a cycle, as an archive or as a binder. Stored once, however often it is delivered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction
from django.utils.text import slugify

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import PDF, ZIP
from pkh_sembako.lib.errors import DomainError
from sop.exports import binder_pdf, binder_zip
from sop.exports.binder_frame import frame_of
from sop.models import Cycle
from sop.services import binder_files, binder_tables
from sop.services.binder import BINDER_JOB, Shape

COLLECTING, LAYING_OUT = "Mengumpulkan berkas", "Menyusun jilid"
BEAT = 10  # seconds between two words to the job's page
TYPES = {Shape.ZIP: ZIP, Shape.PDF: PDF}


@jobs.handler(BINDER_JOB)
def make_binder(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """What goes in is what the one who ordered may read now, not when it was ordered."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    shape, by = Shape(job.arguments["shape"]), download.user
    cycle = Cycle.objects.visible_to(by).select_related("round", "sop").filter(pk=job.arguments["cycle"]).first()
    if cycle is None:
        raise DomainError("Siklus ini tidak lagi dapat Anda buka.")
    with TemporaryFile() as target:
        size = _build(shape, cycle, download, target, progress)
        with transaction.atomic():
            name = f"berkas-{slugify(f'{cycle} {cycle.sop_code}')}.{shape}"
            stored = files.keep(target, name=name, content_type=TYPES[shape], by=by)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            unit = "berkas" if shape == Shape.ZIP else "halaman"
            progress.finish({unit: size}, message=f"Selesai: {size} {unit}.")
    return None


def _build(shape: Shape, cycle: Cycle, download: Download, target: IO[bytes], progress: jobs.Progress) -> int:
    """How many files or pages it has."""
    by = download.user
    tell = partial(progress.say, COLLECTING)
    tell(0, 0)
    frame = frame_of(cycle, by=by, purpose=download.purpose)
    tables, contents = binder_tables.gather(cycle, reader=by), binder_files.gather(cycle, reader=by)
    if shape == Shape.ZIP:
        return binder_zip.build(frame, tables, contents, target, tell)
    return binder_pdf.build(frame, tables, contents, target, tell, partial(_beside, progress))


def _beside(progress: jobs.Progress, work: Callable[[], bytes]) -> bytes:
    """Done in another thread while this one keeps the lease."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(work)
        while True:
            try:
                return running.result(timeout=BEAT)
            except TimeoutError:
                progress.say(LAYING_OUT)
