"""/siklus/<id>/batas/: Kemensos's limits of a cycle, their evidence and every change of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop.enums import OPEN_CYCLES
from sop.forms_limits import LimitForm
from sop.models import Cycle, KemensosLimit
from sop.services import limits

SEES = (Permission.VIEW_CYCLES, Permission.MOVE_STEPS)


@allowed(*SEES, to_post=Permission.MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def cycle_limits(request: HttpRequest, pk: int) -> HttpResponse:
    """`?langkah=9` puts that step into the form."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)
    may_manage = request.user.may(Permission.MANAGE_CYCLES) and cycle.state in OPEN_CYCLES
    form = LimitForm(
        request.POST or None, request.FILES or None, cycle=cycle, initial={"step": request.GET.get("langkah", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = limits.record(cycle, **form.facts(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Batas Kemensos disimpan. {limits.in_words(made)}")
            return redirect("cycle_limits", pk)
    changes = KemensosLimit.objects.visible_to(request.user).filter(cycle=cycle)
    context = {
        "cycle": cycle,
        "form": form if may_manage else None,
        "changes": list(changes.select_related("step_run__step", "letter", "file", "by")),
        "in_force": {limit.pk for limit in limits.in_force(cycle).values()},
        "sees_letters": request.user.may(Permission.VIEW_DOCUMENTS),
        "readable": request.user.sees_kabupaten,
    }
    return render(request, "sop/batas.html", context, status=422 if form.is_bound and form.errors else 200)


@allowed(*SEES)
@require_safe
def limit_file(request: HttpRequest, pk: int, limit: int) -> HttpResponse:
    """The message that named the limit: for who works for the whole kabupaten, as a download, logged."""
    visible = KemensosLimit.objects.visible_to(request.user).filter(cycle=pk, file__isnull=False)
    readable = visible if request.user.sees_kabupaten else visible.none()
    found = get_object_or_404(readable.select_related("file", "cycle__round"), pk=limit)
    try:
        data = files.verified(found.file)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cycle_limits", pk)
    subject = f"Bukti batas Kemensos {found.cycle}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Bukti batas Kemensos", url=request.path)
    return file_response(found.file, data)
