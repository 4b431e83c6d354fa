"""The worklist of the kroscek, and "sesuai" for a selection of it."""

import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import address_with, asked_page
from programs.forms.kroscek import SelectionForm
from programs.forms.worklist import WorklistFilter
from programs.models import Round, RoundEntry
from programs.queries import kroscek as rounds
from programs.queries import worklist
from programs.queries.worklist import ALL, CHECKED, UNCHECKED, WALK
from programs.services import kroscek

TABS = ((UNCHECKED, "Belum"), (CHECKED, "Sudah"), (ALL, "Semua"))
SELECTION = ("id", "semua", "sebelum", "sesudah")  # of the query string: which rows, not which list
MOST_NAMES = 100
BASIS_KEY = "kroscek_basis"  # of the session: the basis used last is offered first


class Worklist:
    """The list that a request asks for: Round, filters, entries."""

    def __init__(self, request: HttpRequest, the_round: Round | None = None):
        self.user, self.query = request.user, request.GET
        self.rounds = worklist.rounds(request.user)
        self.open = set(rounds.open_rounds().values_list("pk", flat=True))
        self.round = the_round or self._round()
        if self.round is None:
            return
        self.whole = RoundEntry.objects.visible_to(self.user).filter(round=self.round)
        self.form = WorklistFilter(self.query, the_round=self.round, rounds=self.rounds, entries=self.whole)
        self.filters = self.form.applied()
        self.entries = worklist.filtered(self.whole, self.filters)

    def _round(self) -> Round | None:
        """The one asked for, else the newest open one, else the newest."""
        asked = [row for row in self.rounds if str(row.pk) == self.query.get("tahap")]
        still_open = [row for row in self.rounds if row.pk in self.open]
        return next(iter(asked + still_open + self.rounds), None)

    @property
    def is_open(self) -> bool:
        return self.round is not None and self.round.pk in self.open

    @property
    def rows(self) -> QuerySet[RoundEntry]:
        return worklist.with_result(self.entries, self.form.result)

    def address(self, **changes: Any) -> str:
        """The query string of this list, without selection and page."""
        return address_with(self.query, SELECTION, **changes)


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_list(request: HttpRequest) -> HttpResponse:
    """/kroscek/: the families to check, with filters, progress and selection."""
    wanted = Worklist(request)
    if wanted.round is None:
        return render(request, "kroscek/daftar.html", {"the_round": None})
    keyed = worklist.keyed(wanted.rows).only("id")
    page = asked_page(request, keyed, *WALK)
    checkable = wanted.is_open and request.user.may(Permission.DO_KROSCEK)
    own = request.user.kecamatan_codes
    context = {
        "the_round": wanted.round,
        "is_open": wanted.is_open,
        "may_select": checkable,
        "show_people": "pendamping" in wanted.form.fields,
        "filter_form": wanted.form,
        "page": page,
        "rows": worklist.details(page.rows),
        "address": wanted.address(),
        "kept": [pair for pair in wanted.form.data.items() if pair[0] not in SELECTION],
        "all_url": wanted.address(hasil=ALL),
        "handed_in": worklist.handed_in(wanted.round),
        "own_kecamatan": [p.kecamatan for p in request.user.postings_now if p.kecamatan_id in own],
    } | _numbers(wanted)
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "kroscek/_daftar.html" if is_part else "kroscek/daftar.html", context)


def _numbers(wanted: Worklist) -> dict[str, Any]:
    """Progress of the whole list, and counts of what the filters leave."""
    whole = worklist.counts(wanted.whole)
    found = worklist.counts(wanted.entries) if wanted.form.chips() else whole
    result = wanted.form.result
    tabs = [
        {"label": label, "url": wanted.address(hasil=code) or "?", "current": code == result, "count": found[code]}
        for code, label in TABS
    ]
    words = f"{thousands(found[result])} keluarga ditemukan"
    return {"whole": whole, "found": found[result], "left": found[UNCHECKED], "tabs": tabs, "result_words": words}


class Selection:
    """Families named by ?id=…, or with ?semua=1 all of the list; parted into what is set and what stays as it is."""

    def __init__(self, wanted: Worklist):
        query = wanted.query
        ids = [int(text) for text in query.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
        asked = wanted.rows if query.get("semua") else wanted.whole.filter(pk__in=ids)
        mine = worklist.walked(asked.filter(worklist.checks(wanted.user))).order_by(*WALK)
        locked = worklist.handed_in(wanted.round)
        rows = list(mine) if wanted.is_open else []
        self.locked = sum(1 for row in rows if row.kecamatan_id in locked)
        free = [row for row in rows if row.kecamatan_id not in locked]
        self.rows = [row for row in free if not hasattr(row, "kroscek")]
        self.kept = len(free) - len(self.rows)

    @property
    def stamp(self) -> str:
        """Tells whether the selection still is the one that was shown."""
        return hashlib.sha256(",".join(str(row.pk) for row in self.rows).encode()).hexdigest()[:16]

    def per_desa(self) -> list[tuple[str, int]]:
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.desa.name] = found.get(row.desa.name, 0) + 1
        return list(found.items())


@allowed(Permission.DO_KROSCEK)
@require_http_methods(["GET", "POST"])
def kroscek_selection(request: HttpRequest) -> HttpResponse:
    """/kroscek/sesuai/: confirm page of "sesuai" for a selection; the selection stays in the URL."""
    wanted = Worklist(request)
    if wanted.round is None:
        return redirect("kroscek_list")
    chosen = Selection(wanted)
    initial = {"checked_on": timezone.localdate(), "basis": request.session.get(BASIS_KEY), "selection": chosen.stamp}
    sent = request.method == "POST"
    form = SelectionForm(request.POST if sent else None, the_round=wanted.round, initial=initial)
    if sent and chosen.rows and form.is_valid() and _is_shown(form, chosen) and _set(request, form, chosen):
        return redirect(f"{reverse('kroscek_list')}{wanted.address()}")
    context = {
        "the_round": wanted.round,
        "chosen": chosen,
        "form": form,
        "per_desa": chosen.per_desa(),
        "names": chosen.rows[:MOST_NAMES],
        "more_names": max(len(chosen.rows) - MOST_NAMES, 0),
        "address": wanted.address(),
    }
    return render(request, "kroscek/sesuai.html", context, status=422 if sent else 200)


def _is_shown(form: SelectionForm, chosen: Selection) -> bool:
    if form.cleaned_data["selection"] == chosen.stamp:
        return True
    form.add_error(
        None,
        f"Daftar berubah sejak halaman ini dibuka: sekarang {thousands(len(chosen.rows))} keluarga. "
        "Periksa lagi, lalu setujui.",
    )
    form.data = form.data.copy()
    form.data["selection"] = chosen.stamp
    return False


def _set(request: HttpRequest, form: SelectionForm, chosen: Selection) -> bool:
    cleaned = form.cleaned_data
    try:
        done, kept = kroscek.record_matching(
            chosen.rows,
            basis=cleaned["basis"],
            checked_on=cleaned["checked_on"],
            statement=cleaned["statement"],
            by=request.user,
        )
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    request.session[BASIS_KEY] = cleaned["basis"]
    kept += chosen.kept
    stays = f" {thousands(kept)} keluarga yang sudah mempunyai hasil tetap seperti semula." if kept else ""
    messages.success(request, f"{thousands(done)} keluarga ditandai sesuai.{stays}")
    return True
