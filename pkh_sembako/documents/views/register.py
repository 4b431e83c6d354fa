"""/dokumen/nomor/: the office's own yearly register of letter numbers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.documents import queries
from pkh_sembako.documents.forms import ReserveForm, VoidForm
from pkh_sembako.documents.models import RegisterNumber
from pkh_sembako.documents.services import numbers
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links
from pkh_sembako.office.models import NumberSource
from pkh_sembako.office.queries import the_office


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """One year's numbers, the newest first, with what stands on them and what was never drawn."""
    year = _year(request)
    page = asked_page(request, RegisterNumber.objects.filter(year=year).select_related("by"), "number", descending=True)
    on_paper = queries.carried(page.rows)
    this_year = timezone.localdate().year
    context = {
        "page": page,
        "rows": [{"number": row, "document": on_paper.get(row.written)} for row in page.rows],
        "gaps": queries.gaps(year),
        "year": year,
        "years": [{"label": str(y), "url": f"?tahun={y}", "current": y == year} for y in _years(year, this_year)],
        "from_agenda": the_office().number_source == NumberSource.AGENDA,
        "may_manage": request.user.may(Permission.MANAGE_DOCUMENTS),
        **page_links(request, page),
    }
    return render(request, "documents/register.html", context)


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("tahun", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    return year if 2007 <= year <= 2100 else timezone.localdate().year


def _years(shown: int, this_year: int) -> list[int]:
    kept = RegisterNumber.objects.order_by().values_list("year", flat=True).distinct()
    return sorted({*kept, shown, this_year}, reverse=True)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def register_reserve(request: HttpRequest) -> HttpResponse:
    """Record a number that a letter outside this application carries."""
    form = ReserveForm(request.POST or None, initial={"dated": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            row = numbers.reserve(**form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Nomor {row.written} dicatat.")
            return redirect(f"{reverse('number_register')}?tahun={row.year}")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "documents/register_reserve.html", {"form": form}, status=status)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def register_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a number out of use, with a reason."""
    row = get_object_or_404(RegisterNumber, pk=pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            numbers.void(row.year, row.number, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Nomor {row.written} dibatalkan.")
            return redirect(f"{reverse('number_register')}?tahun={row.year}")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "documents/register_void.html", {"form": form, "row": row}, status=status)
