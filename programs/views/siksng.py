"""/siks-ng/: what must still be typed into SIKS-NG, and saying that it was."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit.reveal import reveal
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import address_with, asked_page, page_links
from programs.forms.siksng import EnteredForm, SiksFilter
from programs.models import SiksChange
from programs.queries import siksng as queries
from programs.queries import siksng_fields
from programs.services.siksng import entering

DONE = "sudah"
SELECTION = ("id", "keluarga", "sebelum", "sesudah")
MOST = 500  # changes under one statement


@allowed(Permission.VIEW_SIKS)
@require_safe
def siks_list(request: HttpRequest) -> HttpResponse:
    """The worklist, grouped per family, filters and page in the URL."""
    is_open = request.GET.get("daftar") != DONE
    seen = queries.changes(request.user, is_open=is_open)
    form = SiksFilter(request.GET, found=seen)
    found = queries.filtered(seen, form.applied())
    page = asked_page(request, queries.families(found), *queries.KEYS, size=queries.SIZE)
    number = found.count()
    context = {
        "filter_form": form,
        "is_open": is_open,
        "cards": queries.cards(page.rows, found, request.user),
        "tabs": _tabs(request, is_open),
        "result_words": f"{thousands(number)} perubahan {'belum' if is_open else 'sudah'} diinput",
        "may_enter": request.user.may(Permission.ENTER_SIKS),
        "may_compare": request.user.may(Permission.COMPARE_SIKS),
        "may_reveal": request.user.may(Permission.REVEAL_IDENTITY),
        **page_links(request, page),
    }
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "siksng/_daftar.html" if is_part else "siksng/daftar.html", context)


def _tabs(request: HttpRequest, is_open: bool) -> list[dict[str, Any]]:
    own = [("Belum diinput", "", is_open), ("Sudah diinput", DONE, not is_open)]
    return [
        {"label": label, "url": _address(request, daftar=code) or "?", "current": here} for label, code, here in own
    ]


def _address(request: HttpRequest, **changes: str) -> str:
    return address_with(request.GET, SELECTION, **changes)


def _chosen(request: HttpRequest) -> QuerySet[SiksChange]:
    """Open changes named by ?id=…, or all of one family by ?keluarga=…; sent, exactly those that were shown."""
    found = queries.changes(request.user, is_open=True)
    family = _numbers(request.GET.getlist("keluarga"))
    if family and request.method == "GET":
        return found.filter(household__in=family[:1])
    given = request.POST if request.method == "POST" else request.GET
    return found.filter(pk__in=_numbers(given.getlist("id"))[:MOST])


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


@allowed(Permission.ENTER_SIKS)
@require_http_methods(["GET", "POST"])
def siks_enter(request: HttpRequest) -> HttpResponse:
    """Confirm page: what is ticked, one statement, an optional note."""
    chosen = _chosen(request)
    form = EnteredForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _entered(request, form, chosen):
        return redirect(f"{reverse('siks_list')}{_address(request)}")
    rows = list(queries.families(chosen).order_by(*queries.KEYS))
    cards = queries.cards(rows, chosen, request.user)
    context = {
        "form": form,
        "cards": cards,
        "number": sum(card.size for card in cards),
        "address": _address(request),
    }
    return render(request, "siksng/sudah.html", context, status=422 if request.method == "POST" else 200)


def _entered(request: HttpRequest, form: EnteredForm, chosen: QuerySet[SiksChange]) -> bool:
    try:
        done, late = entering.enter(chosen, by=request.user, note=form.cleaned_data["note"])
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    others = f" {thousands(late)} sudah ditandai orang lain." if late else ""
    messages.success(request, f"{thousands(done)} perubahan ditandai sudah diinput di SIKS-NG.{others}")
    return True


@allowed(Permission.ENTER_SIKS)
@require_POST
def siks_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the own tick of today back."""
    change = get_object_or_404(SiksChange.objects.visible_to(request.user), pk=pk)
    try:
        entering.undo(change, by=request.user)
        messages.success(request, f"Tanda dibatalkan; perubahan {change.about} kembali ke daftar belum diinput.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{reverse('siks_list')}?daftar={DONE}")


@allowed(Permission.REVEAL_IDENTITY)
@require_POST
def siks_reveal(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """ "Tampilkan" of a NIK or NKK, as SIKS-NG has it or as it is to be typed."""
    change = get_object_or_404(SiksChange.objects.visible_to(request.user), pk=pk)
    if change.field not in siksng_fields.IDENTITY_FIELDS:
        return redirect("siks_list")
    label = f"{siksng_fields.label(change.field)} {'baru' if which == 'baru' else 'lama'} {change.about}"
    return reveal(request, subject=label, value=str(change.new if which == "baru" else change.old), label=label)
