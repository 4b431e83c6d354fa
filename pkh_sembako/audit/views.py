"""The read log: who looked at which protected number, when and what for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pkh_sembako.audit.forms import ReadLogFilter
from pkh_sembako.audit.queries import read_log
from pkh_sembako.lib.access import Permission, allowed, is_htmx


@allowed(Permission.VIEW_READ_LOG)
@require_safe
def read_log_list(request: HttpRequest) -> HttpResponse:
    filter_form = ReadLogFilter(request.GET)
    page = read_log(filter_form.applied(), before=_id(request, "sesudah"), after=_id(request, "sebelum"))
    context = {
        "page": page,
        "filter_form": filter_form,
        "prev_url": _go(request, "sebelum", page.newer),
        "next_url": _go(request, "sesudah", page.older),
    }
    return render(request, "audit/jejak_daftar.html" if is_htmx(request) else "audit/jejak.html", context)


def _go(request: HttpRequest, name: str, row_id: int | None) -> str:
    """This list's address with its filters, going on from a row; empty when there is nothing there."""
    if row_id is None:
        return ""
    query = request.GET.copy()
    for stale in ("sebelum", "sesudah"):
        query.pop(stale, None)
    query[name] = str(row_id)
    return f"?{query.urlencode()}"


def _id(request: HttpRequest, name: str) -> int | None:
    """A row id of the address; nonsense counts as absent. Ids have at most 18 digits."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
