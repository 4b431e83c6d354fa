"""/kks/belum/: cards without an outcome by desa, and what is done with several of them at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.forms import KitForm
from pkh_sembako.office.models import Desa
from programs.enums import KKS_ABSENCES
from programs.forms.kks_open import NEW, FailAllForm, MoveForm, ReturnForm
from programs.models import Kks, KksSchedule, KksSlot, Round
from programs.queries import kks_open as queries
from programs.queries import kks_totals as totals
from programs.services.kks import moving
from programs.services.kks.scheduling import usual_place

DONE = {"pindah": "dijadwalkan ulang", "gagal": "dicatat gagal diserahkan", "kembali": "dikembalikan ke bank"}


@allowed(Permission.VIEW_CARDS, to_post=Permission.HAND_OVER_CARDS)
@require_http_methods(["GET", "POST"])
def kks_open(request: HttpRequest, round_id: int) -> HttpResponse:
    """Without ?desa= the desa and how many cards are stuck where; with it the cards, to be ticked."""
    the_round = get_object_or_404(totals.rounds(request.user), pk=round_id)
    stuck = queries.by_desa(the_round, request.user)
    promise = queries.promise(the_round)
    context = {
        "the_round": the_round,
        "stuck": stuck,
        "promise": promise,
        "days_left": (promise - timezone.localdate()).days if promise else None,
        "left": sum(one.all for one in stuck),
    }
    code = request.GET.get("desa", "").replace("\0", "")
    if not code:
        return render(request, "kks/belum.html", context)
    if code not in {one.code for one in stuck}:
        if request.method == "POST" or not Kks.objects.visible_to(request.user).filter(desa=code).exists():
            raise Http404
        messages.success(request, "Semua kartu desa itu sudah ada hasilnya.")
        return redirect("kks_open", the_round.pk)
    desa = get_object_or_404(Desa.objects.select_related("kecamatan"), pk=code)
    return _desa(request, the_round, desa, context)


def _desa(request: HttpRequest, the_round: Round, desa: Desa, context: dict[str, Any]) -> HttpResponse:
    group = request.GET.get("keadaan", "")
    group = group if group in queries.GROUPS else ""
    current = queries.schedule(the_round)
    may_act = request.user.may(Permission.HAND_OVER_CARDS)
    forms = _forms(request, current, desa)
    asked = request.POST.get("aksi", "") if may_act else ""
    chosen = {int(one) for one in request.POST.getlist("id") if one.isascii() and one.isdigit() and len(one) < 18}
    rows = queries.listed(the_round, request.user, desa, group)
    if asked in forms and forms[asked].is_valid():
        ids = [card.pk for card in rows if card.pk in chosen]
        if _carry_out(request, asked, forms[asked], ids, current, desa):
            return redirect(f"{reverse('kks_open', args=[the_round.pk])}?desa={desa.pk}")
    pages = [(f"?desa={desa.pk}&keadaan={key}", words, key == group) for key, words in queries.GROUPS.items()]
    context |= {"desa": desa, "rows": rows, "group": group, "may_act": may_act, "chosen": chosen, "forms": forms}
    context |= {"tabs": [{"url": url, "label": words, "current": here} for url, words, here in pages]}
    context |= {"asked": asked, "thrice": sum(1 for card in rows if card.absences >= KKS_ABSENCES)}
    context |= {"has_schedule": current is not None, "form": forms.get(asked)}
    return render(request, "kks/belum_desa.html", context, status=422 if asked else 200)


def _forms(request: HttpRequest, current: KksSchedule | None, desa: Desa) -> dict[str, KitForm]:
    """The three deeds; only the one that was asked for is bound."""
    asked = request.POST.get("aksi", "")
    given = {key: (request.POST, request.FILES) if key == asked else (None, None) for key in DONE}
    first = {"place": usual_place(desa), "team": 1, "day": timezone.localdate()}
    sessions = queries.sessions(current, desa)
    may_add = current is not None and request.user.may(Permission.PLAN_CARDS)
    return {
        "pindah": MoveForm(*given["pindah"], sessions=sessions, may_add=may_add, prefix="pindah", initial=first),
        "gagal": FailAllForm(*given["gagal"], prefix="gagal"),
        "kembali": ReturnForm(*given["kembali"], prefix="kembali"),
    }


def _carry_out(
    request: HttpRequest, asked: str, form: KitForm, ids: list[int], current: KksSchedule | None, desa: Desa
) -> bool:
    data = form.cleaned_data
    try:
        if asked == "pindah":
            moved = _move(ids, data, current, desa, by=request.user)
        elif asked == "gagal":
            moved = moving.fail_all(ids, **data, by=request.user)
        else:
            moved = moving.send_back_all(ids, **data, by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, f"{moved.done} kartu {DONE[asked]}.")
    for card, why in moved.refused[:10]:
        messages.warning(request, f"{card.household.name}: {why}")
    return True


def _move(ids: list[int], data: dict[str, Any], current: KksSchedule | None, desa: Desa, *, by: Any) -> moving.Moved:
    if current is None:
        raise DomainError("Belum ada jadwal yang berlaku.")
    if data["session"] != NEW:
        slot = KksSlot.objects.get(pk=data["session"], schedule=current)
        return moving.into_session(ids, slot, note=data["note"], by=by)
    fields = {name: data[name] for name in ("day", "start", "end", "team", "place")}
    return moving.into_new_session(
        ids, KksSlot(schedule=current, desa=desa, cards=1, **fields), note=data["note"], by=by
    )
