"""Acts on a Berita Acara: draft, decide with the password, confirm, correct. Each shows the page again when refused."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from pkh_sembako.accounts.services import second_factor
from pkh_sembako.accounts.services.reauth import TooManyTries, WrongPassword, confirm_password
from pkh_sembako.accounts.services.second_factor import WrongCode
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.forms.penetapan import DecisionForm, DraftForm, ReasonForm
from programs.models import BaRevision, BeritaAcara
from programs.queries import berita_acara as queries
from programs.services import berita_acara
from sop.services import approval
from sop.views.penetapan import decision_form, find, page, prepare_page, why_not

SALT = "penetapan.tetapkan"
CONFIRM_WITHIN = 5 * 60  # seconds between password and confirmation


@allowed(Permission.DRAFT_BERITA_ACARA)
def penetapan_draft(request: HttpRequest, round_id: int) -> HttpResponse:
    """POST: the first draft, or the next revision after a return."""
    the_round = get_object_or_404(queries.rounds(), pk=round_id)
    if request.method != "POST":
        return redirect("penetapan_prepare", round_id)
    form = DraftForm(request.POST)
    if form.is_valid():
        try:
            revision = approval.draft(the_round, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, f"Berita Acara revisi {revision.revision} disusun dan menunggu paraf.")
            return redirect("penetapan_page", revision.ba_id)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    current = berita_acara.current(the_round)
    return page(request, current, draft_form=form) if current else prepare_page(request, the_round, form)


@allowed(Permission.SIGN_CHAIN)
def penetapan_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: paraf, return, or the question before the determination. The password is asked again."""
    ba = find(pk)
    revision = berita_acara.open_revision(ba)
    if request.method != "POST":
        return redirect("penetapan_page", pk)
    if revision is None or (reason := why_not(request.user, revision)):
        messages.error(request, reason if revision else "Revisi ini sudah ditutup; tidak ada yang perlu diputuskan.")
        return redirect("penetapan_page", pk)
    determines = berita_acara.next_link(revision) == len(revision.chain)
    form = decision_form(request.POST, request.user, revision, determines)
    status = 422
    if form.is_valid():
        try:
            confirm_password(request, form.cleaned_data["password"])
            return _decide(request, ba, revision, form)
        except WrongPassword as refusal:
            form.add_error("password", refusal.sentence)
            status = 429 if isinstance(refusal, TooManyTries) else 422
        except WrongCode as refusal:
            form.add_error("code", refusal.sentence)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, ba, decision_form=form, status=status)


def _decide(request: HttpRequest, ba: BeritaAcara, revision: BaRevision, form: DecisionForm) -> HttpResponse:
    revision.ba = ba
    if not form.approves:
        approval.return_(revision, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Berita Acara dikembalikan. Penyusunnya sudah diberi tahu.")
        return redirect("penetapan_page", ba.pk)
    if form.determines:
        if code := form.cleaned_data.get("code"):
            second_factor.check(code, by=request.user, about=revision.content_hash)
        return _ask_to_confirm(request, ba, revision, form)
    approval.give_paraf(revision, by=request.user)
    messages.success(request, "Paraf Anda tercatat. Berita Acara diteruskan ke pejabat berikutnya.")
    return redirect("penetapan_page", ba.pk)


def _ask_to_confirm(request: HttpRequest, ba: BeritaAcara, revision: BaRevision, form: DecisionForm) -> HttpResponse:
    """What was shown and typed travels signed, so that what is determined is what was seen."""
    facts = {
        "person": request.user.pk,
        "revision": revision.pk,
        "seen_hash": form.cleaned_data["seen_hash"],
        "number": form.cleaned_data.get("number", ""),
        "dated": form.cleaned_data["dated"].isoformat(),
    }
    context = {
        "ba": ba,
        "revision": revision,
        "figures": queries.figures(revision.totals),
        "number": facts["number"],
        "dated": form.cleaned_data["dated"],
        "token": signing.dumps(facts, salt=SALT),
    }
    return render(request, "penetapan/tetapkan.html", context)


@allowed(Permission.SIGN_CHAIN)
def penetapan_determine(request: HttpRequest, pk: int) -> HttpResponse:
    """POST of the confirm page: determine, then the page is the receipt."""
    ba = find(pk)
    revision = berita_acara.open_revision(ba)
    if request.method != "POST":
        return redirect("penetapan_page", pk)
    facts, fresh = _facts(request)
    if revision is None or facts.get("revision") != revision.pk:
        said = (
            "Hasil kroscek ini sudah ditetapkan."
            if hasattr(ba, "determination")
            else "Baca sekali lagi, lalu putuskan."
        )
        messages.info(request, said)
        return redirect("penetapan_page", pk)
    revision.ba = ba
    dated = date.fromisoformat(facts["dated"])
    try:
        if not fresh:
            raise DomainError("Sudah lebih dari 5 menit sejak kata sandi diketik. Ketik lagi untuk melanjutkan.")
        made = approval.determine(
            revision, by=request.user, seen_hash=facts["seen_hash"], dated=dated, number=facts["number"]
        )
    except DomainError as refusal:
        return _back_with(request, ba, revision, facts, refusal)
    messages.success(request, f"Hasil kroscek {thousands(made.families)} keluarga ditetapkan.")
    return redirect("penetapan_page", pk)


def _facts(request: HttpRequest) -> tuple[dict[str, Any], bool]:
    """What the confirm page carried, and whether it is fresh; nothing when it is not this person's own."""
    token = request.POST.get("token", "")
    try:
        facts, fresh = signing.loads(token, salt=SALT, max_age=CONFIRM_WITHIN), True
    except signing.SignatureExpired:
        facts, fresh = signing.loads(token, salt=SALT), False
    except signing.BadSignature:
        return {}, False
    return (facts, fresh) if facts["person"] == request.user.pk else ({}, False)


def _back_with(
    request: HttpRequest, ba: BeritaAcara, revision: BaRevision, facts: dict[str, Any], refusal: DomainError
) -> HttpResponse:
    """The page again, with number and date as typed and the reason of the refusal."""
    typed = {"decision": "setujui", "number": facts["number"], "dated": facts["dated"], "revision": revision.revision}
    form = decision_form(typed | {"seen_hash": facts["seen_hash"]}, request.user, revision, True)
    form.full_clean()
    form.errors.clear()
    form.add_error(None, refusal.sentence)
    return page(request, ba, decision_form=form)


@allowed(Permission.DRAFT_BERITA_ACARA)
def penetapan_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: open a Berita Acara perbaikan on a determined version, with its reason."""
    ba = find(pk)
    if request.method != "POST" or not hasattr(ba, "determination"):
        return redirect("penetapan_page", pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            opened = berita_acara.correct(ba.determination, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(
                request, "Berita Acara perbaikan dibuka. Kembalikan kroscek kecamatan yang perlu diperbaiki."
            )
            return redirect("penetapan_page", opened.pk)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, ba, correct_form=form)
