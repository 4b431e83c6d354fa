"""/data-bank/: a Round's families for the bank, handed over with a receipt (SOP Sembako step 3)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response, pdf_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.keyset import paginate
from pkh_sembako.lib.page_links import page_links
from pkh_sembako.office.queries import the_office
from programs.exports import bank_data as export
from programs.forms.bank_data import BankOrderForm, BankReceiptForm
from programs.models import BankData
from programs.services import bank_data
from programs.views.import_jobs import finished

READERS = (Permission.PLAN_CARDS, Permission.EXPORT_BNBA, Permission.VIEW_READ_LOG)
OFFICE = Permission.IMPORT_BNBA


def _data(request: HttpRequest, pk: int) -> BankData:
    found = BankData.objects.visible_to(request.user).select_related("round", "file", "evidence", "by", "handed_by")
    return get_object_or_404(found, pk=pk)


@allowed(*READERS, to_post=OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_data_list(request: HttpRequest) -> HttpResponse:
    """What was made and handed over; for the office the order of another one."""
    form = BankOrderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = bank_data.order(given["putaran"], bank=given["bank"], purpose=given["keperluan"], by=request.user)
            return redirect(made)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    rows = BankData.objects.visible_to(request.user).select_related("round", "file")
    page = paginate(
        rows, keys=("id",), descending=True, after=request.GET.get("sesudah"), before=request.GET.get("sebelum")
    )
    context = {"form": form, "page": page, "may_order": request.user.may(OFFICE), **page_links(request, page)}
    return render(request, "data_bank/daftar.html", context, status=422 if request.method == "POST" else 200)


@allowed(*READERS)
@require_safe
def bank_data_one(request: HttpRequest, pk: int) -> HttpResponse:
    data = _data(request, pk)
    job = bank_data.latest_job(data)
    running = job is not None and job.is_open
    context = {"data": data, "job": job, "running": running, "may_act": request.user.may(OFFICE)}
    if is_htmx(request):
        return render(request, "data_bank/_kemajuan.html", context) if running else finished(request)
    return render(request, "data_bank/rinci.html", context)


def _told(request: HttpRequest, data: BankData, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(data)


@allowed(OFFICE)
@require_POST
def bank_data_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    data = _data(request, pk)
    return _told(request, data, lambda: bank_data.hand_over(data, by=request.user))


@allowed(*READERS)
@require_POST
def bank_data_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook; a POST, because fetching it is recorded."""
    data = _data(request, pk)
    try:
        content = bank_data.workbook(data, by=request.user, url=request.path)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(data)
    return file_response(data.file, content)


@allowed(*READERS)
@require_safe
def bank_data_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to print and sign."""
    data = _data(request, pk)
    if data.file is None:
        messages.error(request, "Buku kerja belum selesai dibuat.")
        return redirect(data)
    paper = export.receipt(data, the_office(), by=str(request.user))
    return pdf_response(export.render(paper), f"Tanda-terima-{data.file.name.removesuffix('.xlsx')}.pdf")


@allowed(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_data_record(request: HttpRequest, pk: int) -> HttpResponse:
    data = _data(request, pk)
    form = BankReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            bank_data.record_receipt(data, by=request.user, **form.cleaned_data)
            return redirect(data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "data_bank/terima.html", {"data": data, "form": form}, status=status)


@allowed(*READERS)
@require_safe
def bank_data_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    data = _data(request, pk)
    if data.evidence is None:
        messages.error(request, "Tanda terima belum dicatat.")
        return redirect(data)
    try:
        return file_response(data.evidence, files.verified(data.evidence))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(data)
