"""Background work: workbook and PDF of a yearly SKM report, from its frozen figures. What is there already stays."""

import io
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from complaints.exports import skm_report as export
from complaints.models import SurveyReport
from complaints.services.skm_report import JOB
from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.services.content import PDF, XLSX


@jobs.handler(JOB)
def publish(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Both files into the report's document."""
    report = SurveyReport.objects.select_related("document", "by").get(pk=job.arguments["report"])
    by = job.by or report.by
    _workbook(report, by=by)
    content = b"" if report.document.pdf_id else export.render(report)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=report.document_id)
        if document.pdf_id is None:
            stored = files.keep(io.BytesIO(content), name=f"{_name(report)}.pdf", content_type=PDF, by=by)
            issuing.attach_pdf(document, stored)
        progress.finish({"document": document.pk}, message=f"Selesai: {report}.")
    return None


def _workbook(report: SurveyReport, *, by: User) -> None:
    if report.document.workbook_id is not None:
        return
    with TemporaryFile() as target:
        export.build(report, target)
        with transaction.atomic():
            document = Document.objects.select_for_update().get(pk=report.document_id)
            if document.workbook_id is None:
                stored = files.keep(target, name=f"{_name(report)}.xlsx", content_type=XLSX, by=by)
                issuing.attach_workbook(document, stored)


def _name(report: SurveyReport) -> str:
    return str(report).replace(" ", "-")
