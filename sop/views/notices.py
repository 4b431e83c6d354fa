"""/siklus/<id>/surat/: the letter of every kecamatan, and which desa a kecamatan told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan
from sop import notices as queries
from sop.forms_notices import InformedForm
from sop.models import Cycle, DesaInformed
from sop.services import notice_approval, notices
from sop.views import numbering

WRITE = Permission.MANAGE_DOCUMENTS


@allowed(Permission.VIEW_CYCLES, WRITE, to_post=WRITE)
@require_http_methods(["GET", "POST"])
def cycle_notices(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a row for every kecamatan of the list. POST: make the letters that are missing."""
    cycle = _cycle(request, pk)
    if request.method == "POST":
        try:
            messages.success(request, f"{notices.make(cycle, by=request.user)} konsep surat dibuat.")
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        return redirect("cycle_notices", pk)
    rows = queries.rows(cycle, request.user)
    states = [row.notice.letter.state if row.notice else "" for row in rows]
    may_write = request.user.may(WRITE) and cycle.is_running
    context = {
        "cycle": cycle,
        "rows": rows,
        "missing": sum(state in ("", "cancelled") for state in states) if may_write else 0,
        "drafts": states.count("draft") if may_write else 0,
        "issued": states.count("issued"),
        "approved": states.count("approved") if may_write else 0,
        "may_link": may_write and bool(states.count("issued")),
        "decide": len(notice_approval.waiting(cycle, request.user)) if request.user.may(Permission.SIGN_CHAIN) else 0,
        "progress": numbering.progress(cycle) if may_write else {},
        "may_open": request.user.may(WRITE, Permission.CONFIRM_LETTERS),
        "may_read": request.user.sees_kabupaten and request.user.may(WRITE, Permission.SIGN_CHAIN),
    }
    return render(request, "sop/surat.html", context)


@allowed(WRITE)
@require_POST
def notices_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /siklus/<id>/surat/ajukan/: all drafts go to the signer."""
    try:
        number = notices.submit(_cycle(request, pk), by=request.user)
        messages.success(request, f"{number} surat diajukan untuk disetujui.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cycle_notices", pk)


@allowed(Permission.CONFIRM_LETTERS, WRITE)
@require_http_methods(["GET", "POST"])
def cycle_informed(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The desa of one kecamatan; ticked by it, by a desa for itself, or by the Dinas with evidence."""
    cycle, kecamatan = _cycle(request, pk), _kecamatan(request.user, code)
    untold, is_own = _askable(request.user, queries.untold(cycle, kecamatan.pk), kecamatan)
    if request.method == "POST" and not untold:
        messages.error(request, f"Semua desa Kecamatan {kecamatan} yang dapat Anda catat sudah diberi tahu.")
        return redirect("cycle_informed", pk, code)
    facts = {"desa": untold, "needs_evidence": not is_own, "initial": {"on": timezone.localdate()}}
    form = InformedForm(request.POST or None, request.FILES or None, **facts)
    if request.method == "POST" and form.is_valid():
        try:
            number = notices.inform(cycle, kecamatan, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{number} desa tercatat sudah diberi tahu.")
            return redirect("cycle_informed", pk, code)
    told = DesaInformed.objects.visible_to(request.user).filter(cycle=cycle, desa__kecamatan=kecamatan)
    context = {
        "cycle": cycle,
        "row": next((row for row in queries.rows(cycle) if row.kecamatan == kecamatan), None),
        "kecamatan": kecamatan,
        "told": told.select_related("desa", "by", "link"),
        "untold": untold,
        "form": form if untold and cycle.is_running else None,
    }
    return render(request, "sop/surat_desa.html", context, status=422 if form.is_bound and form.errors else 200)


@allowed(Permission.CONFIRM_LETTERS, WRITE)
@require_safe
def notice_pdf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The issued letter to one kecamatan, for it, its desa and the Dinas; signed where it is; every reading logged."""
    cycle, kecamatan = _cycle(request, pk), _kecamatan(request.user, code)
    document = queries.issued_document(cycle, kecamatan)
    stored = document and (document.signed or document.pdf)
    if stored is None:
        raise Http404
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cycle_informed", pk, code)
    subject = f"{document.title} Nomor {document.number}: PDF"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Membaca surat", url=request.path)
    return file_response(stored, data, attachment=False)


def _cycle(request: HttpRequest, pk: int) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)


def _kecamatan(user: User, code: str) -> Kecamatan:
    """One that the user may look at; 404 for any other."""
    return get_object_or_404(queries.kecamatan_of(user), pk=code)


def _askable(user: User, untold: list[Desa], kecamatan: Kecamatan) -> tuple[list[Desa], bool]:
    """(desa this user may speak of, whether as one's own); a desa speaks of itself only."""
    if user.sees_kabupaten or kecamatan.pk in user.kecamatan_codes:
        return untold, kecamatan.pk in user.kecamatan_codes
    return [desa for desa in untold if desa.pk in user.desa_codes], True
