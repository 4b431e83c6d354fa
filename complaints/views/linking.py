"""/meja-pengaduan/<pk>/keluarga|kartu|kroscek|langkah/: what a complaint is about, found and linked."""

from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.forms.linking import CardForm, KroscekForm, StepForm
from complaints.models import Complaint
from complaints.queries import course
from complaints.queries import desk as queries
from complaints.services import door, links
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from programs.forms.loket import LoketForm
from programs.queries import loket as counter
from programs.services import loket as counter_services
from programs.views.families import family_page, visible_family

REFUSED = "Menautkan laporan ini tidak tersedia untuk Anda."


def _workable(request: HttpRequest, pk: int) -> Complaint | None:
    found = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    if door.may(found, "note", request.user):
        return found
    messages.error(request, REFUSED)
    return None


@allowed(Permission.LOOK_UP)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("nomor", "nama")
def complaint_family(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter's search, and under it the families to choose from."""
    found = _workable(request, pk)
    if found is None:
        return redirect("complaint", pk)
    form = LoketForm(request.POST or None, user=request.user, initial={"keperluan": "pengaduan"})
    context: dict[str, Any] = {"complaint": found, "form": form, "key": uuid4()}
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.asked() | {"purpose": "pengaduan"}
            result = counter_services.look_up(**asked, by=request.user, url=request.path)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            rows = counter.reachable(request.user).select_related("desa__kecamatan").in_bulk(result.ids)
            context |= {"families": [rows[one] for one in result.ids], "more": result.more, "is_answered": True}
    status = 422 if request.method == "POST" and "is_answered" not in context else 200
    return render(request, "pengaduan/keluarga.html", context, status=status)


@allowed(Permission.LOOK_UP)
@require_POST
def complaint_family_link(request: HttpRequest, pk: int, household: int) -> HttpResponse:
    """The chosen family."""
    found = _workable(request, pk)
    if found is None:
        return redirect("complaint", pk)
    family = get_object_or_404(counter.reachable(request.user).select_related("desa"), pk=household)
    _do(request, lambda: links.to_family(found, household=family, by=request.user), f"Ditautkan: {family.name}.")
    return redirect(found)


def _do(request: HttpRequest, act: Any, words: str) -> None:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)


@allowed(Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def complaint_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A card of the linked family, or one by its whole number."""
    found = _workable(request, pk)
    if found is None:
        return redirect("complaint", pk)
    form = CardForm(request.POST or None, complaint=found, by=request.user)
    return _linked(
        request, found, form, "Tautkan kartu", lambda chosen: links.to_card(found, card=chosen, by=request.user)
    )


@allowed(Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def complaint_kroscek(request: HttpRequest, pk: int) -> HttpResponse:
    """A kroscek of the linked family."""
    found = _workable(request, pk)
    if found is None:
        return redirect("complaint", pk)
    if found.household is None:
        messages.error(request, "Tautkan keluarganya dahulu, lalu kroscek dapat dipilih.")
        return redirect(found)
    form = KroscekForm(request.POST or None, complaint=found)
    return _linked(
        request, found, form, "Tautkan kroscek", lambda chosen: links.to_kroscek(found, entry=chosen, by=request.user)
    )


@allowed(Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def complaint_step(request: HttpRequest, pk: int) -> HttpResponse:
    """A step of a running cycle."""
    found = _workable(request, pk)
    if found is None:
        return redirect("complaint", pk)
    form = StepForm(request.POST or None, by=request.user)
    return _linked(
        request,
        found,
        form,
        "Tautkan langkah SOP",
        lambda chosen: links.to_step(found, step_run=chosen, by=request.user),
    )


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household_complaints(request: HttpRequest, pk: int) -> HttpResponse:
    """/keluarga/<pk>/pengaduan/: the family's tab, with what this user may see."""
    family = visible_family(request, pk)
    rows = queries.rows(list(course.of_family(family, request.user)))
    return family_page(request, family, "household_complaints", "pengaduan/keluarga_tab.html", rows=rows)


def _linked(request: HttpRequest, found: Complaint, form: django_forms.Form, title: str, act: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["chosen"])
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Tautan disimpan.")
            return redirect(found)
    context = {"complaint": found, "form": form, "title": title}
    return render(request, "pengaduan/tautkan.html", context, status=422 if request.method == "POST" else 200)
