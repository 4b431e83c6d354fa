"""/laporan/: reports on staff and service as page, PDF and workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pkh_sembako.leadership.queries.reports import rounds, years
from pkh_sembako.leadership.queries.service_report import service_report
from pkh_sembako.leadership.queries.staff_report import staff_report
from pkh_sembako.leadership.views.answers import report_answer
from pkh_sembako.lib.access import Permission, allowed
from programs.models import Round

READ = Permission.VIEW_REPORTS


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
    return report_answer(request, staff_report(the_round))


@allowed(READ)
@require_safe
def service(request: HttpRequest, year: int) -> HttpResponse:
    """GET /laporan/pelayanan/<year>/?bentuk=pdf|xlsx"""
    if year not in years():
        raise Http404
    return report_answer(request, service_report(year))
