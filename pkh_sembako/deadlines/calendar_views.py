"""Kalender kerja: days off, working hours, zone. Every edit recomputes the open deadlines and says how many moved."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.deadlines.services import calendar as edits
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.forms.calendar import WORKDAYS, DayOffForm, HoursForm, PresetForm, ZoneForm, written
from pkh_sembako.office.models import DayOff, WorkingHours
from pkh_sembako.office.queries import calendar
from pkh_sembako.office.services import calendar as services
from pkh_sembako.office.year import months

MANAGE = Permission.MANAGE_CALENDAR
SHOWN_YEARS = range(2020, 2041)


@allowed(MANAGE)
@require_safe
def work_calendar(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    return _calendar_page(request, year, DayOffForm(initial={"kind": "office"}))


@allowed(MANAGE)
@require_POST
def day_off_new(request: HttpRequest) -> HttpResponse:
    form = DayOffForm(request.POST)
    if form.is_valid():
        row = form.instance
        said = f"{hari_tanggal(row.day)} ditambahkan sebagai hari libur"
        if _edited(request, form, "day", said, lambda: services.add_day_off(row, by=request.user)):
            return redirect(f"/kalender/?tahun={row.day.year}")
    return _calendar_page(request, _year(request), form, status=422)


@allowed(MANAGE)
@require_POST
def day_off_remove(request: HttpRequest, day: str) -> HttpResponse:
    row = get_object_or_404(DayOff, pk=_date(day))
    said = f"{row.name}, {hari_tanggal(row.day)}, dihapus dari hari libur"
    year = row.day.year
    _edited(request, None, "", said, lambda: services.remove_day_off(row, by=request.user))
    return redirect(f"/kalender/?tahun={year}")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def zone_edit(request: HttpRequest) -> HttpResponse:
    form = ZoneForm(request.POST or None, initial={"zone": request.office.zone})
    if form.is_valid():
        zone = form.cleaned_data["zone"]
        _edited(request, form, "zone", "Zona waktu disimpan", lambda: services.set_zone(zone, by=request.user))
        return redirect("work_calendar")
    return _form_page(request, form, title="Zona waktu kantor", button="Simpan zona waktu")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """The rules in force and coming; a POST takes a preset instead."""
    form = PresetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["preset"]
        _edited(request, form, "preset", "Jam kerja bawaan dipakai", lambda: services.use_preset(code, by=request.user))
        return redirect("working_hours")
    rows = [
        (row, [(name, written(day)) for name, day in zip(WORKDAYS, row.week, strict=False)])
        for row in WorkingHours.objects.all()
    ]
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/jam_kerja.html", {"rows": rows, "form": form}, status=status)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def hours_new(request: HttpRequest) -> HttpResponse:
    return _hours(request, WorkingHours(), title="Aturan jam kerja baru")


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def hours_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _hours(request, get_object_or_404(WorkingHours, pk=pk), title="Ubah jam kerja")


@allowed(MANAGE)
@require_POST
def hours_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(WorkingHours, pk=pk)
    said = f"Aturan {row.name} dihapus"
    _edited(request, None, "", said, lambda: services.remove_hours(row, by=request.user))
    return redirect("working_hours")


def _hours(request: HttpRequest, row: WorkingHours, *, title: str) -> HttpResponse:
    form = HoursForm(request.POST or None, instance=row)
    if form.is_valid():
        said = f"Jam kerja {row.name} disimpan"
        if _edited(request, form, None, said, lambda: services.save_hours(form.instance, by=request.user)):
            return redirect("working_hours")
    return _form_page(request, form, title=title, button="Simpan jam kerja")


def _edited(request: HttpRequest, form, field: str | None, said: str, change: Callable[[], object]) -> bool:
    """Make the change and say what moved; False when it was refused, and the form says why."""
    try:
        done = edits.edit(change, by=request.user)
    except DomainError as refusal:
        form.add_error(field, refusal.sentence)
        return False
    messages.success(request, f"{said}; {edits.in_words(done)}.")
    return True


def _calendar_page(request: HttpRequest, year: int, form: DayOffForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "year": year,
        "months": months(year, calendar()),
        "previous": year - 1 if year - 1 in SHOWN_YEARS else None,
        "next": year + 1 if year + 1 in SHOWN_YEARS else None,
    }
    context["working_days"] = sum(month.working_days for month in context["months"])
    return render(request, "deadlines/kalender.html", context, status=status)


def _form_page(request: HttpRequest, form, **context) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/kalender_isian.html", {"form": form, **context}, status=status)


def _year(request: HttpRequest) -> int:
    """The year of the address, else this one."""
    text = request.GET.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if year in SHOWN_YEARS else timezone.localdate().year


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
