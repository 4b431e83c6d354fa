"""/sdm/: the register of staff, and how many there are against what the standards promise."""

from tempfile import TemporaryFile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pkh_sembako.accounts import exports, queries
from pkh_sembako.accounts.forms.staff import StaffFilter
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.page_links import asked_page, page_links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(Permission.VIEW_STAFF)
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    filter_form = StaffFilter(request.GET)
    found = queries.staff(request.user, filter_form.applied())
    page = asked_page(request, found, "full_name", "id")
    context = {"page": page, "filter_form": filter_form, "total": found.count(), **page_links(request, page)}
    context["may_hand_over"] = request.user.may(Permission.MANAGE_WORK_AREAS)
    if is_htmx(request):
        return render(request, "accounts/_sdm_daftar.html", context)
    return render(request, "accounts/sdm.html", context | {"promises": queries.promises()})


@allowed(Permission.VIEW_STAFF)
@require_safe
def staff_workbook(request: HttpRequest) -> HttpResponse:
    """The same rows as XLSX; it carries telephone numbers, so it is logged."""
    filter_form = StaffFilter(request.GET)
    rows = queries.staff(request.user, filter_form.applied()).order_by("full_name", "id")
    titles = ("Daftar petugas", f"Keadaan {tanggal(timezone.localdate())}", *(c.words for c in filter_form.chips()))
    with TemporaryFile() as target:
        count = exports.staff(rows, target, titles=titles)
        target.seek(0)
        response = HttpResponse(target.read(), content_type=XLSX)
    log_read(
        ReadKind.EXPORT,
        by=request.user,
        subject=f"Daftar petugas, {count} baris",
        purpose="Daftar petugas (SDM)",
        url=request.path,
    )
    name = f"daftar-petugas-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
