"""A report as a page, or as the file that `bentuk` asks for; files are written into the read log."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.leadership.exports import files
from pkh_sembako.leadership.report import Report

SHAPES: dict[str, Callable[..., files.File]] = {"pdf": files.paper, "xlsx": lambda report, by: files.workbook(report)}


def report_answer(request: HttpRequest, report: Report, **context: Any) -> HttpResponse:
    """?bentuk=pdf|xlsx gives the file, else the page with what else `context` has."""
    shape = request.GET.get("bentuk", "")
    if not shape:
        context |= {"report": report, "now": timezone.now()}
        return render(request, "pimpinan/laporan_isi.html", context)
    if shape not in SHAPES:
        raise Http404
    made = SHAPES[shape](report, by=request.user)
    subject, url = f"{report.title} {report.period}", request.get_full_path()
    log_read(ReadKind.EXPORT, by=request.user, subject=subject, purpose="Laporan kinerja dan pelayanan", url=url)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.name)
    response["Cache-Control"] = "private, no-store"
    return response
