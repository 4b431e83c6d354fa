"""/siklus/<id>/surat/: the letter of every kecamatan, and which desa a kecamatan told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from sop import notices as queries
from sop.forms_notices import InformedForm
from sop.models import Cycle, DesaInformed
from sop.services import notices

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
    """The desa of one kecamatan; ticked by it, or by the Dinas with evidence."""
    cycle, kecamatan = _cycle(request, pk), _kecamatan(request.user, code)
    is_own = kecamatan.pk in request.user.kecamatan_codes
    untold = queries.untold(cycle, kecamatan.pk)
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
        "told": told.select_related("desa", "by"),
        "untold": untold,
        "form": form if untold and cycle.is_running else None,
    }
    return render(request, "sop/surat_desa.html", context, status=422 if form.is_bound and form.errors else 200)


def _cycle(request: HttpRequest, pk: int) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)


def _kecamatan(user: User, code: str) -> Kecamatan:
    """One that the user may look at; 404 for any other."""
    visible = Kecamatan.objects.all() if user.sees_kabupaten else Kecamatan.objects.filter(pk__in=user.kecamatan_codes)
    return get_object_or_404(visible, pk=code.replace("\0", ""))
