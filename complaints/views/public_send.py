"""The end of the public complaint: check the answers, show that one is human, send, keep number and code."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from complaints import public_steps as steps
from complaints.enums import Disclosure, Gate
from complaints.exports import public_receipt
from complaints.forms_public import REPLY_CHOICES, SendForm
from complaints.models import Complaint
from complaints.public_words import SUBJECT_WORDS
from complaints.queries import tracking
from complaints.services import drafts, gate, humanity, intake
from complaints.services.drafts import Draft
from complaints.views.public_door import draft_of, public_page, slowed
from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib.clients import client_address
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan

CHECK_PAGE = "pengaduan/publik/periksa.html"
IDENTITY_WORDS = {
    Disclosure.OPEN: "Boleh diketahui petugas yang menangani",
    Disclosure.CONFIDENTIAL: "Rahasia, hanya meja pengaduan",
    Disclosure.ANONYMOUS: "Tanpa nama (anonim)",
}


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers with a way back to each, the question, and sending: once, however often it is pressed."""
    draft = draft_of(request)
    if draft and draft.complaint:
        return redirect("public_sent")
    if request.method != "POST":
        return render(request, CHECK_PAGE, _frame(draft, _asking()))
    form = SendForm(request.POST)
    problems = _not_ready(draft, form)
    if draft and not problems:
        try:
            drafts.send(
                draft, token=form.cleaned_data["token"], typed=form.cleaned_data["jawaban"],
                address=client_address(request),
            )  # fmt: skip
        except gate.TooMany as refusal:
            return slowed(request, CHECK_PAGE, _frame(draft, _asking()), refusal)
        except drafts.NotHuman as refusal:
            problems = {"jawaban": refusal.sentence}
        except DomainError as refusal:
            problems = {None: refusal.sentence}
        else:
            return redirect("public_sent")
    return render(request, CHECK_PAGE, _frame(draft, _asking(problems)), status=422)


def _not_ready(draft: Draft | None, form: SendForm) -> dict[str | None, str]:
    """{field: sentence} of what keeps it from being sent."""
    lacking = drafts.missing(draft.answers if draft else {})
    if lacking:
        return {None: f"Belum diisi: {', '.join(lacking)}. Pilih “Ubah” di sampingnya."}
    if form.is_valid():
        return {}
    found = {name: str(errors[0]) for name, errors in form.errors.items()}
    return {"jawaban": "Jawab pertanyaan yang baru."} if "token" in found else found  # type: ignore[dict-item]


def _asking(problems: dict[str | None, str] | None = None) -> SendForm:
    """A form with a new question: the one before is spent or was seen long enough."""
    fresh = humanity.ask()
    form = SendForm({"token": fresh.token} if problems else None, question=fresh.words, token=fresh.token)
    if problems:
        form.is_valid()
        form.errors.clear()
        for name, sentence in problems.items():
            form.add_error(name, sentence)
    return form


def _frame(draft: Draft | None, form: SendForm) -> dict[str, Any]:
    answers = draft.answers if draft else {}
    files = draft.files if draft else []
    return {
        "form": form, "rows": list(_rows(answers)), "files": files, "has_draft": draft is not None,
        "files_url": reverse(steps.FILES), "back_url": reverse(steps.FILES),
    }  # fmt: skip


def _rows(answers: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Label, value and address of each answer for `komponen/ringkasan.html`."""
    nameless = answers.get("identitas") == Disclosure.ANONYMOUS
    for step in steps.STEPS.values():
        if nameless and step is steps.STEPS["kontak"]:
            continue
        for name, label in step.rows:
            url = f"{reverse(step.url)}?ubah=1"
            yield {"label": label, "value": _words(name, answers.get(name, "")), "url": url}


def _words(name: str, value: str) -> str:
    """An answer as it is read."""
    if not value:
        return "Belum diisi" if name in drafts.REQUIRED else "–"
    if name == "tanggal":
        return tanggal(date.fromisoformat(value))
    if name in ("kecamatan", "desa"):
        model = Kecamatan if name == "kecamatan" else Desa
        return str(model.objects.filter(pk=value).first() or "–")
    known = {"perihal": SUBJECT_WORDS, "identitas": IDENTITY_WORDS, "balasan": dict(REPLY_CHOICES)}.get(name, {})
    return known.get(value, value)


@public_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Number and code, to be kept; what happens next, with dates."""
    draft = draft_of(request)
    if draft is None or draft.complaint is None:
        return redirect("public_complaint")
    return render(request, "pengaduan/publik/terkirim.html", _receipt(draft, draft.complaint))


@public_page
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The same on a sheet of paper."""
    draft = draft_of(request)
    if draft is None or draft.complaint is None:
        return redirect("public_complaint")
    try:
        gate.enter(Gate.TRACK, client_address(request))  # drawing a PDF is work
    except gate.TooMany as refusal:
        return slowed(request, "pengaduan/publik/terkirim.html", _receipt(draft, draft.complaint), refusal)
    track_url = settings.BASE_URL.rstrip("/") + reverse("track")
    facts = public_receipt.facts(draft.complaint, code=intake.shown(draft.ticket_code), track_url=track_url)
    return pdf_response(public_receipt.render(facts), f"{draft.complaint.ticket}.pdf")


def _receipt(draft: Draft, complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint": complaint,
        "code": intake.shown(draft.ticket_code),
        "plan": tracking.promised(complaint),
        "has_contact": bool(complaint.reporter_phone or complaint.reporter_email),
    }
