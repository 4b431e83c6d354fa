"""Cards in the field: found on a phone, handed over with a proof, and each card's page with its history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.reveal import reveal
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs import beside
from programs.enums import KksReceiver
from programs.forms.kks import FailForm, HandOverForm, ReportForm, SearchForm, SendBackForm, TickForm, WithdrawForm
from programs.models import Kks, KksEvent
from programs.queries import kks as queries
from programs.services.kks import handing, ticking
from programs.transitions import KKS_MOVES

HERE = "kks_desa"  # session key: the desa in which the officer stands


def _card(request: HttpRequest, pk: int) -> Kks:
    return get_object_or_404(queries.cards(request.user), pk=pk)


@allowed(Permission.HAND_OVER_CARDS)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("q")
def kks_serah(request: HttpRequest) -> HttpResponse:
    """/kks/serah/: the phone's page. Numbers are only ever sent by POST; ?desa= says where the officer stands."""
    places = list(queries.to_do_here(request.user))
    here = _here(request, places)
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = queries.find(request.user, form.cleaned_data["q"], here.pk if here else "")
    context = {
        "form": form,
        "found": found,
        "places": places,
        "here": here,
        "counter": queries.counter(here) if here else None,
    }
    return render(request, "kks/serah.html", context, status=422 if form.errors else 200)


def _here(request: HttpRequest, places: list[Desa]) -> Desa | None:
    if "desa" in request.GET:
        request.session[HERE] = request.GET["desa"]
    asked = request.session.get(HERE, "")
    return next((desa for desa in places if desa.pk == asked), places[0] if len(places) == 1 else None)


@allowed(Permission.HAND_OVER_CARDS)
@require_safe
def kks_counter(request: HttpRequest) -> HttpResponse:
    """/kks/serah/hitung/: the counter alone; the page asks for it again and again."""
    if not is_htmx(request):
        return redirect("kks_serah")
    here = _here(request, list(queries.to_do_here(request.user)))
    return render(request, "kks/_hitung.html", {"counter": queries.counter(here) if here else None})


@allowed(Permission.HAND_OVER_CARDS)
@require_http_methods(["GET", "POST"])
def kks_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/serah/<card>/: who took it and what shows it; then back to the search."""
    card = _card(request, pk)
    initial = {"receiver": "kpm", "receiver_name": card.household.name, "proof": "foto"}
    form = HandOverForm(request.POST or None, request.FILES or None, initial=initial)
    standing = _here(request, list(queries.to_do_here(request.user)))
    here = standing.pk if standing else ""
    if request.method == "POST" and form.is_valid():
        try:
            handing.hand_over(card, by=request.user, desa=here, **form.facts())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Tercatat: KKS {card.household.name}, {card.desa.name}, sudah diserahkan.")
            return redirect("kks_serah")
    context = {
        "card": card,
        "form": form,
        "is_open": queries.may_hand_over(card, request.user),
        "is_elsewhere": handing.stands(card, here) != card.desa_id,
        "oddities": queries.oddities(card, standing, timezone.localdate()),
    }
    return render(request, "kks/serah_kartu.html", context, status=422 if request.method == "POST" else 200)


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/kartu/<card>/: where the card is, everything that happened to it, and what can be done now."""
    card = _card(request, pk)
    context = {
        "card": card,
        "events": queries.history(card),
        "actions": queries.actions(card, request.user),
        "may_hand_over": queries.may_hand_over(card, request.user),
        "may_reveal": request.user.may(Permission.REVEAL_IDENTITY),
        "sees_family": request.user.may(Permission.VIEW_HOUSEHOLDS),
        "beside": beside.card_links(card, request.user),
    }
    return render(request, "kks/kartu.html", context)


FORMS: dict[str, Any] = {"fail": FailForm, "send_back": SendBackForm, "withdraw": WithdrawForm}


@allowed(Permission.HAND_OVER_CARDS, Permission.REPORT_CARDS, Permission.CORRECT_CARDS)
@require_http_methods(["GET", "POST"])
def kks_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """/kks/kartu/<card>/<verb>/: a reason, a report or a correction, after its own page."""
    card = _card(request, pk)
    if verb not in queries.ACTIONS:
        raise Http404
    words, permission = queries.ACTIONS[verb]
    if not request.user.may(permission):
        messages.error(request, "Tindakan ini tidak tersedia untuk Anda.")
        return redirect(card)
    form = FORMS.get(verb, ReportForm)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _carry_out(card, verb, by=request.user, **form.facts())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Tercatat: {KKS_MOVES[verb].words.lower()}.")
            return redirect(card)
    context = {"card": card, "form": form, "words": words}
    return render(request, "kks/tindakan.html", context, status=422 if request.method == "POST" else 200)


def _carry_out(card: Kks, verb: str, **facts: Any) -> KksEvent:
    if verb == "fail":
        return handing.fail(card, **facts)
    return handing.withdraw(card, **facts) if verb == "withdraw" else handing.report(card, verb, **facts)


@allowed(Permission.REVEAL_IDENTITY)
@require_POST
def kks_reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """ "Tampilkan" of the card's or the account's number."""
    card = _card(request, pk)
    label = f"{'Nomor KKS' if field == 'nomor' else 'Nomor rekening'} {card.household.name}"
    value = card.number if field == "nomor" else card.account
    return reveal(request, subject=f"{label}, {card.desa.name}", value=value, label=label)


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_evidence(request: HttpRequest, pk: int, number: str, which: str) -> HttpResponse:
    """/kks/kartu/<card>/<event>/<bukti|kuasa>/: the kept file as a download; the reading is logged."""
    card = _card(request, pk)
    event = get_object_or_404(card.events.select_related("evidence", "mandate"), number=min(int(number), 32_767))
    stored = event.evidence if which == "bukti" else event.mandate
    if stored is None:
        raise Http404
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(card)
    subject = f"Bukti KKS {card.household.name}, {card.desa.name}: {stored.name}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Bukti kartu KKS", url=request.path)
    return file_response(stored, data)


@allowed(Permission.HAND_OVER_CARDS)
@require_http_methods(["GET", "POST"])
def kks_tick(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """/kks/serah/daftar/<round>/<desa>/: one scan, and a tick for every row that carries a signature."""
    desa = get_object_or_404(Desa.objects.select_related("kecamatan"), pk=code.replace("\0", ""))
    rows = queries.cards(request.user).filter(round=round_id, desa=desa).order_by("household__name", "pk")
    if not rows.exists():
        raise Http404
    form = TickForm(request.POST or None, request.FILES or None)
    ticked = None
    chosen = {int(one) for one in request.POST.getlist("id") if one.isascii() and one.isdigit() and len(one) < 18}
    if request.method == "POST" and form.is_valid():
        ids = list(rows.filter(pk__in=chosen).values_list("pk", flat=True))
        data = form.cleaned_data
        try:
            given = {name: data[name] for name in ("scan", "mandate", "at", "key")}
            ticked = ticking.tick(ids, **given, takers=form.takers(ids), by=request.user)
            form, chosen = TickForm(), set()
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    waiting = rows.filter(state__in=KKS_MOVES["hand_over"].sources)
    context = {"desa": desa, "form": form, "chosen": chosen, "ticked": ticked, "receivers": KksReceiver.choices}
    context["rows"] = [(card, *_typed(request, card.pk)) for card in waiting]
    return render(request, "kks/serah_daftar.html", context, status=422 if form.errors else 200)


def _typed(request: HttpRequest, pk: int) -> tuple[str, str]:
    """(receiver, name) of a row as they were sent, so that a refused form keeps them."""
    return request.POST.get(f"penerima-{pk}", ""), request.POST.get(f"nama-{pk}", "")
