"""Review of a kecamatan's kroscek, the recap of all, and handing in, accepting or giving back."""

from typing import Any

from django.contrib import messages
from django.db.models import CharField, Value
from django.db.models.functions import MD5, Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Kecamatan
from pkh_sembako.office.queries import calendar
from programs.enums import ExitReason, Outcome
from programs.forms.penetapan import ReasonForm
from programs.models import Round, RoundEntry
from programs.models.rounds import RoundEntryQuerySet
from programs.queries import berita_acara, recheck, reminders, sheets, worklist
from programs.queries import kroscek as queries
from programs.services import kroscek
from sop import labels
from sop.enums import StepState
from sop.models import Assignment
from sop.services import kecamatan
from sop.services.kecamatan import Place
from sop.transitions import Verb
from sop.views.polling import next_round

SAMPLE = 8
TONES = {"sesuai": "positif", "berubah": "proses", "tidak_ditemukan": "peringatan", "usul_keluar": "negatif"}


def _place(request: HttpRequest, round_id: int, code: str) -> Place:
    """The whole kabupaten's, or the own kecamatan's; another kecamatan does not exist."""
    the_round = get_object_or_404(Round, pk=round_id)
    if not (request.user.sees_kabupaten or code in request.user.kecamatan_codes):
        raise Http404
    found = get_object_or_404(Kecamatan, pk__in=[code.replace("\0", "")])
    place = Place(the_round, found, kecamatan.shares(the_round).get(code), request.user)
    if not _entries(place).exists():
        raise Http404
    return place


def _entries(place: Place) -> RoundEntryQuerySet:
    return RoundEntry.objects.visible_to(place.user).filter(round=place.round, kecamatan=place.kecamatan)


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_review(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """/kroscek/kecamatan/<round>/<code>/: live totals, who checked, a sample, and the act that is due."""
    place = _place(request, round_id, code)
    if is_htmx(request):
        return render(request, "kroscek/_langsung.html", _live(place) | {"putaran": next_round(request)})
    return _page(request, place)


def _page(request: HttpRequest, place: Place, form: ReasonForm | None = None) -> HttpResponse:
    entries = _entries(place)
    context = {
        "sample": _sample(entries),
        "rechecked": recheck.totals(place.round).get(place.kecamatan.pk, recheck.RecheckTotals()),
        "scans": sheets.scans(place.user, place.round, place.kecamatan.pk),
        "submission": berita_acara.submissions(place.round).get(place.kecamatan.pk),
        "verbs": {str(verb): True for verb in place.verbs()},
        "reminders": _reminders(place, entries),
        "share": place.share,
        "return_form": form or ReasonForm(),
        "putaran": next_round(request),
        "form": form,
    }
    return render(request, "kroscek/kecamatan.html", context | _live(place), status=422 if form else 200)


def _reminders(place: Place, entries: RoundEntryQuerySet) -> list[reminders.Reminder]:
    """For whoever reviews."""
    if not place.user.may(Permission.REVIEW_KROSCEK):
        return []
    return reminders.of_unchecked(entries, place.round, place.kecamatan)


def _live(place: Place) -> dict[str, Any]:
    """What moves while people check."""
    parts = queries.totals(place.round, place.kecamatan.pk)
    whole = queries.grand_total(parts)
    deadline = Deadline.objects.filter(subject=place.share.subject).first() if place.share else None
    entries = _entries(place)
    return {
        "the_round": place.round,
        "kecamatan": place.kecamatan,
        "whole": whole,
        "unmet": kroscek.unmet(place.round, place.kecamatan),
        "parts": [(Outcome(code).label, number, TONES[code]) for code, number in whole.outcomes.items()],
        "outcomes": [(code, Outcome(code).label, number) for code, number in whole.outcomes.items()],
        "reasons": [(ExitReason(code).label, number) for code, number in whole.exit_reasons.items()],
        "checkers": worklist.checkers(entries),
        "late": lateness(deadline, calendar(), timezone.now()) if deadline else None,
    }


def _sample(entries: RoundEntryQuerySet) -> list[RoundEntry]:
    """Some families marked in bulk, for a second look: others every day, the same ones all day."""
    day = timezone.localdate().isoformat()
    marked = entries.filter(kroscek__in_bulk=True).select_related("enrollment__household", "desa", "kroscek__by")
    shuffled = marked.annotate(place=MD5(Concat(Cast("id", CharField()), Value(day)))).order_by("place")
    return list(shuffled[:SAMPLE])


def _act(request: HttpRequest, round_id: int, code: str, verb: Verb) -> HttpResponse:
    place = _place(request, round_id, code)
    here = redirect("kroscek_review", round_id, code)
    if request.method != "POST":
        return here
    form = ReasonForm(request.POST) if verb == Verb.RETURN else None
    if form is not None and not form.is_valid():
        return _page(request, place, form)
    try:
        messages.success(request, place.act(verb, form.cleaned_data["reason"] if form else ""))
    except DomainError as refusal:
        if form is not None:
            form.add_error(None, refusal.sentence)
            return _page(request, place, form)
        messages.error(request, refusal.sentence)
    return here


@allowed(Permission.REVIEW_KROSCEK)
def kroscek_submit(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: the korcam hands the kecamatan in."""
    return _act(request, round_id, code, Verb.SUBMIT)


@allowed(Permission.MOVE_STEPS)
def kroscek_accept(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: the korkab accepts what was handed in."""
    return _act(request, round_id, code, Verb.FINISH)


@allowed(Permission.MOVE_STEPS)
def kroscek_return(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: the korkab gives the kecamatan back with a reason."""
    return _act(request, round_id, code, Verb.RETURN)


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_recap(request: HttpRequest, round_id: int) -> HttpResponse:
    """/kroscek/rekap/<round>/: every kecamatan with its totals, handed in, given back, late."""
    the_round = get_object_or_404(Round, pk=round_id)
    if not request.user.sees_kabupaten:
        raise Http404
    parts = queries.totals(the_round)
    if not parts:
        raise Http404
    rows, whole = _rows(the_round, parts), queries.grand_total(parts)
    handed_in = sum(row["is_in"] for row in rows)
    context = {
        "the_round": the_round,
        "rows": rows,
        "whole": whole,
        "checked_words": f"{thousands(whole.checked)} dari {thousands(whole.families)}",
        "handed_in": handed_in,
        "handed_in_words": f"{handed_in} dari {len(rows)}",
        "late_ones": sum(bool(row["late"] and row["late"].is_overdue) for row in rows),
        "putaran": next_round(request),
        "has_draft": the_round.berita_acara.order_by("-version").first(),
    }
    return render(request, "kroscek/_rekap.html" if is_htmx(request) else "kroscek/rekap.html", context)


def _rows(the_round: Round, parts: list[queries.KecamatanTotals]) -> list[dict[str, Any]]:
    shares, sent = kecamatan.shares(the_round), berita_acara.submissions(the_round)
    deadlines = {row.subject: row for row in Deadline.objects.filter(subject__in=[s.subject for s in shares.values()])}
    days, now = calendar(), timezone.now()
    rechecked, papers = recheck.totals(the_round), sheets.paper_counts(the_round)
    made = []
    for part in parts:
        share, submission = shares.get(part.code), sent.get(part.code)
        deadline = deadlines.get(share.subject) if share else None
        words, tone = _state(share, submission, part)
        late: Lateness | None = lateness(deadline, days, now) if deadline else None
        is_in = submission is not None and submission.returned_at is None
        made.append(
            {
                "part": part,
                "words": words,
                "tone": tone,
                "late": late,
                "is_in": is_in,
                "submission": submission,
                "rechecked": rechecked.get(part.code),
                "paper": papers.get(part.code),
            }
        )
    return made


def _state(share: Assignment | None, submission: Any, part: queries.KecamatanTotals) -> tuple[str, str]:
    is_in = submission is not None and submission.returned_at is None
    state = StepState(share.state) if share else None
    if state in (StepState.PAUSED, StepState.SKIPPED) or (state == StepState.DONE and is_in):
        return state.label, labels.TONES[state]
    if is_in:
        return "Dikirim, menunggu diperiksa" if state == StepState.SUBMITTED else "Dikirim", "positif"
    if submission is not None:
        return "Dikembalikan", "peringatan"
    return ("Siap dikirim", "proses") if not part.unchecked else ("Sedang diperiksa", "netral")
