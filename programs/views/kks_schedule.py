"""/kks/ and the jadwal pendistribusian: totals, the schedule as a calendar, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office import queries as office
from pkh_sembako.office.models import Kecamatan
from programs.distribution_plan import promised_day
from programs.enums import KksScheduleState
from programs.forms.kks_schedule import ConfirmForm, ProposeForm, ReasonForm, ReceiveForm, SizesForm
from programs.models import Kks, KksSchedule, Round
from programs.queries import kks_schedule as queries
from programs.queries import kks_totals as totals
from programs.services.kks import confirming, scheduling

SHOWN = 10  # conflicts named at the top; all of them stand at their sessions


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_list(request: HttpRequest) -> HttpResponse:
    """/kks/: one round's control totals, its schedules, cards about to pass the promise."""
    rounds = list(totals.rounds(request.user))
    the_round = _chosen(rounds, request.GET.get("tahap", ""))
    if the_round is None:
        return render(request, "kks/daftar.html", {"rounds": []})
    places = totals.places(the_round, request.user)
    whole = totals.added("", "Seluruhnya", [place.whole for place in places])
    schedules = list(KksSchedule.objects.visible_to(request.user).filter(round=the_round).select_related("round"))
    current = next((each for each in schedules if each.state != KksScheduleState.WITHDRAWN), None)
    promise = promised_day(current.starts, current.days, office.calendar()) if current else None
    context = {
        "rounds": rounds,
        "the_round": the_round,
        "places": places,
        "whole": whole,
        "parts": totals.parts(whole),
        "bars": [_bar(place.whole) for place in places],
        "behind": totals.behind(places),
        "warning": totals.warning(whole, promise, timezone.localdate()),
        "promise": promise,
        "schedules": schedules,
        "may_propose": request.user.may(Permission.PLAN_CARDS) and current is None,
    }
    return render(request, "kks/daftar.html", context)


def _chosen(rounds: list[Round], asked: str) -> Round | None:
    return next((each for each in rounds if str(each.pk) == asked), rounds[0] if rounds else None)


def _bar(whole: totals.Totals) -> dict[str, Any]:
    tone = "positif" if not whole.to_do else "proses"
    return {"label": whole.name, "done": whole.settled, "total": whole.received, "tone": tone}


@allowed(Permission.PLAN_CARDS)
@require_http_methods(["GET", "POST"])
def kks_propose(request: HttpRequest, round_id: int) -> HttpResponse:
    """/kks/jadwal/baru/<round>/: sizes in, a draft with every card out."""
    the_round = get_object_or_404(totals.rounds(request.user), pk=round_id)
    today = timezone.localdate()
    form = ProposeForm(request.POST or None, initial={"starts": office.calendar().working_day_from(today)})
    if request.method == "POST" and form.is_valid():
        try:
            contact = form.cleaned_data["contact"]
            schedule = scheduling.propose(the_round, form.sizes(), by=request.user, contact=contact)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Konsep {schedule} tersusun. Periksa, ubah bila perlu, lalu nyatakan selesai.")
            return redirect(schedule)
    waiting = Kks.objects.visible_to(request.user).filter(round=the_round, state="received").count()
    context = {"form": form, "the_round": the_round, "waiting": waiting}
    return render(request, "kks/jadwal_baru.html", context, status=422 if request.method == "POST" else 200)


def _schedule(request: HttpRequest, pk: int) -> KksSchedule:
    rows = KksSchedule.objects.visible_to(request.user).select_related(
        "round", "by", "made_by", "received_by", "evidence"
    )
    return get_object_or_404(rows, pk=pk)


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/: the calendar, weeks by teams; ?kecamatan= narrows it."""
    return _page(request, _schedule(request, pk))


def _page(request: HttpRequest, schedule: KksSchedule, *, status: int = 200, **forms: Any) -> HttpResponse:
    found = queries.check(schedule)
    slots = list(queries.slots_of(schedule, request.user))
    parts = queries.parts(schedule, slots)
    chosen = next((part for part in parts if part.code == request.GET.get("kecamatan", "")), None)
    shown = [slot for slot in slots if chosen is None or slot.desa.kecamatan_id == chosen.code]
    context = {
        "schedule": schedule,
        "check": found,
        "weeks": queries.weeks(shown, found),
        "broken": [(slot, found.conflicts[slot.pk]) for slot in slots if slot.pk in found.conflicts][:SHOWN],
        "parts": parts,
        "chosen": chosen,
        "desa": sorted({(slot.desa.name, slot.desa_id) for slot in shown}),
        "cards": sum(slot.cards for slot in shown),
        "acts": _acts(schedule, request.user),
        "own_kecamatan": request.user.kecamatan_codes,
        "sizes_form": SizesForm(initial=_sizes(schedule)),
        "reason_form": ReasonForm(),
        "receive_form": ReceiveForm(),
        "confirm_form": ConfirmForm(),
    }
    return render(request, "kks/jadwal.html", context | forms, status=status)


def _sizes(schedule: KksSchedule) -> dict[str, Any]:
    return {name: getattr(schedule, name) for name in ("starts", "teams", "per_hour", "days")}


def _acts(schedule: KksSchedule, user: User) -> dict[str, bool]:
    """Which buttons this user has now; the services ask again."""
    state, plans = schedule.state, user.may(Permission.PLAN_CARDS)
    is_dinas = plans and not user.has_role("bank")
    return {
        "edit": plans and state in (KksScheduleState.DRAFT, KksScheduleState.RECEIVED),
        "make": plans and state == KksScheduleState.DRAFT,
        "reopen": plans and state == KksScheduleState.MADE,
        "receive": is_dinas and state == KksScheduleState.MADE,
        "withdraw": plans and state != KksScheduleState.WITHDRAWN,
        "confirm": state == KksScheduleState.RECEIVED and user.may(Permission.CONFIRM_LETTERS),
        "record": is_dinas and state == KksScheduleState.RECEIVED,
        "links": state == KksScheduleState.RECEIVED and user.may(Permission.MANAGE_DOCUMENTS),
        "papers": state != KksScheduleState.WITHDRAWN,
        "downloads": user.may(Permission.DOWNLOADS),
    }


@allowed(Permission.PLAN_CARDS)
@require_POST
def kks_schedule_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """POST /kks/jadwal/<pk>/<verb>/: make, reopen, receive, withdraw, or compute the draft anew."""
    schedule = _schedule(request, pk)
    name, form = _form_of(verb, request)
    if form is not None and not form.is_valid():
        return _page(request, schedule, status=422, **{name: form, "form": form})
    try:
        words = ACTS[verb](schedule, form, request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect(schedule)


def _form_of(verb: str, request: HttpRequest) -> tuple[str, Any]:
    if verb == "terima":
        return "receive_form", ReceiveForm(request.POST, request.FILES)
    if verb == "susun":
        return "sizes_form", SizesForm(request.POST)
    return ("reason_form", ReasonForm(request.POST)) if verb in ("tarik", "konsep") else ("", None)


def _make(schedule: KksSchedule, form: None, by: User) -> str:
    made = scheduling.make(schedule, by=by)
    return "Jadwal dinyatakan selesai" + (" untuk bank penyalur." if made.made_for_bank else ".")


def _reopen(schedule: KksSchedule, form: ReasonForm, by: User) -> str:
    scheduling.reopen(schedule, by=by, reason=form.cleaned_data["reason"])
    return "Jadwal kembali menjadi konsep dan dapat diubah."


def _receive(schedule: KksSchedule, form: ReceiveForm, by: User) -> str:
    scheduling.receive(schedule, by=by, evidence=_kept(form, by))
    return "Jadwal diterima; setiap kartu mendapat sesinya."


def _withdraw(schedule: KksSchedule, form: ReasonForm, by: User) -> str:
    number = scheduling.withdraw(schedule, by=by, reason=form.cleaned_data["reason"])
    return f"Jadwal ditarik; {thousands(number)} kartu menunggu jadwal baru."


def _again(schedule: KksSchedule, form: SizesForm, by: User) -> str:
    scheduling.regenerate(schedule, form.sizes(), by=by)
    return "Usulan disusun ulang."


ACTS = {"selesai": _make, "konsep": _reopen, "terima": _receive, "tarik": _withdraw, "susun": _again}


def _kept(form: ReceiveForm | ConfirmForm, by: User) -> StoredFile | None:
    upload = form.cleaned_data["file"]
    return files.store(upload, by=by) if upload else None


@allowed(Permission.CONFIRM_LETTERS, Permission.PLAN_CARDS)
@require_POST
def kks_schedule_confirm(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """POST /kks/jadwal/<pk>/terima/<kecamatan>/: the kecamatan has it, or the Dinas writes that down with evidence."""
    schedule = _schedule(request, pk)
    kecamatan = get_object_or_404(Kecamatan, pk__in=[code.replace("\0", "")])
    if not (request.user.may(Permission.PLAN_CARDS) or kecamatan.pk in request.user.kecamatan_codes):
        raise Http404
    form = ConfirmForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, schedule, status=422, confirm_form=form, form=form)
    try:
        evidence = _kept(form, request.user)
        note = form.cleaned_data["note"]
        confirming.confirm(schedule, kecamatan, by=request.user, evidence=evidence, note=note)
        messages.success(request, f"Kecamatan {kecamatan} tercatat menerima jadwal.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(schedule)
