"""Uji petik of a kecamatan: draw the sample of a checker, visit its families again, see both results."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from programs.forms.recheck import RecheckForm
from programs.models import RecheckItem, Round
from programs.queries import kroscek as rounds
from programs.queries import recheck as queries
from programs.services import recheck


def _place(request: HttpRequest, round_id: int, code: str) -> tuple[Round, Kecamatan]:
    """The whole kabupaten's, or the own kecamatan's; another kecamatan does not exist."""
    the_round = get_object_or_404(Round.objects.with_kroscek(), pk=round_id)
    if not (request.user.sees_kabupaten or code in request.user.kecamatan_codes):
        raise Http404
    kecamatan = get_object_or_404(Kecamatan, pk__in=[code.replace("\0", "")])
    if not the_round.entries.visible_to(request.user).filter(kecamatan=kecamatan).exists():
        raise Http404
    return the_round, kecamatan


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def recheck_page(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """/kroscek/uji-petik/<round>/<kecamatan>/: every checker with their sample and what was found."""
    the_round, kecamatan = _place(request, round_id, code)
    rows = queries.checked(the_round, kecamatan.pk)
    is_open = rounds.open_rounds().filter(pk=the_round.pk).exists()
    context = {
        "the_round": the_round,
        "kecamatan": kecamatan,
        "rows": [{"checked": row, "size": recheck.size_of(row.families, request.office)} for row in rows],
        "totals": queries.whole(row.totals for row in rows),
        "is_open": is_open,
        "may_do": is_open and request.user.may(Permission.REVIEW_KROSCEK),
    }
    return render(request, "kroscek/uji_petik.html", context)


@allowed(Permission.REVIEW_KROSCEK)
@require_POST
def recheck_draw(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: draw the sample of one checker, for good."""
    the_round, kecamatan = _place(request, round_id, code)
    number = request.POST.get("checker", "")
    person = number if number.isascii() and number.isdigit() and len(number) < 19 else None
    checker = get_object_or_404(User, pk=person)
    try:
        sample = recheck.draw(the_round, kecamatan, checker=checker, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Sampel {checker}: {sample.size} dari {sample.population} keluarga.")
    return redirect("recheck_page", the_round.pk, kecamatan.pk)


@allowed(Permission.REVIEW_KROSCEK)
@require_http_methods(["GET", "POST"])
def recheck_item(request: HttpRequest, pk: int) -> HttpResponse:
    """/kroscek/uji-petik/<pk>/: the first result of a drawn family, and what the second visit found."""
    visible = RecheckItem.objects.visible_to(request.user)
    related = visible.select_related(
        "sample__round",
        "sample__kecamatan",
        "sample__checker",
        "entry__enrollment__household__desa",
        "entry__desa",
        "entry__kroscek__by",
    )
    item = get_object_or_404(related, pk=pk)
    form = RecheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recheck.record(item, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Uji petik {item.entry.enrollment.household.name} dicatat.")
            return redirect("recheck_page", item.sample.round_id, item.sample.kecamatan_id)
    return render(request, "kroscek/uji_petik_isi.html", _item_context(request, item, form), status=_status(form))


def _status(form: RecheckForm) -> int:
    return 422 if form.is_bound else 200


def _item_context(request: HttpRequest, item: RecheckItem, form: RecheckForm) -> dict[str, Any]:
    return {
        "item": item,
        "sample": item.sample,
        "household": item.entry.enrollment.household,
        "first": item.entry.kroscek,
        "earlier": item.results.select_related("by", "first_by").order_by("-id"),
        "is_own": queries.recorded_by(item.entry, request.user),
        "form": form,
    }
