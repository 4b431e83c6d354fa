"""Background work: the kroscek sheets of a whole kecamatan as one PDF."""

import io
from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import PDF
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from pkh_sembako.office.queries import the_office
from programs.exports import kroscek_sheet
from programs.models import Round
from programs.queries import sheets as queries
from programs.services import sheets

LAYING_OUT = "Menyusun lembar"


@jobs.handler(sheets.SHEETS_JOB)
def print_kecamatan(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Every desa that whoever ordered it sees; which versions these are is decided now."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    the_round = Round.objects.get(pk=job.arguments["round"])
    kecamatan = Kecamatan.objects.get(pk=job.arguments["kecamatan"])
    by, whole_numbers = download.user, job.arguments["whole_numbers"]
    groups = queries.groups(queries.entries_of(by, the_round, kecamatan.pk))
    if not groups:
        raise DomainError(f"Tidak ada lagi keluarga Anda pada daftar {the_round} di Kec. {kecamatan}.")
    made = sheets.register(the_round, groups, owner=queries.owner(by, kecamatan.pk), by=by)
    printed = kroscek_sheet.papers(
        made, groups, office=the_office(), kecamatan=kecamatan.name, whole_numbers=whole_numbers, by=str(by)
    )
    content = kroscek_sheet.render(printed, lambda done: progress.say(LAYING_OUT, done, len(printed)))
    with transaction.atomic():
        name = kroscek_sheet.file_name(made, kecamatan.name)
        stored = files.keep(io.BytesIO(content), name=name, content_type=PDF, by=by)
        if not downloads.fulfil(download, stored):
            files.discard(stored)
        progress.finish({"desa": len(made)}, message=f"Selesai: {len(made)} desa.")
    return None
