"""/siklus/<pk>/berkas/: everything kept of a cycle, as an archive or as one PDF to bind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop.forms_binder import BinderForm
from sop.models import Cycle
from sop.services import binder, binder_files


@allowed(Permission.DOWNLOADS)
@require_http_methods(["GET", "POST"])
def cycle_binder(request: HttpRequest, pk: int) -> HttpResponse:
    """Shape and purpose first; the file then comes to the download centre."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)
    form = BinderForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ordered(request, cycle, form):
        messages.success(request, "Berkas siklus sedang dibuat. Hasilnya muncul di sini.")
        return redirect("download_list")
    contents = binder_files.gather(cycle, reader=request.user)
    context: dict[str, Any] = {
        "cycle": cycle,
        "form": form,
        "parts": binder_files.counted(contents),
        "left_out": contents.left_out,
    }
    return render(request, "sop/berkas_siklus.html", context, status=422 if request.method == "POST" else 200)


def _ordered(request: HttpRequest, cycle: Cycle, form: forms.Form) -> bool:
    given = form.cleaned_data
    try:
        binder.order(cycle, shape=binder.Shape(given["bentuk"]), purpose=given["keperluan"], by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
    return not form.errors
