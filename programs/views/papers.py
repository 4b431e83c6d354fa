"""Pages around paper and workbooks: ordering an export, and step 12 (package for PKH Pusat; `sop` has its receipt)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from programs.exports.bnba import LAYOUT_LABELS, Layout
from programs.forms.papers import ExportForm
from programs.models import Determination
from programs.queries.bnba_list import latest_determination
from programs.services import exporting, kirim, penetapan


@allowed(Permission.EXPORT_BNBA)
@require_http_methods(["GET", "POST"])
def bnba_export(request: HttpRequest) -> HttpResponse:
    """Purpose first; the file then comes to the download centre."""
    chosen = {"putaran": request.GET.get("putaran"), "susunan": Layout.MINISTRY}
    form = ExportForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        layout = Layout(data["susunan"])
        try:
            exporting.order(
                data["putaran"],
                layout=layout,
                layout_label=LAYOUT_LABELS[layout],
                purpose=data["keperluan"],
                by_kecamatan=data["per_kecamatan"],
                by=request.user,
            )
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Ekspor sedang dibuat. Berkasnya muncul di sini.")
            return redirect("download_list")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "programs/bnba_export.html", {"form": form}, status=status)


def determination_of(request: HttpRequest, pk: int) -> tuple[Document, Determination]:
    """The Berita Acara of this address and its determination, for whoever works for the whole kabupaten."""
    readable = Document.objects.visible_to(request.user).readable_by(request.user)
    document = get_object_or_404(readable, pk=pk, kind=penetapan.DOCUMENT_KIND)
    found = get_object_or_404(Determination.objects.select_related("ba__round"), pk=document.subject.partition(":")[2])
    return document, found


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    document, determination = determination_of(request, pk)
    context = {
        "document": document,
        "receipts": determination.receipts.select_related("by", "evidence"),
        "replaced": latest_determination(determination.ba.round) != determination,
        "may_record": request.user.may(*RECORDERS),
    }
    return render(request, "programs/dispatch.html", context)


RECORDERS = (Permission.MANAGE_DOCUMENTS, Permission.DRAFT_BERITA_ACARA, Permission.IMPORT_BNBA)


@allowed(*RECORDERS)
@require_POST
def dispatch_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The ZIP; a POST, because fetching it is recorded."""
    _, determination = determination_of(request, pk)
    try:
        made = kirim.package(determination, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("dispatch", pk)
    response = HttpResponse(made.content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, made.name)
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def receipt_evidence(request: HttpRequest, pk: int, receipt_pk: int) -> HttpResponse:
    _, determination = determination_of(request, pk)
    row = get_object_or_404(determination.receipts.select_related("evidence"), pk=receipt_pk, evidence__isnull=False)
    try:
        return file_response(row.evidence, files.verified(row.evidence))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("dispatch", pk)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_POST
def document_remake(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the making of workbook and PDF into the background once more; what exists already stays."""
    document, determination = determination_of(request, pk)
    penetapan.publish_later(determination, by=request.user)
    messages.success(request, f"Berkas {document.title} dibuat lagi.")
    return redirect("document", pk)
