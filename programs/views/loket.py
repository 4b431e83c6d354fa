"""/loket/: "Terdaftar atau tidak" for who meets citizens. A NIK is only ever sent by POST."""

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.documents.services.content import PDF
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import the_office
from programs import beside
from programs.exports import loket as export
from programs.forms.loket import LoketForm
from programs.queries import loket as queries
from programs.queries import loket_words as words
from programs.queries import standard
from programs.services import loket as services

SESSION_KEY = "loket"
OPEN_FOR = 30 * 60  # seconds in which a found family may be opened


@allowed(Permission.LOOK_UP)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("nomor", "nama")
def loket(request: HttpRequest) -> HttpResponse:
    """The search and, under it, what was found. One family found by number is opened at once."""
    form = LoketForm(request.POST or None, user=request.user)
    found = _look_up(request, form) if request.method == "POST" and form.is_valid() else None
    if found is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "loket/loket.html", {"form": form}, status=status)
    if len(found.ids) == 1 and form.cleaned_data["nomor"]:
        return redirect("loket_family", found.ids[0])
    rows = queries.reachable(request.user).select_related("desa__kecamatan").in_bulk(found.ids)
    context = {
        "form": LoketForm(user=request.user),
        "found": [rows[pk] for pk in found.ids],
        "more": found.more,
        "searched": "" if form.cleaned_data["nomor"] else form.cleaned_data["nama"],
        "own_area_only": queries.reach(request.user) is not None,
        "words": words,
        "is_answered": True,
    }
    return render(request, "loket/loket.html", context)


def _look_up(request: HttpRequest, form: LoketForm) -> services.Found | None:
    asked = form.asked()
    try:
        found = services.look_up(**asked, by=request.user, url=request.path)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return None
    request.session[SESSION_KEY] = {"at": int(time.time()), "ids": found.ids, "purpose": asked["purpose"]}
    return found


@allowed(Permission.LOOK_UP)
@require_safe
def loket_family(request: HttpRequest, pk: int) -> HttpResponse:
    """One family in plain words."""
    household, purpose = found_at_the_counter(request, pk)
    services.opened(household, purpose=purpose, by=request.user, url=request.path)
    context = {
        "household": household,
        "answer": queries.answer(household),
        "requirements": standard.requirements(household),
        "beside": beside.counter_links(household, request.user),
    }
    return render(request, "loket/keluarga.html", context)


@allowed(Permission.LOOK_UP)
@require_safe
def loket_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as half a sheet to take home."""
    household, purpose = found_at_the_counter(request, pk)
    paper = export.slip(household, queries.answer(household), office=the_office(), by=request.user)
    made = export.hand_out(household, paper, purpose=purpose, by=request.user, url=request.path)
    response = HttpResponse(made, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(False, f"slip-loket-{pk}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def found_at_the_counter(request: HttpRequest, pk: int) -> tuple[Any, str]:
    """A family that this user searched for in the last half hour, and what for; any other one does not exist here."""
    known = request.session.get(SESSION_KEY, {})
    fresh = 0 <= time.time() - known.get("at", 0) < OPEN_FOR
    if not fresh or pk not in known["ids"]:
        raise Http404("Cari dahulu keluarga ini di loket.")
    rows = queries.reachable(request.user).select_related("desa__kecamatan")
    return get_object_or_404(rows, pk=pk), known["purpose"]
