"""Beside /keluarga/: filters under a name, the choice of columns, and families that change hands together."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.forms.families import HouseholdFilter
from programs.forms.own_lists import ColumnsForm, HandOverForm, SaveFilterForm, kept_query
from programs.models import Household
from programs.queries import families as queries
from programs.services import companions, own_lists

LIST = "household_list"


def beside_the_list(request: HttpRequest, form: HouseholdFilter) -> dict[str, Any]:
    """What the list shows of the user's own: chips, columns, and whether families may be handed over. Two queries."""
    columns, query = own_lists.columns_of(request.user), kept_query(form)
    chosen = {"kolom": [column.value for column in columns]}
    return {
        "columns": [(column.value, column.label) for column in columns],
        "columns_form": ColumnsForm(initial=chosen, auto_id="kolom_%s"),
        "saved": list(request.user.saved_filters.all()),
        "save_form": SaveFilterForm(initial={"saringan": query}, auto_id="simpan_%s") if query else None,
        "kept_query": query,
        "kept_pairs": list(QueryDict(query).items()),
        "may_assign": request.user.may(Permission.MANAGE_WORK_AREAS),
    }


def _back(request: HttpRequest, query: str = "") -> HttpResponse:
    response = redirect(LIST)
    if query:
        response["Location"] += f"?{query}"
    return response


def _query(request: HttpRequest) -> str:
    """The filter that was sent, with what the list does not know left out."""
    return kept_query(HouseholdFilter(QueryDict(request.POST.get("saringan", "")[:1000]), user=request.user))


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the filter in force under a name."""
    form, query = SaveFilterForm(request.POST), _query(request)
    if not form.is_valid():
        messages.error(request, "Saringan belum disimpan. Tulis namanya, paling panjang 60 huruf.")
        return _back(request, query)
    try:
        saved = own_lists.save_filter(form.cleaned_data["nama"], query, by=request.user)
        messages.success(request, f"Saringan “{saved.name}” disimpan.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return _back(request, query)


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_POST
def filter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of the own filters; somebody else's does not exist."""
    saved = get_object_or_404(request.user.saved_filters, pk=pk)
    saved.delete()
    messages.success(request, f"Saringan “{saved.name}” dihapus.")
    return _back(request)


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_POST
def columns_choose(request: HttpRequest) -> HttpResponse:
    """Remember which columns show; nothing ticked leaves the name only."""
    form = ColumnsForm(request.POST)
    if form.is_valid():
        own_lists.choose_columns(form.cleaned_data["kolom"], by=request.user)
        messages.success(request, "Pilihan kolom disimpan.")
    else:
        messages.error(request, "Ada kolom yang tidak dikenal. Pilih dari daftar.")
    return _back(request, _query(request))


@allowed(Permission.MANAGE_WORK_AREAS)
@require_http_methods(["GET", "POST"])
def families_hand_over(request: HttpRequest) -> HttpResponse:
    """The ticked families (`id`), or with `semua` all that fit the filter in the address, go to one pendamping."""
    chosen = _chosen(request)
    count = chosen.count()
    if not count:
        messages.warning(request, "Centang dahulu keluarga yang akan diserahkan kepada pendamping.")
        return redirect(LIST)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        try:
            return _handed_over(request, chosen, form)
        except DomainError as refusal:
            form.add_error("pendamping", refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "count": count, "filter_form": _filter(request) if "semua" in request.GET else None}
    return render(request, "families/hand_over.html", context, status=status)


def _filter(request: HttpRequest) -> HouseholdFilter:
    return HouseholdFilter(request.GET, user=request.user)


def _chosen(request: HttpRequest) -> QuerySet[Household]:
    if "semua" in request.GET:
        return queries.filtered(request.user, {k: v for k, v in _filter(request).applied().items() if k != "q"})
    ids = [int(one) for one in request.GET.getlist("id") if one.isdecimal() and len(one) < 19]
    return Household.objects.visible_to(request.user).filter(pk__in=ids)


def _handed_over(request: HttpRequest, chosen: QuerySet[Household], form: HandOverForm) -> HttpResponse:
    facts = form.chosen()
    changed = companions.hand_over(chosen.values_list("pk", flat=True), **facts, by=request.user)
    to = f"didampingi {facts['pendamping']}" if facts["pendamping"] else "tanpa pendamping"
    messages.success(request, f"{thousands(changed)} kepesertaan sekarang {to}.")
    return _back(request, kept_query(_filter(request)))
