"""Which step or kecamatan's share a request is about; what the user may not see does not exist."""

import re

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sop.models import Assignment, StepRun, Target

CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}")


def step_run(request: HttpRequest, pk: int, no: int) -> StepRun:
    visible = StepRun.objects.visible_to(request.user)
    related = visible.select_related("step", "cycle__round", "cycle__sop", "submitted_by", "checked_by")
    return get_object_or_404(related, cycle=pk, step__no=no)


def share(request: HttpRequest, pk: int, no: int, kecamatan: str) -> Assignment:
    if not CODE.fullmatch(kecamatan):
        raise Http404
    run = step_run(request, pk, no)
    visible = Assignment.objects.visible_to(request.user).select_related("kecamatan", "submitted_by", "checked_by")
    found = get_object_or_404(visible, step_run=run, kecamatan=kecamatan)
    found.step_run = run
    return found


def posted(request: HttpRequest, pk: int, no: int) -> Target:
    """The target of a form: its hidden `kecamatan` names the share, if it is one."""
    kecamatan = request.POST.get("kecamatan") or request.GET.get("kecamatan", "")
    return share(request, pk, no, kecamatan) if kecamatan else step_run(request, pk, no)
