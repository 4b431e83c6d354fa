"""/siklus/<id>/surat/setujui/: the signer reads the submitted letters of a cycle and decides with one password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pkh_sembako.accounts.services import second_factor
from pkh_sembako.accounts.services.reauth import TooManyTries, WrongPassword, confirm_password
from pkh_sembako.accounts.services.second_factor import WrongCode
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop import notices as queries
from sop.forms_approval import DecideForm
from sop.models import Cycle
from sop.services import notice_approval


@allowed(Permission.SIGN_CHAIN)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "code")
def notices_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Which letters wait for this signer; POST approves or returns the ticked ones, each by itself."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)
    asks_code = second_factor.is_set_up(request.user) or second_factor.must_set_up(request.user)
    form = DecideForm(request.POST if request.method == "POST" else None, asks_code=asks_code)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _decide(request, cycle, form)
            return redirect("notices_approve" if notice_approval.waiting(cycle, request.user) else "cycle_notices", pk)
        except WrongPassword as refusal:
            form.add_error("password", refusal.sentence)
            status = 429 if isinstance(refusal, TooManyTries) else 422
        except WrongCode as refusal:
            form.add_error("code", refusal.sentence)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    return _page(request, cycle, form, status)


def _decide(request: HttpRequest, cycle: Cycle, form: DecideForm) -> None:
    data, by = form.cleaned_data, request.user
    confirm_password(request, data["password"])
    if form.approves:
        if "code" in form.fields:
            second_factor.check(data["code"], by=by, about=notice_approval.matter(form.seen))
        decided, words = notice_approval.approve(cycle, form.seen, by=by), "disetujui"
    else:
        decided = notice_approval.return_(cycle, form.seen, reason=data["reason"], by=by)
        words = "dikembalikan kepada penyusun"
    if decided.done:
        messages.success(request, f"{decided.done} surat {words}.")
    for notice, why in decided.refused:
        messages.warning(request, f"Surat Kecamatan {notice.kecamatan}: {why}")


def _page(request: HttpRequest, cycle: Cycle, form: DecideForm, status: int) -> HttpResponse:
    sizes = {row.kecamatan.pk: row for row in queries.rows(cycle)}
    rows = [
        {
            "notice": notice,
            "size": sizes.get(notice.kecamatan_id),
            "mark": f"{notice.letter_id}:{notice_approval.fingerprint(notice.letter)}",
            "is_own": notice.letter.by_id == request.user.pk,
            "is_ticked": notice.letter_id in form.seen,
        }
        for notice in notice_approval.waiting(cycle, request.user)
    ]
    context = {"cycle": cycle, "form": form, "rows": rows, "ticked": sum(row["is_ticked"] for row in rows)}
    return render(request, "sop/surat_setujui.html", context, status=status)
