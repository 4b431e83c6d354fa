"""/data-kemiskinan/: the district's own poverty data; the newest list in force counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.forms.poverty import PovertyListForm
from programs.models import PovertyList
from programs.queries import standard
from programs.services import poverty
from programs.views.import_jobs import finished

READERS = (Permission.IMPORT_BNBA, Permission.EXPORT_BNBA, Permission.VIEW_READ_LOG)  # the last: inspektorat


@allowed(*READERS, to_post=Permission.IMPORT_BNBA)
@require_http_methods(["GET", "HEAD", "POST"])
def poverty_list(request: HttpRequest) -> HttpResponse:
    """The lists so far; a new one comes in here and is read in the background."""
    form = PovertyListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = poverty.order(form.cleaned_data.pop("upload"), by=request.user, **form.cleaned_data)
            return redirect("poverty_one", made.pk)
        except DomainError as refusal:
            form.add_error("upload", refusal.sentence)
    page = asked_page(request, PovertyList.objects.select_related("by"), "in_force_from", "id", descending=True)
    context = {
        "form": form,
        "page": page,
        "current": PovertyList.objects.in_force(),
        "may_import": request.user.may(Permission.IMPORT_BNBA),
        **page_links(request, page),
    }
    return render(request, "kemiskinan/daftar.html", context, status=422 if request.method == "POST" else 200)


@allowed(*READERS)
@require_safe
def poverty_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress first; then how many rows, how many families of the registry, what was refused."""
    which = get_object_or_404(PovertyList.objects.select_related("by", "stored"), pk=pk)
    job = poverty.latest_job(which)
    progress = _progress(which, job, may_cancel=request.user.may(Permission.IMPORT_BNBA))
    if is_htmx(request) and job is not None:
        return render(request, "komponen/kemajuan.html", progress) if job.is_open else finished(request)
    context = {
        "which": which,
        "progress": progress,
        "good": which.rows.count(),
        "matched": standard.matched(which) if which.read_at else 0,
        "counts": PovertyList.objects.in_force() == which,
    }
    return render(request, "kemiskinan/rinci.html", context)


def _progress(which: PovertyList, job: Job | None, *, may_cancel: bool) -> dict[str, Any]:
    """Context of komponen/kemajuan.html; {} while there is nothing to tell."""
    if job is None or which.read_at:
        return {}
    failed = job.state == JobState.FAILED
    shown = {"stage": job.stage, "done": job.done, "total": job.total}
    cancellable = job.is_open and may_cancel and not job.cancel_requested
    words = "Dibatalkan pada langkah berikutnya" if job.is_open and job.cancel_requested else job.message
    return {
        "title": "Membaca daftar",
        "job": shown | {"error": job.message if failed else "", "message": "" if failed else words},
        "running": job.is_open,
        "poll_url": reverse("poverty_one", args=[which.pk]),
        "cancel_url": reverse("poverty_cancel", args=[which.pk]) if cancellable else "",
    }


@allowed(Permission.IMPORT_BNBA)
@require_POST
def poverty_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a reading under way; nothing of it stays."""
    which = get_object_or_404(PovertyList, pk=pk)
    job = poverty.latest_job(which)
    if job is not None and job.is_open:
        jobs.request_cancel(job, by=request.user)
        messages.success(request, "Pembacaan daftar dibatalkan. Tidak ada yang diubah.")
    return redirect("poverty_one", which.pk)
