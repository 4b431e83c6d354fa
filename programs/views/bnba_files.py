"""/bnba/: the files that came in, what each did, and taking one back."""

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.enums import FileState
from programs.exports import refused
from programs.forms.imports import TakeBackForm
from programs.models import BnbaFile
from programs.queries import imports
from programs.services.bnba import obstacles, orders
from programs.views.import_jobs import finished, panel, progress

READERS = (Permission.IMPORT_BNBA, Permission.EXPORT_BNBA, Permission.VIEW_READ_LOG)
PURPOSE = "Memperbaiki baris BNBA yang ditolak"


def _file(pk: int) -> BnbaFile:
    return get_object_or_404(imports.files(), pk=pk)


@allowed(*READERS)
@require_safe
def bnba_list(request: HttpRequest) -> HttpResponse:
    page = asked_page(request, imports.files(), "id", descending=True)
    context = {
        "page": page,
        "may_import": request.user.may(Permission.IMPORT_BNBA),
        "may_export": request.user.may(Permission.EXPORT_BNBA),
        **page_links(request, page),
    }
    return render(request, "bnba/daftar.html", context)


@allowed(*READERS)
@require_safe
def bnba_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what it held, what it did, who did it, whether it can be taken back."""
    file = _file(pk)
    job = orders.latest_job(file, orders.TAKE_BACK_JOB)
    if is_htmx(request):
        return panel(request, file, job) if job and job.is_open else finished(request)
    context: dict[str, Any] = {
        "file": file,
        "progress": progress(file, job, request.path) if file.state == FileState.APPLIED else {},
        "may_import": request.user.may(Permission.IMPORT_BNBA),
        "may_export": request.user.may(Permission.EXPORT_BNBA),
    }
    return render(request, "bnba/berkas.html", context)


@allowed(Permission.IMPORT_BNBA)
def bnba_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what taking back does, or what stands in its way; then asks for the reason."""
    file = _file(pk)
    if file.state != FileState.APPLIED:
        messages.error(request, "Hanya berkas yang sudah diterapkan yang dapat ditarik kembali.")
        return redirect("bnba_file", file.pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            orders.order_take_back(file, reason=form.cleaned_data["alasan"], by=request.user)
            return redirect("bnba_file", file.pk)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    context = {"file": file, "form": form, "in_the_way": obstacles.find(file)}
    return render(request, "bnba/tarik.html", context, status=422 if request.method == "POST" else 200)


@allowed(Permission.IMPORT_BNBA)
@require_safe
def bnba_refused(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Unduh baris yang ditolak": holds full numbers, so the download is logged."""
    file = _file(pk)
    log_read(
        ReadKind.DOWNLOAD,
        by=request.user,
        subject=f"Baris ditolak berkas BNBA #{file.pk}",
        purpose=PURPOSE,
        url=request.path,
    )
    with TemporaryFile() as target:
        refused.build(file, target)
        target.seek(0)
        response = HttpResponse(target.read(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="baris-ditolak-{file.pk}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
