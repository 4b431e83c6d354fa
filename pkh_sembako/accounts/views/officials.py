"""Who holds or stands in for a post of the office; here and not in `office`, for an acting one gets a posting too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from pkh_sembako.accounts.services import acting
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.forms.officials import OfficialForm
from pkh_sembako.office.models import Official


@allowed(Permission.MANAGE_OFFICE)
@require_http_methods(["GET", "POST"])
def official_new(request: HttpRequest) -> HttpResponse:
    return _official(request, Official(), title="Pejabat baru")


@allowed(Permission.MANAGE_OFFICE)
@require_http_methods(["GET", "POST"])
def official_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _official(request, get_object_or_404(Official, pk=pk), title="Ubah data pejabat")


def _official(request: HttpRequest, official: Official, *, title: str) -> HttpResponse:
    form = OfficialForm(request.POST or None, instance=official)
    if form.is_valid():
        try:
            posting = acting.appoint(form.instance, by=request.user)
        except DomainError as refusal:
            form.add_error("starts", refusal.sentence)
        else:
            words = f"Data {form.instance} disimpan."
            if posting and posting.ends:
                words += f" {posting.user} ditempatkan sebagai {posting.title} sampai {tanggal(posting.ends)}."
            messages.success(request, words)
            return redirect("office")
    context = {"form": form, "title": title, "button": "Simpan pejabat"}
    return render(request, "office/isian.html", context, status=422 if form.is_bound else 200)
