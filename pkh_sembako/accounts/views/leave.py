"""Cuti dan pengganti: who works the families of a pendamping on leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.forms.leave import SubstitutionForm
from pkh_sembako.accounts.models import Substitution
from pkh_sembako.accounts.services import leave
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.keyset import paginate
from pkh_sembako.lib.page_links import page_links

MANAGE = Permission.MANAGE_LEAVE


@allowed(MANAGE)
@require_safe
def leave_list(request: HttpRequest) -> HttpResponse:
    found = Substitution.objects.visible_to(request.user).select_related("absent", "substitute", "by")
    query = request.GET
    page = paginate(found, keys=["id"], descending=True, before=query.get("sebelum"), after=query.get("sesudah"))
    return render(request, "accounts/cuti.html", {"page": page, **page_links(request, page)})


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def leave_new(request: HttpRequest) -> HttpResponse:
    return _form_page(request, Substitution(), title="Cuti dan pengganti baru")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def leave_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form_page(request, _visible(request, pk), title="Ubah cuti dan pengganti")


@allowed(MANAGE)
@require_POST
def leave_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back earlier than planned."""
    row = _visible(request, pk)
    try:
        begun = leave.end_early(row, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{row} {'diakhiri mulai hari ini' if begun else 'dibatalkan'}.")
    return redirect("leave_list")


def _visible(request: HttpRequest, pk: int) -> Substitution:
    return get_object_or_404(Substitution.objects.visible_to(request.user), pk=pk)


def _form_page(request: HttpRequest, row: Substitution, *, title: str) -> HttpResponse:
    form = SubstitutionForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            made = leave.arrange(form.instance, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{made} sejak {tanggal(made.starts)} sampai {tanggal(made.ends)}.")
            return redirect("leave_list")
    context = {"form": form, "title": title}
    return render(request, "accounts/cuti_isian.html", context, status=422 if form.is_bound else 200)
