"""The office's settings: face and paper, officials, signing chain."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.enums import Post
from pkh_sembako.office.forms.office import ChainForm, OfficeForm
from pkh_sembako.office.forms.officials import PromiseForm
from pkh_sembako.office.models import ChainLink, Office, Official, StaffPromise
from pkh_sembako.office.services import office as services

MANAGE = Permission.MANAGE_OFFICE


@allowed(MANAGE)
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    posts = dict(Post.choices)
    chain = [posts.get(link.role, link.role) for link in ChainLink.objects.all()]
    officials = [(posts.get(one.post, one.post), one) for one in Official.objects.select_related("user")]
    # Not `office`: that name is the frame's own (context.shell).
    context = {"row": request.office, "chain": chain, "officials": officials, "promises": StaffPromise.objects.all()}
    return render(request, "office/kantor.html", context)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def office_edit(request: HttpRequest) -> HttpResponse:
    row = get_object_or_404(Office, pk=1)
    form = OfficeForm(request.POST or None, request.FILES or None, instance=row)
    if form.is_valid() and _changed(request, form):
        messages.success(request, "Pengaturan kantor disimpan.")
        return redirect("office")
    context = {"form": form, "title": "Ubah pengaturan kantor", "button": "Simpan pengaturan"}
    return _form_page(request, context)


def _changed(request: HttpRequest, form: OfficeForm) -> bool:
    data = form.cleaned_data
    try:
        services.change(form.instance, by=request.user, logo=data["new_logo"], remove_logo=data["remove_logo"])
    except DomainError as refusal:
        form.add_error("new_logo", refusal.sentence)
        return False
    return True


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def chain_edit(request: HttpRequest) -> HttpResponse:
    present = list(ChainLink.objects.values_list("role", flat=True))
    # An empty POST is an answer too: nobody was ticked.
    form = ChainForm(request.POST if request.method == "POST" else None, initial={"roles": present})
    if form.is_valid():
        try:
            services.set_chain(form.cleaned_data["roles"], by=request.user)
        except DomainError as refusal:
            form.add_error("roles", refusal.sentence)
        else:
            messages.success(request, "Rantai penandatanganan disimpan.")
            return redirect("office")
    return _form_page(request, {"form": form, "title": "Rantai penandatanganan", "button": "Simpan rantai"})


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def promises_edit(request: HttpRequest) -> HttpResponse:
    """How many staff the service standards promise."""
    form = PromiseForm(request.POST or None)
    if form.is_valid():
        services.set_promises(form.promises(), by=request.user)
        messages.success(request, "Jumlah pelaksana menurut standar disimpan.")
        return redirect("office")
    return _form_page(request, {"form": form, "title": "Jumlah pelaksana menurut standar", "button": "Simpan jumlah"})


def _form_page(request: HttpRequest, context: dict) -> HttpResponse:
    return render(request, "office/isian.html", context, status=422 if context["form"].is_bound else 200)
