"""Wilayah kerja: which pendamping accompanies which desa; families follow where the officer asks for it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.accounts import queries
from pkh_sembako.accounts.forms.work_areas import AssignForm
from pkh_sembako.accounts.models import PROGRAMS
from pkh_sembako.accounts.services import work_areas
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Kecamatan
from programs.queries import burden
from programs.services import companions


@allowed(Permission.MANAGE_WORK_AREAS)
@require_safe
def work_area_list(request: HttpRequest) -> HttpResponse:
    """Every kecamatan, and who still holds desa or families without being a pendamping any more."""
    context = {"coverage": queries.coverage(), "programs": PROGRAMS, "left_behind": burden.left_behind()}
    return render(request, "accounts/wilayah.html", context)


@allowed(Permission.MANAGE_WORK_AREAS)
@require_http_methods(["GET", "POST"])
def work_area_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The desa of a kecamatan; those that are ticked go to one pendamping at once."""
    kecamatan = get_object_or_404(Kecamatan.objects.of_office(), pk=code)
    form = AssignForm(kecamatan, request.POST or None)
    if form.is_valid() and _assigned(request, form):
        return redirect("work_area_edit", code=code)
    context = {
        "form": form,
        "kecamatan": kecamatan,
        "rows": queries.work_areas(kecamatan),
        "programs": PROGRAMS,
        "ticked": request.POST.getlist("id"),
    }
    return render(request, "accounts/wilayah_ubah.html", context, status=422 if form.is_bound else 200)


def _assigned(request: HttpRequest, form: AssignForm) -> bool:
    chosen = form.cleaned_data
    whose = {"program": chosen["program"], "pendamping": chosen["pendamping"], "by": request.user}
    try:
        with transaction.atomic():
            moved = work_areas.assign(chosen["id"], **whose)
            families = companions.follow(chosen["id"], **whose) if chosen["follow"] else 0
    except DomainError as refusal:
        form.add_error("pendamping", refusal.sentence)
        return False
    words = f"{len(moved)} desa berpindah ke {chosen['pendamping'] or 'tanpa pendamping'}."
    if chosen["follow"]:
        words += f" {thousands(families)} keluarga ikut berpindah."
    messages.success(request, words)
    return True
