"""/data-pribadi/: requests of data subjects, and who read what of one family."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from pkh_sembako.privacy.enums import LEGAL_BASIS, RequestKind, RequestState
from pkh_sembako.privacy.forms import DeliverForm, NoteForm, RefuseForm, RequestFilter, RequestForm, TrailFilter
from pkh_sembako.privacy.models import DataRequest
from pkh_sembako.privacy.queries import clocks, trail
from pkh_sembako.privacy.services import requests
from programs.models import Household

HANDLE = Permission.HANDLE_DATA_REQUESTS
FIELDS = {"keadaan": "state", "jenis": "kind", "tahun": "year"}


@allowed(Permission.VIEW_DATA_REQUESTS)
@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    form = RequestFilter(request.GET)
    wanted = {FIELDS[name]: value for name, value in form.applied().items()}
    found = DataRequest.objects.visible_to(request.user).filter(**wanted).select_related("handler", "household__desa")
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": clocks.rows(page.rows),
        "result_words": f"{thousands(found.count())} permintaan",
        "may_incidents": request.user.may(Permission.VIEW_INCIDENTS),
        **page_links(request, page),
    }
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "privacy/_daftar.html" if is_part else "privacy/daftar.html", context)


def _household(request: HttpRequest, pk: int) -> Household:
    visible = Household.objects.visible_to(request.user).select_related("desa__kecamatan")
    return get_object_or_404(visible, pk=pk)


@allowed(HANDLE)
@require_http_methods(["GET", "POST"])
def data_request_new(request: HttpRequest, household_pk: int) -> HttpResponse:
    """Write down a request of somebody of this family."""
    family = _household(request, household_pk)
    form = RequestForm(request.POST or None, request.FILES or None, household=family)
    if request.method == "POST" and form.is_valid():
        try:
            made = requests.receive(form.asked(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Permintaan {made.code} dicatat. Batas 3x24 jam mulai berjalan.")
            return redirect(made)
    context = {"household": family, "form": form}
    return render(request, "privacy/permintaan_baru.html", context, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, pk: int) -> DataRequest:
    seen = DataRequest.objects.visible_to(request.user).select_related(
        "handler", "by", "ended_by", "requester_user", "household__desa__kecamatan", "proof_file", "delivery_proof"
    )
    return get_object_or_404(seen, pk=pk)


@allowed(Permission.VIEW_DATA_REQUESTS)
@require_safe
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, found: DataRequest, **forms: Any) -> HttpResponse:
    may = request.user.may(HANDLE)
    hindrance = requests.why_not(found, request.user) if may else ""
    acting = may and not hindrance and found.is_open
    preparing = found.state == RequestState.PREPARING
    shown = {"deliver_form": DeliverForm, "refuse_form": RefuseForm, "note_form": NoteForm}
    context = {
        "found": found,
        "row": clocks.rows([found])[0],
        "basis": LEGAL_BASIS[RequestKind(found.kind)],
        "exports": found.exports.select_related("by", "download"),
        "job": trail.open_job(found),
        "events": trail.course(found),
        "corrections": trail.corrections(found),
        "hindrance": hindrance if found.is_open else "",
        "may_take_up": acting and found.state == RequestState.RECEIVED,
        "may_export": acting and preparing and found.kind == RequestKind.ACCESS,
        "may_deliver": acting and preparing,
        "acting": acting,
        **{name: forms.get(name) or form(auto_id=f"{name}_%s") for name, form in shown.items()},
    }
    return render(request, "privacy/permintaan.html", context, status=422 if forms else 200)


@allowed(HANDLE)
@require_POST
def data_request_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        requests.take_up(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(found)


@allowed(HANDLE)
@require_POST
def data_request_export(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        requests.order_export(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Salinan data sedang dibuat. Berkasnya muncul di Unduhan.")
    return redirect(found)


@allowed(HANDLE)
@require_POST
def data_request_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), DeliverForm(request.POST, request.FILES, auto_id="deliver_form_%s")
    if form.is_valid():
        try:
            requests.deliver(found, form.handed(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Penyerahan {found.code} dicatat.")
            return redirect(found)
    return _page(request, found, deliver_form=form)


@allowed(HANDLE)
@require_POST
def data_request_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), RefuseForm(request.POST, auto_id="refuse_form_%s")
    if form.is_valid():
        try:
            requests.refuse(found, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Penolakan {found.code} dicatat.")
            return redirect(found)
    return _page(request, found, refuse_form=form)


@allowed(HANDLE)
@require_POST
def data_request_note(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), NoteForm(request.POST, auto_id="note_form_%s")
    if form.is_valid():
        try:
            requests.note(found, text=form.cleaned_data["text"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(found)
    return _page(request, found, note_form=form)


@allowed(Permission.VIEW_DATA_REQUESTS)
@require_safe
def data_request_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The scan of the identity or of the receipt; each opening is logged."""
    found = _found(request, pk)
    stored = found.proof_file if which == "identitas" else found.delivery_proof
    if stored is None:
        messages.error(request, "Berkas itu tidak ada.")
        return redirect(found)
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    subject = f"{found.code}: {'bukti identitas' if which == 'identitas' else 'tanda terima'}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Permintaan subjek data", url=request.path)
    return file_response(stored, data)


@allowed(Permission.VIEW_READ_LOG, HANDLE)
@require_safe
def family_trail(request: HttpRequest, household_pk: int) -> HttpResponse:
    """Every reveal, look-up, file and exported list that concerned this family, with its purpose."""
    family = _household(request, household_pk)
    form = TrailFilter(request.GET)
    logs = trail.direct(family, form.applied())
    page = asked_page(request, logs.select_related("user"), "id", descending=True)
    context = {
        "household": family,
        "filter_form": form,
        "page": page,
        "result_words": f"{thousands(logs.count())} pembacaan langsung",
        "lists": trail.on_lists(family, form.applied()),
        "may_record": request.user.may(HANDLE),
        **page_links(request, page),
    }
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "privacy/_jejak.html" if is_part else "privacy/jejak.html", context)
