"""/laporan/: reports on staff and service as page, PDF and workbook."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.leadership.exports import files
from pkh_sembako.leadership.queries.reports import rounds, years
from pkh_sembako.leadership.queries.service_report import service_report
from pkh_sembako.leadership.queries.staff_report import staff_report
from pkh_sembako.leadership.report import Report
from pkh_sembako.lib.access import Permission, allowed
from programs.models import Round

READ = Permission.VIEW_REPORTS
SHAPES: dict[str, Callable[..., files.File]] = {"pdf": files.paper, "xlsx": lambda report, by: files.workbook(report)}


@allowed(READ)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that can be made today."""
    return render(request, "pimpinan/laporan.html", {"rounds": rounds(), "years": years()})


@allowed(READ)
@require_safe
def staff(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /laporan/kinerja/<round>/?bentuk=pdf|xlsx"""
    the_round = get_object_or_404(Round.objects.filter(program="pkh"), pk=pk)
    return _answer(request, staff_report(the_round))


@allowed(READ)
@require_safe
def service(request: HttpRequest, year: int) -> HttpResponse:
    """GET /laporan/pelayanan/<year>/?bentuk=pdf|xlsx"""
    if year not in years():
        raise Http404
    return _answer(request, service_report(year))


def _answer(request: HttpRequest, report: Report) -> HttpResponse:
    shape = request.GET.get("bentuk", "")
    if not shape:
        context = {"report": report, "now": timezone.now()}
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
