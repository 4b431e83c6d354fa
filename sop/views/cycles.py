"""Cycles: list, prepare, board, start, stop."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page
from programs.queries import kroscek
from sop import board as boards
from sop import timeline, waiting
from sop.enums import CLOSED_STEPS, CycleState, StepState
from sop.forms import CycleForm, ReasonForm
from sop.models import Cycle
from sop.queries import cycle_rows, definition_of, waivers
from sop.services import cycles, limits

SEES = (Permission.VIEW_CYCLES, Permission.MOVE_STEPS)


@allowed(*SEES)
@require_safe
def cycle_list(request: HttpRequest) -> HttpResponse:
    """Open cycles first, then those that are over, page by page."""
    visible = Cycle.objects.visible_to(request.user).select_related("round", "sop")
    over = asked_page(
        request, visible.filter(state__in=[CycleState.FINISHED, CycleState.STOPPED]), "id", descending=True
    )
    now = timezone.now()
    context = {
        "open_rows": cycle_rows(list(visible.open()), now),
        "over_rows": cycle_rows(over.rows, now),
        "page": over,
        "may_prepare": request.user.may(Permission.MANAGE_CYCLES),
    }
    return render(request, "sop/daftar_siklus.html", context)


@allowed(Permission.MANAGE_CYCLES)
def cycle_prepare(request: HttpRequest) -> HttpResponse:
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = cycles.prepare(form.cleaned_data["sop"], **form.facts(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Siklus {cycle} disiapkan. Jalankan bila sudah siap.")
            return redirect(cycle)
    return render(request, "sop/siapkan.html", {"form": form}, status=422 if form.errors else 200)


@allowed(*SEES)
@require_safe
def cycle_board(request: HttpRequest, pk: int) -> HttpResponse:
    return _board(request, _get(request, pk))


@allowed(Permission.MANAGE_CYCLES)
@require_POST
def cycle_start(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = _get(request, pk)
    try:
        cycles.start(cycle, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Siklus {cycle} berjalan.")
    return redirect(cycle)


@allowed(Permission.MANAGE_CYCLES)
@require_POST
def cycle_stop(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, form = _get(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            cycles.stop(cycle, reason=form.cleaned_data["note"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Siklus {cycle} dihentikan.")
            return redirect(cycle)
    return _board(request, cycle, stop_form=form, status=422)


def _get(request: HttpRequest, pk: int) -> Cycle:
    visible = Cycle.objects.visible_to(request.user).select_related("round", "sop", "prepared_by")
    return get_object_or_404(visible, pk=pk)


def _board(request: HttpRequest, cycle: Cycle, *, stop_form: ReasonForm | None = None, status: int = 200):
    steps = boards.board(cycle)
    seen = [row for row in steps if request.user.may(Permission.VIEW_CYCLES) or _is_lead(request, row)]
    may_manage = request.user.may(Permission.MANAGE_CYCLES)
    sees_families = request.user.may(Permission.VIEW_HOUSEHOLDS)
    totals, board_url = kroscek.totals(cycle.round), cycle.get_absolute_url()
    context = {
        "cycle": cycle,
        "steps": seen,
        "strip": [row.as_strip() for row in seen],
        "lanes": [lane.nama for lane in definition_of(cycle.sop).lajur],
        "cards": _cards(cycle, seen, totals, sees_families=sees_families),
        "coverage": _coverage(cycle, totals) if sees_families and _has_kroscek(steps) else [],
        "tasks": [task for group in waiting.home(request.user) if group.url == board_url for task in group.tasks],
        "limit": limits.in_force(cycle).get(None),
        "waivers": waivers([cycle]),
        "events": timeline.of_cycle(cycle),
        "late": sum(bool(row.late and row.late.is_overdue) for row in seen),
        "may_forecast": cycle.is_running and request.user.may(Permission.VIEW_CYCLES),
        "may_bind": request.user.may(Permission.DOWNLOADS),
        "may_start": may_manage and cycle.state == CycleState.PREPARED,
        "may_stop": may_manage and cycle.state in (CycleState.PREPARED, CycleState.RUNNING),
        "stop_form": stop_form or ReasonForm(),
    }
    return render(request, "sop/papan.html", context, status=status)


def _is_lead(request: HttpRequest, row: boards.StepRow) -> bool:
    """A bank sees its own steps only, once they are begun."""
    step = row.target.step
    return row.target.activated_at is not None and request.user.has_role(*step.roles, step.checker)


def _coverage(cycle: Cycle, totals: list[kroscek.KecamatanTotals]) -> list[dict[str, Any]]:
    """Families checked per kecamatan, the least done first."""
    url = f"{reverse('kroscek_list')}?tahap={cycle.round_id}&kecamatan="
    rows = [
        {"label": f"Kec. {part.name}", "done": part.checked, "total": part.families, "url": f"{url}{part.code}"}
        for part in totals
    ]
    return sorted(rows, key=lambda row: row["done"] / row["total"] if row["total"] else 0)


def _cards(
    cycle: Cycle, steps: list[boards.StepRow], totals: list[kroscek.KecamatanTotals], *, sees_families: bool
) -> list[dict[str, Any]]:
    """Four numbers, each a link to what lies behind it."""
    whole = kroscek.grand_total(totals)
    closed = sum(row.target.state in CLOSED_STEPS for row in steps)
    late = sum(bool(row.late and row.late.is_overdue) for row in steps)
    late_shares = sum(row.late_shares for row in steps)
    board_url = cycle.get_absolute_url()
    lists = f"{reverse('household_list')}?program={cycle.round.program}" if sees_families else ""
    return [
        _card("Keluarga dalam daftar", thousands(whole.families), lists, "dari berkas yang diterapkan"),
        _card("Langkah selesai", f"{closed} dari {len(steps)}", f"{board_url}#langkah", done=closed, total=len(steps)),
        _progress_card(cycle, steps, whole, sees_families=sees_families),
        _card(
            "Lewat tenggat",
            str(late),
            f"{board_url}#langkah",
            f"{late_shares} kecamatan lewat tenggat" if late_shares else "langkah",
            tone="negatif" if late else "",
        ),
    ]


def _progress_card(
    cycle: Cycle, steps: list[boards.StepRow], whole: kroscek.KecamatanTotals, *, sees_families: bool
) -> dict[str, Any]:
    """Families checked; for an SOP without kroscek the kecamatan that have closed the steps under way."""
    if _has_kroscek(steps):
        checks = f"{reverse('kroscek_list')}?tahap={cycle.round_id}" if sees_families else ""
        count, note = thousands(whole.checked), f"dari {thousands(whole.families)}"
        return _card("Keluarga dikroscek", count, checks, note, done=whole.checked, total=whole.families)
    shares = [share for row in steps if row.target.state == StepState.ACTIVE for share in row.shares]
    closed = sum(share.target.state in CLOSED_STEPS for share in shares)
    value = f"{closed} dari {len(shares)}" if shares else "–"
    return _card("Kecamatan selesai", value, "", "pada langkah yang berjalan", done=closed, total=len(shares))


def _has_kroscek(steps: list[boards.StepRow]) -> bool:
    return any("kroscek" in row.target.step.activities for row in steps)


def _card(label: str, value: str, url: str, note: str = "", **facts: Any) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "note": note, **facts}
