"""/siklus/<id>/surat/nomor/: numbers for all approved letters in one go, and how far their printing is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import NumberSource
from sop.forms_numbering import DateForm, NumberForm, fit_together
from sop.models import Cycle
from sop.services import numbering

WRITE = Permission.MANAGE_DOCUMENTS


@allowed(WRITE)
@require_http_methods(["GET", "POST"])
def notices_number(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each approved letter; from the agenda a field each, from the register only the date."""
    cycle = _cycle(request, pk)
    data = request.POST if request.method == "POST" else None
    form = DateForm(data, initial={"dated": timezone.localdate()})
    waiting = list(numbering.approved(cycle))
    typed = waiting if request.office.number_source == NumberSource.AGENDA else []
    rows = [NumberForm(data, letter=letter) for letter in typed]
    if data is not None and form.is_valid() & fit_together(rows) and _ordered(request, cycle, form, rows):
        messages.success(request, f"{len(waiting)} surat sedang diberi nomor dan dicetak.")
        return redirect("cycle_notices", pk)
    context = {"cycle": cycle, "form": form, "rows": rows, "letters": waiting}
    if data is not None and any(row.errors for row in rows):
        form.add_error(None, "Periksa nomor surat yang ditandai di bawah. Belum ada surat yang diberi nomor.")
    return render(request, "sop/surat_nomor.html", context, status=422 if form.errors else 200)


def _ordered(request: HttpRequest, cycle: Cycle, form: DateForm, rows: list[NumberForm]) -> bool:
    numbers = {row.letter.pk: row.cleaned_data["number"] for row in rows}
    try:
        numbering.order(cycle, dated=form.cleaned_data["dated"], numbers=numbers, by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@allowed(WRITE)
@require_safe
def notices_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel that renews itself; when the job ends the browser opens the letters anew."""
    cycle = _cycle(request, pk)
    panel = progress(cycle)
    if not is_htmx(request):
        return redirect("cycle_notices", pk)
    if not panel or not panel["running"]:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("cycle_notices", args=[pk])})
    return render(request, "komponen/kemajuan.html", panel)


def progress(cycle: Cycle) -> dict[str, Any]:
    """Context of komponen/kemajuan.html for the newest order; {} when there is nothing to tell."""
    job: Job | None = numbering.newest(cycle)
    if job is None or not (job.is_open or (job.state == JobState.FAILED and numbering.approved(cycle).exists())):
        return {}
    failed = job.state == JobState.FAILED
    return {
        "title": "Memberi nomor dan mencetak surat",
        "job": {"stage": job.stage, "done": job.done, "total": job.total, "error": job.message if failed else ""},
        "running": job.is_open,
        "poll_url": reverse("notices_progress", args=[cycle.pk]),
    }


def _cycle(request: HttpRequest, pk: int) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)
