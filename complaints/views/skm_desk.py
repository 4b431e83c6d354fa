"""/skm/kelola/: periods of the survey with their counts, questions, posters, and the list of services."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from complaints import forms_skm as forms
from complaints.exports import skm_poster
from complaints.models import Survey, SurveyService
from complaints.queries import skm as queries
from complaints.services import skm as services
from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError


def survey_of(request: HttpRequest, pk: int) -> Survey:
    visible = Survey.objects.visible_to(request.user).select_related("service", "closed_by")
    return get_object_or_404(visible, pk=pk)


@allowed(Permission.MANAGE_SERVICE, Permission.VIEW_LEADERSHIP)
@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    """Every period, the newest first, with the answers that are in and those that are needed."""
    today = timezone.localdate()
    rows = [(survey, *survey.state(today)) for survey in queries.listed()]
    return render(request, "skm/kelola.html", {"rows": rows, "may_manage": _may_manage(request)})


def _may_manage(request: HttpRequest) -> bool:
    return request.user.may(Permission.MANAGE_SERVICE)


@allowed(Permission.MANAGE_SERVICE, Permission.VIEW_LEADERSHIP)
@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One period: its days, its answers beside the sample, batches, what people suggest."""
    found = survey_of(request, pk)
    words, tone = found.state(timezone.localdate())
    context = {
        "survey": found,
        "state_words": words,
        "state_tone": tone,
        "answered": found.responses.count(),
        "batches": found.batches.select_related("by"),
        "suggestions": queries.suggestions(found),
        "address": skm_poster.address(found),
        "may_manage": _may_manage(request),
    }
    return render(request, "skm/survei.html", context)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_open(request: HttpRequest) -> HttpResponse:
    form = forms.PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_period(**form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{made} dibuka. Periksa pertanyaannya sebelum ada yang menjawab.")
            return redirect(made)
    context = {"form": form, "title": "Buka masa survei", "button": "Buka masa survei"}
    return render(request, "skm/isian.html", context, status=422 if form.errors else 200)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_change(request: HttpRequest, pk: int) -> HttpResponse:
    found = survey_of(request, pk)
    form = forms.PeriodForm(request.POST or None, survey=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_period(found, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Masa survei disimpan.")
            return redirect(found)
    context = {"form": form, "survey": found, "title": "Ubah masa survei", "button": "Simpan masa survei"}
    return render(request, "skm/isian.html", context, status=422 if form.errors else 200)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_wording(request: HttpRequest, pk: int) -> HttpResponse:
    """The nine questions with their answers; fixed once somebody has answered."""
    found = survey_of(request, pk)
    if found.responses.exists():
        messages.warning(request, "Survei ini sudah dijawab; pertanyaannya tidak dapat diubah.")
        return redirect(found)
    asked = list(found.questions.all())
    blanks = [forms.WordingForm(request.POST or None, instance=one, prefix=one.code) for one in asked]
    valid = [blank.is_valid() for blank in blanks]  # all of them, so that every mistake is told at once
    if request.method == "POST" and all(valid):
        try:
            services.word(found, {blank.instance.element: blank.cleaned_data for blank in blanks}, by=request.user)
        except DomainError as refusal:
            blanks[0].add_error(None, refusal.sentence)
        else:
            messages.success(request, "Pertanyaan disimpan.")
            return redirect(found)
    status = 422 if any(blank.errors for blank in blanks) else 200
    return render(request, "skm/pertanyaan.html", {"survey": found, "forms": blanks}, status=status)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close for good."""
    found = survey_of(request, pk)
    if request.method == "POST":
        try:
            services.close(found, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"{found} ditutup.")
        return redirect(found)
    return render(request, "skm/tutup.html", {"survey": found, "answered": found.responses.count()})


@allowed(Permission.MANAGE_SERVICE)
@require_safe
def survey_poster(request: HttpRequest, pk: int) -> HttpResponse:
    found = survey_of(request, pk)
    return pdf_response(skm_poster.render(found), f"Poster-SKM-{found.service.slug}-{found.year}.pdf")


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_services(request: HttpRequest) -> HttpResponse:
    """The services people are asked about, and a form for one more."""
    form = forms.ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        messages.success(request, f"Layanan {made} ditambahkan.")
        return redirect("survey_services")
    context = {"form": form, "services": SurveyService.objects.all()}
    return render(request, "skm/layanan.html", context, status=422 if form.errors else 200)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Another name, or no longer surveyed."""
    found = get_object_or_404(SurveyService, slug=slug)
    form = forms.ServiceForm(request.POST or None, instance=SurveyService.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Layanan disimpan.")
        return redirect("survey_services")
    context = {"form": form, "title": f"Layanan {found}", "button": "Simpan layanan"}
    return render(request, "skm/isian.html", context, status=422 if form.errors else 200)
