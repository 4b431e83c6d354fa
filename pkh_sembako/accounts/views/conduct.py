"""Kode etik: read and accepted by everybody, written by the office."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pkh_sembako.accounts.forms.conduct import AcceptForm, PublishForm
from pkh_sembako.accounts.models import CodeOfConduct
from pkh_sembako.accounts.services import conduct
from pkh_sembako.accounts.views.onward import go_on, onward
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError

MANAGE = Permission.MANAGE_OFFICE


@allowed(Permission.HOME)
@require_http_methods(["GET", "POST"])
def code_of_conduct(request: HttpRequest) -> HttpResponse:
    """The version in force; who did not accept it yet does so here."""
    code = CodeOfConduct.objects.in_force()
    form = AcceptForm(request.POST or None, initial={"version": code.version if code else 0})
    if form.is_valid():
        try:
            conduct.accept(version=form.cleaned_data["version"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Terima kasih. Persetujuan Anda atas kode etik tercatat.")
            return go_on(request)
    context = {"code": code, "form": form, "next": onward(request), "may_edit": request.user.may(MANAGE)}
    context["acceptance"] = conduct.accepted(code, request.user) if code else None
    return render(request, "accounts/kode_etik.html", context, status=422 if form.is_bound else 200)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def code_of_conduct_edit(request: HttpRequest) -> HttpResponse:
    newest = CodeOfConduct.objects.first()
    initial = {"text": newest.text if newest else "", "dated": timezone.localdate()}
    form = PublishForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = conduct.publish(**form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, f"{made} disimpan.")
            return redirect("code_of_conduct")
    context = {"form": form, "newest": newest, "versions": _versions()}
    return render(request, "accounts/kode_etik_ubah.html", context, status=422 if form.is_bound else 200)


def _versions() -> QuerySet[CodeOfConduct]:
    """Each version and how many people accepted it (`accepted`)."""
    return CodeOfConduct.objects.select_related("by").annotate(accepted=Count("acceptances"))
