"""Papers of a jadwal: the page and the list of one desa, the schedule as PDF and calendar, orders for all desa."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib import pdf
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import the_office
from programs.enums import KksScheduleState
from programs.exports import kks_facts, kks_ics, kks_papers
from programs.models import KksSchedule, KksSlot
from programs.queries import kks_schedule as queries
from programs.services.kks import papers, scheduling


def _schedule(request: HttpRequest, pk: int) -> KksSchedule:
    return get_object_or_404(KksSchedule.objects.visible_to(request.user).select_related("round"), pk=pk)


def _desa_slots(request: HttpRequest, schedule: KksSchedule, code: str) -> list[KksSlot]:
    slots = list(queries.slots_of(schedule, request.user).filter(desa__in=[code.replace("\0", "")]))
    if not slots:
        raise Http404
    return slots


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_schedule_desa(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/kks/jadwal/<pk>/desa/<code>/: what the QR code of a list opens; its sessions and cards, numbers masked."""
    schedule = _schedule(request, pk)
    paper = kks_facts.desa_papers(schedule, _desa_slots(request, schedule, code), by=str(request.user))[0]
    context = {"schedule": schedule, "paper": paper, "code": code, "has_names": _has_names(schedule)}
    context["may_invite"] = request.user.may(Permission.REPORT_CARDS)
    return render(request, "kks/jadwal_desa.html", context)


def _has_names(schedule: KksSchedule) -> bool:
    """Cards get their session when the schedule is received."""
    return schedule.state == KksScheduleState.RECEIVED


@allowed(Permission.VIEW_CARDS)
@require_POST
def kks_print_desa(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """POST: the list to sign of one desa, or its invitations, as PDF; logged."""
    schedule = _schedule(request, pk)
    slots = _desa_slots(request, schedule, code)
    if not _has_names(schedule):
        messages.error(request, "Daftar bernama dibuat setelah jadwal diterima Dinas Sosial.")
        return redirect("kks_schedule_desa", schedule.pk, code)
    paper = kks_facts.desa_papers(schedule, slots, by=str(request.user))[0]
    wants_invitations = request.POST.get("kind") == papers.INVITATIONS
    what = papers.TITLES[papers.INVITATIONS if wants_invitations else papers.LISTS]
    if wants_invitations and not paper.to_invite:
        messages.warning(request, "Tidak ada lagi keluarga yang perlu diundang di desa ini.")
        return redirect("kks_schedule_desa", schedule.pk, code)
    html = kks_papers.invitations_html(paper) if wants_invitations else kks_papers.receipts_html(paper)
    papers.log_print(schedule, f"{what} {paper.desa}, {paper.cards} kartu", by=request.user, url=request.path)
    return pdf_response(pdf.render(html), f"{what} {paper.desa}.pdf".replace(" ", "-"))


@allowed(Permission.REPORT_CARDS)
@require_POST
def kks_invite(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """POST: the families of a desa have their invitations."""
    schedule = _schedule(request, pk)
    desa = _desa_slots(request, schedule, code)[0].desa
    try:
        number = scheduling.invite(schedule, desa.pk, by=request.user)
        messages.success(request, f"{number} keluarga di {desa} dicatat sudah diundang.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("kks_schedule_desa", schedule.pk, desa.pk)


def _asked(request: HttpRequest, schedule: KksSchedule, given: Any) -> tuple[list[KksSlot], str, str]:
    """(slots, code of the kecamatan or "", the same in words) as ?kecamatan= asks; an unknown one is 404."""
    slots = list(queries.slots_of(schedule, request.user))
    code = given.get("kecamatan", "")
    if code:
        slots = [slot for slot in slots if slot.desa.kecamatan_id == code]
    if not slots:
        raise Http404
    return slots, code, f"Kecamatan {slots[0].desa.kecamatan.name}" if code else "semua kecamatan"


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_print(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/cetak/?kecamatan=: the schedule as PDF, without names."""
    schedule = _schedule(request, pk)
    slots, _, place = _asked(request, schedule, request.GET)
    paper = kks_facts.schedule_paper(schedule, slots, place, by=str(request.user))
    return pdf_response(pdf.render(kks_papers.schedule_html(paper)), f"{schedule} {place}.pdf".replace(" ", "-"))


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/kalender.ics?kecamatan=: the sessions for a phone's calendar, without names."""
    schedule = _schedule(request, pk)
    slots, _, _ = _asked(request, schedule, request.GET)
    zone, base = ZoneInfo(the_office().zone), settings.BASE_URL.rstrip("/")
    now: datetime = timezone.now()
    text = kks_ics.calendar_text(schedule, slots, zone=zone, base_url=base, now=now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{schedule}.ics".replace(" ", "-"))
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(Permission.DOWNLOADS)
@require_POST
def kks_order(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: lists, invitations or the workbook of all desa, in the background."""
    schedule = _schedule(request, pk)
    _, code, place = _asked(request, schedule, request.POST)
    try:
        papers.order(schedule, request.POST.get("kind", ""), kecamatan=code, place=place, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(schedule)
    messages.success(request, "Berkas sedang dibuat. Hasilnya muncul di sini.")
    return redirect("download_list")
