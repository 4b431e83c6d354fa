"""Answers that came on paper: typed in a grid, or imported from a file; refused rows are told."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from complaints.enums_skm import SurveyDoor
from complaints.forms_skm import SHEETS_AT_ONCE, ImportForm, PaperForm
from complaints.models import Survey
from complaints.services import skm as services
from complaints.services import skm_importing as importing
from complaints.views.skm_desk import survey_of
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands

TOLD = 200  # refused cells that a page names one by one


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Ten paper sheets at a time; a line without digits counts for nothing."""
    found = survey_of(request, pk)
    if found.closed_at:
        messages.warning(request, "Survei ini sudah ditutup; jawaban tidak dapat ditambahkan.")
        return redirect(found)
    grid = _grid(found, request.POST or None)
    if request.method == "POST" and grid.is_valid() and _typed(request, found, grid):
        return redirect("survey_paper", found.pk)
    status = 422 if grid.is_bound else 200
    context = {"survey": found, "grid": grid, "key": _key(request) or uuid.uuid4()}
    return render(request, "skm/kertas.html", context, status=status)


def _grid(survey: Survey, data: Any) -> BaseFormSet:
    made = formset_factory(
        PaperForm, extra=0, min_num=SHEETS_AT_ONCE, max_num=SHEETS_AT_ONCE, absolute_max=SHEETS_AT_ONCE
    )
    return made(data, prefix="lembar", form_kwargs={"survey": survey})


def _key(request: HttpRequest) -> uuid.UUID | None:
    """The id of this form: sent twice it is one batch."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _typed(request: HttpRequest, survey: Survey, grid: BaseFormSet) -> bool:
    sheets = [sheet for form in grid if (sheet := form.sheet())]
    try:
        key = _key(request) or uuid.uuid4()
        batch = services.type_in(survey, sheets, door=SurveyDoor.PAPER, key=key, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, f"{thousands(batch.count)} lembar tersimpan.")
    return True


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def survey_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One file of sheets: good rows are kept at once, refused ones are named with row and column."""
    found = survey_of(request, pk)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"on": found.opens_on})
    result = None
    if request.method == "POST" and form.is_valid():
        given = {"on": form.cleaned_data["on"], "key": uuid.uuid4(), "by": request.user}
        try:
            result = importing.import_file(found, form.cleaned_data["berkas"], **given)
        except DomainError as refusal:
            form.add_error("berkas", refusal.sentence)
        else:
            messages.success(request, f"{thousands(result.batch.count)} jawaban tersimpan.")
            if not result.refused:
                return redirect(found)
    context = {"form": form, "survey": found, "result": result, "refused": result.refused[:TOLD] if result else []}
    return render(request, "skm/impor.html", context, status=422 if form.errors else 200)
