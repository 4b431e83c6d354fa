"""Pages of the Berita Acara: one page for every role, the draft, and the documents that follow."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from pkh_sembako.accounts.models import RoleLabel, User
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.forms import KitForm
from programs.enums import Outcome, RevisionState
from programs.forms.penetapan import DecisionForm, DraftForm, ReasonForm
from programs.models import BaRevision, BeritaAcara, Determination, Round
from programs.queries import berita_acara as queries
from programs.queries import kroscek
from programs.services import berita_acara
from programs.services.penetapan import PUBLISH_JOB
from sop.services import approval, runs
from sop.views.polling import next_round

PAGE = "penetapan/berita_acara.html"


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def penetapan_list(request: HttpRequest) -> HttpResponse:
    """/penetapan/: every Round's Berita Acara, its state, and whose turn it is."""
    mine = {revision.ba_id for revision in queries.waiting_for(request.user)}
    return render(request, "penetapan/daftar.html", {"rounds": queries.overview(), "mine": mine})


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def penetapan_prepare(request: HttpRequest, round_id: int) -> HttpResponse:
    """/penetapan/susun/<round>/: what the Berita Acara would say, and what it still waits for."""
    return prepare_page(request, get_object_or_404(queries.rounds(), pk=round_id))


def prepare_page(request: HttpRequest, the_round: Round, form: KitForm | None = None) -> HttpResponse:
    """The page before the first draft; with `form` it comes back filled, status 422."""
    current = berita_acara.current(the_round)
    if current is not None:
        return redirect("penetapan_page", current.pk)
    totals = [part.as_json() for part in kroscek.totals(the_round)]
    context = {
        "the_round": the_round,
        "unmet": approval.unmet(the_round),
        "may_draft": request.user.may(Permission.DRAFT_BERITA_ACARA),
        "draft_form": form or DraftForm(),
        "flags": berita_acara.flags(the_round),
        "set_aside": approval.set_aside(the_round),
        "form": form,
    } | _numbers(the_round, totals, berita_acara.differences(the_round))
    return render(request, "penetapan/susun.html", context, status=422 if form else 200)


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def penetapan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/penetapan/<id>/: what is asked, the numbers, what changed, who checked, what needs eyes, the documents."""
    return page(request, find(pk))


def find(pk: int) -> BeritaAcara:
    return get_object_or_404(BeritaAcara.objects.select_related("round", "determination", "corrected_by"), pk=pk)


def page(request: HttpRequest, ba: BeritaAcara, *, status: int = 422, **forms: Any) -> HttpResponse:
    """The page as it stands; a form of it (`draft_form`, `decision_form`, `correct_form`) comes back filled."""
    revision = ba.revisions.order_by("-revision").first()
    determination = getattr(ba, "determination", None)
    totals = revision.totals if revision else [part.as_json() for part in kroscek.totals(ba.round)]
    differences = revision.differences if revision else berita_acara.differences(ba.round)
    context = {
        "ba": ba,
        "the_round": ba.round,
        "revision": revision,
        "determination": determination,
        "returned": berita_acara.last_return(ba),
        "chain": queries.chain(revision) if revision else [],
        "events": queries.events(ba),
        "next_revision": revision.revision + 1 if revision else 1,
        "flags": berita_acara.flags(ba.round) if determination is None else [],
        "set_aside": revision.set_aside if revision else approval.set_aside(ba.round),
        "form": next(iter(forms.values()), None),
    }
    context |= _numbers(ba.round, totals, differences) | _turn(request.user, ba, revision) | forms
    if determination is not None:
        context |= documents_of(determination) | {"putaran": next_round(request)}
    return render(request, PAGE, context, status=status if forms else 200)


def _turn(user: User, ba: BeritaAcara, revision: BaRevision | None) -> dict[str, Any]:
    """What this user may do now, or in words why nothing."""
    determined, drafts = hasattr(ba, "determination"), user.may(Permission.DRAFT_BERITA_ACARA)
    if determined:
        return {"correct_form": ReasonForm() if drafts and not hasattr(ba, "corrected_by") else None}
    if revision is None or revision.state == RevisionState.RETURNED:
        return {"unmet": approval.unmet(ba.round), "may_draft": drafts, "draft_form": DraftForm()}
    role = berita_acara.turn_of(revision)
    determines = role == revision.chain[-1]
    turn = {"turn_title": RoleLabel.of(role), "turn_names": queries.names_of(role), "determines": determines}
    if reason := why_not(user, revision):
        return turn | {"not_my_turn": reason}
    activity = approval.DETERMINING if determines else approval.DRAFTING
    waits = approval.not_yet(ba.round, activity)
    return turn | {"waits": waits, "decision_form": decision_form(None, user, revision, determines)}


def decision_form(
    data: QueryDict | dict[str, Any] | None, user: User, revision: BaRevision, determines: bool
) -> DecisionForm:
    """The form of whose turn it is; the last link is asked for the code as well, if that person has one."""
    asks_code = determines and (second_factor.is_set_up(user) or second_factor.must_set_up(user))
    return DecisionForm(data, revision=revision, determines=determines, asks_code=asks_code)


def why_not(user: User, revision: BaRevision) -> str:
    """Why this user does not decide now, in words; empty when it is their turn."""
    role = berita_acara.turn_of(revision)
    if any(act.person_id == user.pk and act.link for act in queries.acts_of(revision)):
        return "Anda sudah bertindak pada revisi ini."
    holds = user.may(Permission.SIGN_CHAIN) and user.has_role(role)
    if holds and (deed := queries.deed(revision.ba.round, user)):
        return f"Anda tidak dapat memberi persetujuan karena Anda {deed}."
    if holds:
        return ""
    if user.has_role(*revision.chain[revision.chain.index(role) :]):
        return "Giliran Anda sesudah paraf itu diberikan."
    return "Anda membaca saja; keputusan ada pada pejabat itu."


def _numbers(the_round: Round, totals: list[dict[str, Any]], differences: dict[str, Any]) -> dict[str, Any]:
    figures = queries.figures(totals)
    run = runs.find(the_round, approval.DRAFTING)
    sent = queries.submissions(the_round)
    return {
        "figures": figures,
        "parts": list(zip((label for label, _ in figures["hasil"]), figures["per_hasil"].values(), TONES, strict=True)),
        "totals": [part | {"submission": sent.get(part["kode"])} for part in totals],
        "amount": queries.payable_amount(the_round),
        "differences": _against(figures, differences),
        "before": differences.get("tahap", ""),
        "cycle": run.cycle if run else None,
    }


TONES = ("positif", "proses", "peringatan", "negatif")


def _against(figures: dict[str, Any], differences: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows label, before, now of the comparison with the previous determined Round."""
    if not differences:
        return []
    rows = [{"label": "Keluarga", "before": differences["keluarga_sebelumnya"], "now": figures["keluarga"]}]
    for code, before in differences["hasil_sebelumnya"].items():
        rows.append({"label": Outcome(code).label, "before": before, "now": figures["per_hasil"][code]})
    return [row | {"change": row["now"] - row["before"]} for row in rows] + [
        {"label": "Baru di daftar", "before": None, "now": differences["baru_di_daftar"]},
        {"label": "Tidak lagi di daftar", "before": None, "now": differences["tidak_lagi_di_daftar"]},
    ]


def documents_of(determination: Determination) -> dict[str, Any]:
    document = determination.document
    job = Job.objects.filter(kind=PUBLISH_JOB, key=str(determination.pk)).order_by("-created_at").first()
    ready = document is not None and document.pdf_id is not None
    return {"document": document, "ready": ready, "job": job, "running": not ready and (job is None or job.is_open)}


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def penetapan_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that waits for PDF and workbook."""
    ba = find(pk)
    if not is_htmx(request) or not hasattr(ba, "determination"):
        return redirect("penetapan_page", pk)
    context = {"ba": ba, "determination": ba.determination, "putaran": next_round(request)}
    context |= documents_of(ba.determination)
    return render(request, "penetapan/_dokumen.html", context)
