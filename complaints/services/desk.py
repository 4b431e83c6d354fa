"""The desk writes down what a citizen said by telephone, in a chat, in a letter or at the counter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from complaints.enums import Intake
from complaints.models import Complaint, ComplaintFile
from complaints.services import intake, links, pictures
from complaints.services.intake import Report
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.downloads import ask
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError
from programs.models import Household

EXPORT_JOB = "complaints.list"


@transaction.atomic
def write_down(
    report: Report,
    *,
    channel: str,
    received_at: datetime,
    uploads: Sequence[UploadedFile] = (),
    family_number: str = "",
    household: Household | None = None,
    note: str = "",
    by: User,
    key: UUID | None = None,
    url: str = "",
) -> tuple[Complaint, str]:
    """The complaint, linked to `household` or the family of `family_number`, and its code ("" when sent again)."""
    if channel not in Intake.values or channel == Intake.WEB:
        raise DomainError("Pilih saluran laporan dari daftar.")
    if family := household or links.look_up(family_number, by=by, url=url):
        report = replace(report, household=family)
    complaint, code = intake.receive(report, intake=channel, by=by, received_at=received_at, note=note, key=key)
    if not code:
        return complaint, code
    for upload in uploads:
        data, name, kind = pictures.cleaned(upload)
        stored = files.keep(data, name=name, content_type=kind, by=by)
        ComplaintFile.objects.create(complaint=complaint, stored=stored)
    return complaint, code


def order_list(filters: dict[str, Any], *, words: str, purpose: str, by: User) -> None:
    """The list with these filters as a workbook in the download centre."""
    if not by.may(Permission.VIEW_COMPLAINTS):
        raise DomainError("Daftar pengaduan tidak tersedia untuk Anda.")
    ask(EXPORT_JOB, {"filters": filters}, title=f"Daftar pengaduan{words}", purpose=purpose, by=by)
