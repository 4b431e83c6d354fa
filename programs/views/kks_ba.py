"""Berita Acara of cards: per desa what there is, a new one after its draft, its files, its signed scan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.forms import SignForm
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.views.serving import file_response, pdf_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import KksPaper
from programs.exports import kks_ba as exports
from programs.exports import kks_ba_facts as facts
from programs.forms.kks_ba import BaForm
from programs.models import KksBeritaAcara, Round
from programs.queries import kks_ba as queries
from programs.queries import kks_totals as totals
from programs.services.kks import ba

PARTS = {"pdf": "pdf", "xlsx": "workbook", "ttd": "signed"}


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_ba_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """/kks/berita-acara/<round>/: each desa, its totals and the state of its two papers; ?kecamatan= narrows."""
    the_round = get_object_or_404(totals.rounds(request.user), pk=round_id)
    groups = queries.by_desa(the_round, request.user)
    chosen = request.GET.get("kecamatan", "")
    shown = [group for group in groups if group[0].whole.code == chosen] or groups
    if len(groups) > 1 and shown is groups and "kecamatan" not in request.GET:
        shown = groups[:1]
    context = {
        "the_round": the_round,
        "places": [place.whole for place, _ in groups],
        "groups": shown,
        "chosen": shown[0][0].whole.code if len(shown) == 1 else "",
        "may_make": request.user.may(Permission.CORRECT_CARDS),
    }
    return render(request, "kks/ba_daftar.html", context)


@allowed(Permission.CORRECT_CARDS)
@require_http_methods(["GET", "POST"])
def kks_ba_make(request: HttpRequest, round_id: int, code: str, kind: str) -> HttpResponse:
    """/kks/berita-acara/<round>/<desa>/<kind>/: look at the draft, then issue it with its number."""
    the_round = get_object_or_404(totals.rounds(request.user), pk=round_id)
    desa = get_object_or_404(Desa.objects.select_related("kecamatan"), pk=code)
    tally, before = queries.totals(the_round, desa), queries.newest(the_round, desa, kind)
    if told := ba.unmet(tally, kind):
        messages.warning(request, told)
        return redirect("kks_ba_list", the_round.pk)
    given = {"the_round": the_round, "desa": desa, "before": before, "by_name": str(request.user)}
    form = BaForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        if "konsep" in request.POST:
            return _draft(request, form, the_round, desa, kind)
        data = form.cleaned_data
        own = {"head": form.head(), "number": data.get("number", ""), "reason": data.get("reason", "")}
        try:
            made = ba.make(the_round, desa, kind, **own, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{made} terbit dengan Nomor {made.document.number}.")
            return redirect(made)
    context = {"form": form, "tally": tally, "desa": desa, "the_round": the_round, "kind": KksPaper(kind)}
    context |= {"before": before, "parts": totals.parts(tally)}
    return render(request, "kks/ba_buat.html", context, status=422 if form.errors else 200)


def _draft(request: HttpRequest, form: BaForm, the_round: Round, desa: Desa, kind: str) -> HttpResponse:
    """The paper as it would be now, without number; it names families, so looking is logged."""
    head = form.head()
    tally = queries.totals(the_round, desa)
    paper = facts.draft(
        the_round, desa, kind, tally=tally, rows=queries.rows(the_round, desa, kind),
        signers=[vars(one) for one in head.signers], place=head.place, dated=head.dated,
    )  # fmt: skip
    purpose = ba.PURPOSES[KksPaper(kind)]
    log_read(ReadKind.EXPORT, by=request.user, subject=paper.title, purpose=purpose, url=request.path)
    return pdf_response(exports.render(paper), f"{paper.title}.pdf".replace(" ", "-"))


def _paper(request: HttpRequest, pk: int) -> KksBeritaAcara:
    return get_object_or_404(queries.papers(request.user), pk=pk)


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_ba(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/berita-acara/lembar/<pk>/: totals, files, what changed since; its files part polls until they are made."""
    paper = _paper(request, pk)
    context = {"paper": paper, "document": paper.document, "may_manage": request.user.may(Permission.CORRECT_CARDS)}
    if is_htmx(request):
        return render(request, "kks/_ba_berkas.html", context)
    later = KksBeritaAcara.objects.filter(replaces=paper).first()
    context |= {"later": later, "changed": 0 if later else queries.changed_since(paper)}
    return render(request, "kks/ba.html", context | {"parts": totals.parts(paper)})


@allowed(Permission.VIEW_CARDS)
@require_safe
def kks_ba_file(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """PDF, workbook or signed scan, proven unchanged; every opening is in the read log with its purpose."""
    paper = _paper(request, pk)
    stored = getattr(paper.document, PARTS[part])
    if stored is None:
        raise Http404
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(paper)
    purpose = ba.PURPOSES[KksPaper(paper.kind)]
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=f"{paper}: {stored.name}", purpose=purpose, url=request.path)
    return file_response(stored, data, attachment=part == "xlsx")


@allowed(Permission.CORRECT_CARDS)
@require_http_methods(["GET", "POST"])
def kks_ba_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the scan with the three signatures, which makes the paper final."""
    paper = _paper(request, pk)
    form = SignForm(request.POST or None, request.FILES or None, document=paper.document)
    if request.method == "POST" and form.is_valid() and _signed(paper, form.cleaned_data, request.user, form):
        messages.success(request, f"{paper} sekarang final.")
        return redirect(paper)
    context = {"form": form, "paper": paper}
    return render(request, "kks/ba_tanda_tangan.html", context, status=422 if form.errors else 200)


def _signed(paper: KksBeritaAcara, data: dict[str, Any], by: User, form: SignForm) -> bool:
    try:
        given = {"signed_on": data["signed_on"], "kind": data["kind"], "by": by}
        issuing.sign(paper.document, upload=data["berkas"], **given)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@allowed(Permission.CORRECT_CARDS)
@require_POST
def kks_ba_remake(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the making of the files into the background once more; what exists already stays."""
    paper = _paper(request, pk)
    ba.publish_later(paper, by=request.user)
    messages.success(request, "Berkas Berita Acara dibuat lagi.")
    return redirect(paper)
