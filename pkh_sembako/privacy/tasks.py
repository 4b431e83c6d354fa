"""Background work: the copy of one person's data, and the list of those whom an incident reaches."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import XLSX, ZIP
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.queries import the_office
from pkh_sembako.privacy.exports import affected as affected_book
from pkh_sembako.privacy.exports import person
from pkh_sembako.privacy.models import DataRequest, IncidentScope, PersonExport
from pkh_sembako.privacy.queries import affected, dossier
from pkh_sembako.privacy.services import incidents, requests

GATHERING, LAYING_OUT = "Mengumpulkan data", "Menyusun berkas"
BEAT = 10  # seconds between two words to the job's page


@jobs.handler(requests.JOB)
def copy_of_person(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """One archive, its fingerprint kept for good; a second delivery leaves the first file."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    request = DataRequest.objects.visible_to(download.user).filter(pk=job.arguments["request"]).first()
    if request is None:
        raise DomainError("Permintaan ini tidak lagi dapat Anda buka.")
    progress.say(GATHERING)
    found, office, by = dossier.of(request), the_office(), str(download.user)
    with TemporaryFile() as target:
        _beside(progress, lambda: person.archive(found, office, target, by=by))
        with transaction.atomic():
            name = f"{request.code}-data-pribadi.zip"
            stored = files.keep(target, name=name, content_type=ZIP, by=download.user)
            if downloads.fulfil(download, stored):
                PersonExport.objects.create(
                    request=request, download=download, name=name, size=stored.size, sha256=stored.sha256,
                    counts=found.counts(), by=download.user,
                )  # fmt: skip
            else:
                files.discard(stored)
            lines = sum(found.counts().values())
            progress.finish({"lines": lines}, message=f"Selesai: {thousands(lines)} baris data.")
    return None


@jobs.handler(incidents.JOB)
def affected_persons(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """The list computed anew; what was ordered is told when somebody was added to it meanwhile."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    scope = IncidentScope.objects.select_related("incident", "user").get(pk=job.arguments["scope"])
    progress.say(GATHERING)
    found = affected.answer(incidents.question_of(scope))
    with TemporaryFile() as target:
        count = affected_book.build(scope, found, target)
        with transaction.atomic():
            name = f"{scope.incident.code}-terdampak-{scope.number}.xlsx"
            stored = files.keep(target, name=name, content_type=XLSX, by=download.user)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            same = found.fingerprint == scope.list_hash
            words = "" if same else " Daftar sudah berubah sejak dihitung; hitung lagi."
            progress.finish({"persons": count}, message=f"Selesai: {thousands(count)} orang.{words}")
    return None


def _beside(progress: jobs.Progress, work: Callable[[], None]) -> None:
    """Done in another thread while this one keeps the lease."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(work)
        while True:
            try:
                return running.result(timeout=BEAT)
            except TimeoutError:
                progress.say(LAYING_OUT)
