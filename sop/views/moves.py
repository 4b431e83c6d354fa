"""Acts on a step or a kecamatan's share: each checks its form, calls one service, and shows the page again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from pkh_sembako.deadlines.models import Extension
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.forms import KitForm
from sop import labels, steps
from sop.forms import AgreeForm, DecisionForm, EvidenceForm, ExtensionForm, MoveForm, SkipForm
from sop.models import Target
from sop.queries import definition_of
from sop.services import evidence, runs, times
from sop.services.actors import Standing
from sop.transitions import SOURCES, Verb
from sop.views import step_pages, targets


@allowed(Permission.MOVE_STEPS)
@require_POST
def move_step(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), MoveForm(request.POST)
    if not form.is_valid() or form.cleaned_data["verb"] not in set(SOURCES) - {Verb.SKIP}:
        sentences = [str(message) for found in form.errors.values() for message in found]
        messages.error(request, " ".join(sentences) or "Tindakan ini tidak dikenal. Muat ulang halaman.")
        return step_pages.page(request, target, typed=form.data)
    facts = {name: form.cleaned_data[name] for name in ("note", "happened_on", "reference")}
    try:
        moved = runs.move(target, form.cleaned_data["verb"], by=request.user, **facts)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return step_pages.page(request, target, typed=form.data)
    messages.add_message(request, messages.INFO if moved.repeated else messages.SUCCESS, moved.sentence)
    return redirect(target)


@allowed(Permission.SKIP_STEPS)
def skip_step(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """The SOP's own warning first, then the reason."""
    target, form = targets.posted(request, pk, no), SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moved = runs.move(target, Verb.SKIP, by=request.user, note=form.cleaned_data["note"])
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, moved.sentence)
            return redirect(target)
    context = {
        "target": target,
        "step": target.step,
        "title": labels.title(target.step),
        "warnings": definition_of(target.cycle.sop).peringatan,
        "form": form,
        "may_skip": Verb.SKIP in runs.available(target, request.user, Standing(request.user)),
        "why_kept": steps.why_kept(target.step),
    }
    return render(request, "sop/lewati.html", context, status=422 if form.errors else 200)


@allowed(Permission.MOVE_STEPS)
@require_POST
def tick_items(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target = targets.posted(request, pk, no)
    items = [int(item) for item in request.POST.getlist("item") if item.isdecimal() and len(item) < 4]
    try:
        evidence.tick(target, items, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Kelengkapan disimpan: {len(items)} dari {len(target.step.checklist)} ada.")
    return redirect(target)


@allowed(Permission.MOVE_STEPS)
@require_POST
def add_evidence(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), EvidenceForm(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> str:
        evidence.add(target, by=request.user, note=given["note"], upload=given["file"])
        return "Bukti disimpan."

    return _do(request, target, form, act, "evidence_form")


@allowed(Permission.MOVE_STEPS)
@require_POST
def agree_date(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), AgreeForm(request.POST)

    def act(given: dict[str, Any]) -> str:
        times.agree_date(target, on=given["on"], by=request.user)
        return "Tanggal target disimpan."

    return _do(request, target, form, act, "agree_form")


@allowed(Permission.MOVE_STEPS)
@require_POST
def ask_extension(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), ExtensionForm(request.POST)

    def act(given: dict[str, Any]) -> str:
        times.ask_extension(target, until=given["until"], reason=given["reason"], by=request.user)
        return "Perpanjangan diminta. Pejabat yang lebih tinggi memutuskannya."

    return _do(request, target, form, act, "extension_form")


@allowed(Permission.GRANT_EXTENSIONS)
@require_POST
def decide_extension(request: HttpRequest, pk: int, no: int, extension: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), DecisionForm(request.POST)
    asked = get_object_or_404(Extension, pk=extension, deadline__subject=target.subject)

    def act(given: dict[str, Any]) -> str:
        granted = given["granted"] == "ya"
        times.decide_extension(target, asked, granted=granted, note=given["note"], by=request.user)
        return "Perpanjangan disetujui." if granted else "Perpanjangan ditolak."

    return _do(request, target, form, act, "decision_form")


def _do(
    request: HttpRequest, target: Target, form: KitForm, act: Callable[[dict[str, Any]], str], name: str
) -> HttpResponse:
    """Run the act of a valid form; what is refused comes back on the page with what was typed."""
    if form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(target)
    return step_pages.page(request, target, **{name: form})
