"""Making the workbook for the bank; killed or run twice, the first file stays."""

from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.queries import the_office
from programs.exports import bank_data
from programs.models import BankData
from programs.queries.bnba_list import size
from programs.services.bank_data import JOB


@jobs.handler(JOB)
def make(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    data = BankData.objects.select_related("round", "by").get(pk=job.arguments["data"])
    total = size(data.round)
    with TemporaryFile() as target:
        families, without_nik = bank_data.build(
            data,
            the_office(),
            target,
            tell=lambda done: progress.say("Menyusun buku kerja", done, total),
        )
        with transaction.atomic():
            if BankData.objects.select_for_update().get(pk=data.pk).file_id is None:
                stored = files.keep(target, name=bank_data.file_name(data), content_type=XLSX, by=data.by)
                BankData.objects.filter(pk=data.pk).update(file=stored, families=families, without_nik=without_nik)
            progress.finish({"data": data.pk}, message=f"Selesai: {thousands(families)} keluarga.")
    return None
