"""Sessions of a jadwal changed by hand: add, change, delete."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import KksScheduleState
from programs.forms.kks_schedule import SlotForm
from programs.models import KksSchedule, KksSlot
from programs.queries import kks_schedule as queries
from programs.services.kks import scheduling


def _schedule(request: HttpRequest, pk: int) -> KksSchedule:
    return get_object_or_404(KksSchedule.objects.visible_to(request.user).select_related("round"), pk=pk)


@allowed(Permission.PLAN_CARDS)
@require_http_methods(["GET", "POST"])
def kks_slot_new(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/sesi/: one more session."""
    schedule = _schedule(request, pk)
    return _edited(request, schedule, KksSlot(schedule=schedule, day=schedule.starts))


@allowed(Permission.PLAN_CARDS)
@require_http_methods(["GET", "POST"])
def kks_slot(request: HttpRequest, pk: int, slot_pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/sesi/<slot>/: change it."""
    schedule = _schedule(request, pk)
    return _edited(request, schedule, get_object_or_404(queries.slots_of(schedule, request.user), pk=slot_pk))


def _edited(request: HttpRequest, schedule: KksSchedule, slot: KksSlot) -> HttpResponse:
    asks = schedule.state == KksScheduleState.RECEIVED
    form = SlotForm(request.POST or None, instance=slot, desa=_desa(schedule), asks_reason=asks)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            saved = scheduling.save_slot(schedule, form.save(commit=False), by=request.user, reason=reason)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            _told(request, schedule, saved)
            return redirect(schedule)
    context = {
        "form": form,
        "schedule": schedule,
        "slot": slot,
        "history": _history(slot) if slot.pk else [],
        "may_delete": slot.pk and schedule.state == KksScheduleState.DRAFT,
    }
    return render(request, "kks/jadwal_sesi.html", context, status=422 if request.method == "POST" else 200)


def _desa(schedule: KksSchedule) -> QuerySet[Desa]:
    return Desa.objects.filter(pk__in=[each.desa for each in queries.demands(schedule)]).select_related("kecamatan")


def _told(request: HttpRequest, schedule: KksSchedule, slot: KksSlot) -> None:
    problems = queries.check(schedule).conflicts.get(slot.pk, [])
    if problems:
        messages.warning(request, f"Sesi disimpan, tetapi bertentangan: {' '.join(problems)}")
    else:
        messages.success(request, "Sesi disimpan.")


def _history(slot: KksSlot) -> list[dict]:
    """For `riwayat.html`, newest first."""
    found = []
    for row in slot.history.select_related("history_user", "desa")[:20]:
        words = f"{row.desa}, {row.day:%d-%m-%Y} {row.start:%H.%M}–{row.end:%H.%M}, tim {row.team}, {row.cards} kartu"
        found.append(
            {
                "when": row.history_date,
                "who": row.history_user or "Usulan otomatis",
                "what": words,
                "note": row.history_change_reason or row.place,
                "tone": "netral",
            }
        )
    return found


@allowed(Permission.PLAN_CARDS)
@require_POST
def kks_slot_delete(request: HttpRequest, pk: int, slot_pk: int) -> HttpResponse:
    """POST: take a session out of a draft."""
    schedule = _schedule(request, pk)
    slot = get_object_or_404(queries.slots_of(schedule, request.user), pk=slot_pk)
    try:
        scheduling.delete_slot(slot, by=request.user)
        messages.success(request, f"Sesi {slot} dihapus.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(schedule)
