"""The read log: who looked at which protected number, when and what for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pkh_sembako.audit.forms import ReadLogFilter
from pkh_sembako.audit.queries import read_log
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.page_links import page_links


@allowed(Permission.VIEW_READ_LOG)
@require_safe
def read_log_list(request: HttpRequest) -> HttpResponse:
    filter_form = ReadLogFilter(request.GET)
    page = read_log(filter_form.applied(), before=request.GET.get("sebelum"), after=request.GET.get("sesudah"))
    context = {"page": page, "filter_form": filter_form, **page_links(request, page)}
    return render(request, "audit/_jejak_daftar.html" if is_htmx(request) else "audit/jejak.html", context)
