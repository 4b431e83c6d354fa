"""/skm/kelola/hasil/: the year's results with what the office will do about them, as page, workbook and report."""

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.exports import skm_report as export
from complaints.forms_skm import PlanForm, ReportForm
from complaints.models import SurveyPlan, SurveyReport, SurveyService
from complaints.queries import skm as queries
from complaints.queries import skm_results as results
from complaints.services import skm as services
from complaints.services import skm_report as reports
from complaints.skm_words import UNSUR
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import NumberSource
from pkh_sembako.office.queries import the_office

PARTS = {"pdf": "pdf", "xlsx": "workbook", "ttd": "signed"}
READERS = (Permission.MANAGE_SERVICE, Permission.VIEW_LEADERSHIP)


@allowed(*READERS)
@require_safe
def survey_year(request: HttpRequest) -> HttpResponse:
    """Each service and all together; ?tahun=."""
    years = queries.years()
    year = results.chosen(years, request.GET.get("tahun", ""))
    if year is None and "tahun" in request.GET:
        raise Http404
    context = {"years": years, "year": year, "may_manage": request.user.may(Permission.MANAGE_SERVICE)}
    if year is not None:
        rows = results.of_year(year)
        context |= {
            "rows": rows,
            "services_chart": results.services_chart(rows[:-1]),
            "traits": queries.traits(year),
            "reports": SurveyReport.objects.filter(year=year).select_related("document"),
        }
    return render(request, "skm/tahun.html", context)


@allowed(*READERS)
@require_safe
def survey_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The same figures as they are now, as a workbook; it names nobody."""
    rows = results.of_year(year)
    if not rows:
        raise Http404
    target = io.BytesIO()
    title = f"Hasil Survei Kepuasan Masyarakat {year}"
    export.write(export.results_sheets(rows, (title, "Angka sementara sampai laporan terbit")), target)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"SKM-{year}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_plan(request: HttpRequest, year: int, slug: str, element: int) -> HttpResponse:
    """What the office does about one unsur, by whom, until when."""
    service = get_object_or_404(SurveyService.objects.filter(surveys__year=year).distinct(), slug=slug)
    if not 1 <= element <= len(UNSUR):
        raise Http404
    before = SurveyPlan.objects.filter(service=service, year=year, element=element).values().first()
    form = PlanForm(request.POST or None, initial=before or {})
    if request.method == "POST" and form.is_valid():
        try:
            services.plan(service, year, element, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("due", refusal.sentence)
        else:
            messages.success(request, "Rencana tindak lanjut disimpan.")
            return redirect(_year_address(year))
    title = f"Rencana tindak lanjut: {UNSUR[element - 1].title}"
    context = {"form": form, "title": title, "button": "Simpan rencana", "intro": f"{service.name}, survei {year}"}
    context["back"] = _year_address(year)
    return render(request, "skm/isian.html", context, status=422 if form.errors else 200)


def _year_address(year: int) -> str:
    return f"{reverse('survey_year')}?tahun={year}"


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_report_make(request: HttpRequest, year: int) -> HttpResponse:
    """Number and date, then the report is issued and its files are made in the background."""
    if year not in queries.years():
        raise Http404
    form = ReportForm(request.POST or None, initial={"dated": timezone.localdate()})
    if the_office().number_source != NumberSource.AGENDA:
        del form.fields["number"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = reports.issue(year, dated=given["dated"], number=given.get("number", ""), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{made} terbit dengan Nomor {made.document.number}.")
            return redirect("survey_report", made.pk)
    context = {"form": form, "year": year, "unmet": reports.unmet(year)}
    return render(request, "skm/laporan_buat.html", context, status=422 if form.errors else 200)


@allowed(*READERS)
@require_safe
def survey_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One issued report with its files."""
    report = get_object_or_404(SurveyReport.objects.select_related("document__pdf", "document__workbook", "by"), pk=pk)
    context = {
        "report": report,
        "document": report.document,
        "rows": export.frozen(report),
        "may_manage": request.user.may(Permission.MANAGE_SERVICE),
        "may_open_document": request.user.may(Permission.VIEW_DOCUMENTS),
    }
    return render(request, "skm/laporan.html", context)


@allowed(*READERS)
@require_safe
def survey_report_file(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """PDF, workbook or signed copy, proven unchanged; it names nobody, so its reading is not logged."""
    report = get_object_or_404(SurveyReport.objects.select_related("document"), pk=pk)
    stored = getattr(report.document, PARTS[part])
    if stored is None:
        raise Http404
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("survey_report", pk)
    return file_response(stored, data, attachment=part == "xlsx")


@allowed(Permission.MANAGE_SERVICE)
@require_POST
def survey_report_remake(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(SurveyReport, pk=pk)
    reports.publish_later(report, by=request.user)
    messages.success(request, "Berkas laporan dibuat lagi.")
    return redirect("survey_report", pk)
