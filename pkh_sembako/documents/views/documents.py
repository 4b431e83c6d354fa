"""/dokumen/: what was issued, its files, its signed copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents import queries
from pkh_sembako.documents.forms import KINDS, DocumentFilter, SignForm
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files, issuing, signing
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links

PARTS = {"pdf": "PDF", "workbook": "buku kerja", "signed": "salinan bertanda tangan"}


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    filter_form = DocumentFilter(request.GET)
    found = queries.listed(request.user, filter_form.applied())
    page = asked_page(request, found, "dated", "id", descending=True)
    words = f"{thousands(found.count())} dokumen"
    user = request.user
    context = {
        "page": page,
        "filter_form": filter_form,
        "result_words": words,
        "may_write": user.may(Permission.MANAGE_DOCUMENTS),
        "may_read_letters": user.may(Permission.MANAGE_DOCUMENTS, Permission.SIGN_CHAIN),
        **page_links(request, page),
    }
    return render(request, "documents/_list.html" if is_htmx(request) else "documents/list.html", context)


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    context = {
        "document": found,
        "kind_label": KINDS.get(found.kind, found.kind),
        "readable": request.user.sees_kabupaten,
        "may_manage": request.user.may(Permission.MANAGE_DOCUMENTS),
        "may_read_letters": request.user.may(Permission.MANAGE_DOCUMENTS, Permission.SIGN_CHAIN),
        "may_sign_here": bool(found.pdf_id) and not signing.refusal(found, request.user),
        "signatures": found.signatures.all(),
    }
    return render(request, "documents/_files.html" if is_htmx(request) else "documents/detail.html", context)


def _get(request: HttpRequest, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("pdf", "workbook", "signed", "signed_by", "by", "letter__cancelled_by"), pk=pk
    )


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _serve(request, pk, "pdf", attachment=False)


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def document_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    return _serve(request, pk, "workbook")


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def document_signed(request: HttpRequest, pk: int) -> HttpResponse:
    return _serve(request, pk, "signed", attachment=False)


def _serve(request: HttpRequest, pk: int, part: str, *, attachment: bool = True) -> HttpResponse:
    """The stored bytes of one part, proven unchanged and logged; 404 while it does not exist."""
    readable = Document.objects.visible_to(request.user).readable_by(request.user).select_related(part)
    found = get_object_or_404(readable, pk=pk, **{f"{part}__isnull": False})
    stored = getattr(found, part)
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("document", pk)
    log_read(
        ReadKind.DOWNLOAD,
        by=request.user,
        subject=f"{found.title} Nomor {found.number}: {PARTS[part]}",
        purpose="Membuka dokumen resmi",
        url=request.path,
    )
    return file_response(stored, data, attachment=attachment)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def document_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the signed copy, which makes the document final."""
    found = _get(request, pk)
    form = SignForm(request.POST or None, request.FILES or None, document=found)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            issuing.sign(found, upload=data["berkas"], signed_on=data["signed_on"], kind=data["kind"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{found.title} sekarang final.")
            return redirect("document", pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "documents/sign.html", {"form": form, "document": found}, status=status)
