"""/perbaikan/: changes of families' data that follow from complaints, proposed, then decided by the korcam."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.forms.corrections import CorrectionFilter, RefuseForm, propose_form
from complaints.models import Complaint, Correction
from complaints.queries import corrections as queries
from complaints.services import corrections as services
from complaints.views import small
from complaints.views.desk import visible
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.models import Household

READERS = (Permission.ACCEPT_CORRECTIONS, Permission.ANSWER_COMPLAINTS)


@allowed(*READERS)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Filters and page are in the URL; the newest first."""
    form = CorrectionFilter(request.GET)
    found = _filtered(request, form.applied())
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": [queries.shown(each) for each in page.rows],
        "result_words": f"{thousands(found.count())} usul perbaikan",
        **page_links(request, page),
    }
    is_part = is_htmx(request) and request.htmx.target == "daftar"
    template = "pengaduan/_perbaikan_daftar.html" if is_part else "pengaduan/perbaikan.html"
    return render(request, template, context)


def _filtered(request: HttpRequest, chosen: dict[str, Any]) -> Any:
    found = queries.visible_to(request.user)
    if state := chosen.get("status"):
        found = found.filter(state=state)
    if kecamatan := chosen.get("kecamatan"):
        found = found.filter(household__desa__kecamatan=kecamatan)
    if chosen.get("giliran"):
        found = found.filter(pk__in=[each.pk for each in queries.waiting_for(request.user)])
    return found


def _seen(request: HttpRequest, pk: int) -> Correction:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@allowed(*READERS)
@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, old and new beside each other; who may decide does it here."""
    found = _seen(request, pk)
    context = {
        "row": queries.shown(found),
        "correction": found,
        "may_decide": services.may_decide(found, request.user),
        "is_open_family": request.user.may(Permission.VIEW_HOUSEHOLDS)
        and Household.objects.visible_to(request.user).filter(pk=found.household_id).exists(),
        "is_open_complaint": Complaint.objects.visible_to(request.user).filter(pk=found.complaint_id).exists(),
    }
    return render(request, "pengaduan/perbaikan_satu.html", context)


@allowed(Permission.ACCEPT_CORRECTIONS)
@require_POST
def correction_accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    try:
        services.accept(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{queries.label(found)} keluarga {found.household.name} sudah diperbaiki.")
    return redirect("correction", pk)


@allowed(Permission.ACCEPT_CORRECTIONS)
@require_http_methods(["GET", "POST"])
def correction_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    page = small.Page(
        title="Tolak usul perbaikan",
        subtitle=f"{queries.label(found)}, keluarga {found.household.name}",
        button="Tolak usul",
        back=reverse("correction", args=[pk]),
        parent=("Perbaikan data", reverse("corrections")),
    )

    def refuse(**facts: str) -> Correction:
        return services.refuse(found, **facts, by=request.user)

    return small.answer(request, RefuseForm(request.POST or None), page, refuse, done="Usul perbaikan ditolak.")


@allowed(*READERS)
@require_safe
def correction_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan, always as a download; the reading is logged."""
    found = _seen(request, pk)
    if found.evidence is None:
        raise Http404
    try:
        data = files.verified(found.evidence)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("correction", pk)
    subject = f"Bukti perbaikan data {found.complaint.ticket}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Menangani pengaduan", url=request.path)
    return file_response(found.evidence, data)


@allowed(Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def correction_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The family's fields with their present values; what differs is proposed."""
    found = visible(request, pk)
    if found.household is None or not services.may_propose(found, request.user):
        messages.error(
            request, "Usul perbaikan tidak tersedia: tautkan keluarganya dahulu, atau laporan sudah berakhir."
        )
        return redirect(found)
    form = propose_form(found.household, request.POST or None, request.FILES or None)
    page = small.Page(
        title="Usulkan perbaikan data",
        subtitle=f"{found.ticket} · keluarga {found.household.name}, {found.household.desa.name}",
        button="Kirim usul",
        back=found.get_absolute_url(),
        parent=(found.ticket, found.get_absolute_url()),
        help="Ubah hanya yang salah. Usul diputuskan koordinator kecamatan; data berubah sesudah diterima.",
    )

    def propose(**facts: Any) -> list[Correction]:
        kept = {name: facts[name] for name in ("basis", "upload", "key")}
        return services.propose(found, changes=form.changes(), **kept, by=request.user)

    return small.answer(request, form, page, propose, done="Usul perbaikan dikirim kepada koordinator kecamatan.")
