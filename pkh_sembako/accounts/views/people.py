"""Users and their postings, kept by an administrator."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.accounts import queries
from pkh_sembako.accounts.forms.people import (
    NewPersonForm,
    PasswordForm,
    PeopleFilter,
    PersonForm,
    PostingForm,
)
from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import people, postings, second_factor
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links

MANAGE = Permission.MANAGE_USERS


@allowed(MANAGE)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    filter_form = PeopleFilter(request.GET)
    found = queries.people(filter_form.applied())
    page = asked_page(request, found, "username")
    context = {"page": page, "filter_form": filter_form, "total": found.count(), **page_links(request, page)}
    return render(request, "accounts/_pengguna_daftar.html" if is_htmx(request) else "accounts/pengguna.html", context)


@allowed(MANAGE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    rows = user.postings.select_related("kecamatan", "desa").order_by("-starts")
    in_force = set(user.postings.in_force().values_list("pk", flat=True))
    context = {"person": user, "postings": rows, "in_force": in_force}
    return render(request, "accounts/orang.html", context | {"has_second_factor": second_factor.is_set_up(user)})


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if user := _done(form, lambda data: people.create(by=request.user, **data)):
        messages.success(request, f"{user} dibuat. Beri penempatan agar dapat bekerja.")
        return redirect("posting_new", pk=user.pk)
    return _form_page(request, form, title="Pengguna baru", button="Buat pengguna")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=user)
    if _done(form, lambda data: people.change(user, by=request.user, **data)):
        messages.success(request, "Data pengguna disimpan.")
        return redirect("person", pk=pk)
    return _form_page(request, form, person=user, title="Ubah data pengguna", button="Simpan")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = PasswordForm(request.POST or None)
    if _done(form, lambda data: people.set_password(user, by=request.user, **data) or user):
        messages.success(request, f"Kata sandi {user} diganti. Semua sesinya berakhir.")
        return redirect("person", pk=pk)
    return _form_page(request, form, person=user, title="Ganti kata sandi pengguna", button="Ganti kata sandi")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def posting_new(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = PostingForm(request.POST or None)
    if made := _done(form, lambda data: postings.post(user, by=request.user, **data)):
        messages.success(request, f"{made} disimpan.")
        return redirect("person", pk=pk)
    return _form_page(request, form, person=user, title="Penempatan baru", button="Simpan penempatan")


def _done(form, act: Callable[[dict], object]):
    """What `act` made of a valid form's data; None when nothing was sent, or it was refused and the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except DomainError as refusal:
        form.add_error("password" if "password" in form.fields else None, refusal.sentence)
        return None


def _form_page(request: HttpRequest, form, **context) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "accounts/isian.html", {"form": form, **context}, status=status)
