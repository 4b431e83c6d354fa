"""/pengaduan/: a complaint without login and without a script, one question a page; back works, answers are kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import public_steps as steps
from complaints.forms_public import FileForm
from complaints.models import ComplaintTerms
from complaints.public_steps import STEPS, Step
from complaints.services import drafts, gate
from complaints.services.drafts import MOST_FILES, Draft
from complaints.views.public_door import draft_of, forget, public_page, remember, slowed
from pkh_sembako.lib.clients import client_address
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.whatsapp import number

FILES_PAGE = "pengaduan/publik/lampiran.html"
CHANGED = {"ubah": "1"}  # in the address of a question that is asked from the page to check


@public_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What it is for, what is needed, what happens with the data, and the other ways."""
    office = request.office  # type: ignore[attr-defined]
    draft = draft_of(request)
    context = {
        "contact": office,
        "chat": number(office.whatsapp or office.phone),
        "has_draft": bool(draft and draft.answers),
    }
    context["terms"] = ComplaintTerms.objects.on(timezone.localdate())
    return render(request, "pengaduan/publik/awal.html", context)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question; its answer is kept in the draft, which begins with the first answer."""
    step, draft = STEPS[name], draft_of(request)
    if draft and draft.complaint:
        return redirect("public_sent")
    answers = draft.answers if draft else {}
    form = step.form(request.POST if request.method == "POST" else None, answers=answers)
    context = _frame(request, step, answers) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft or drafts.begin(address=client_address(request))
            drafts.answer(draft, **form.answers)
        except gate.TooMany as refusal:
            return slowed(request, step.template, context, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return remember(redirect(_next(request, step, draft)), draft)
    return render(request, step.template, context, status=422 if form.errors else 200)


def _frame(request: HttpRequest, step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """Title, place in the row, and where "back" leads."""
    back = steps.CHECK if "ubah" in request.GET else steps.before(step.url, answers)
    return {"title": step.title, "number": steps.place(step.url), "count": steps.COUNT, "back_url": reverse(back)}


def _next(request: HttpRequest, step: Step, draft: Draft) -> str:
    """The next question; when an answer was changed, the page to check, unless it brings a new question."""
    onward = steps.after(step, draft.answers)
    if "ubah" not in request.GET:
        return reverse(onward)
    if step.goes_on and onward != steps.FILES:
        return f"{reverse(onward)}?{urlencode(CHANGED)}"
    return reverse(steps.CHECK)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest) -> HttpResponse:
    """Up to three files, one at a time; "Lanjutkan" takes a chosen file with it."""
    draft = draft_of(request)
    if draft and draft.complaint:
        return redirect("public_sent")
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            draft = _with_files(request, draft, form)
        except gate.TooMany as refusal:
            return slowed(request, FILES_PAGE, _files_frame(draft, form), refusal)
        except DomainError as refusal:
            form.add_error("berkas", refusal.sentence)
        else:
            response = redirect(steps.CHECK if "lanjut" in request.POST else steps.FILES)
            return remember(response, draft) if draft else response
    return render(request, FILES_PAGE, _files_frame(draft, form), status=422 if form.errors else 200)


def _with_files(request: HttpRequest, draft: Draft | None, form: FileForm) -> Draft | None:
    """The draft with the file that came, or without the one taken away."""
    gone = request.POST.get("hapus", "")
    if draft and gone.isascii() and gone.isdigit() and len(gone) < 16:
        drafts.detach(draft, int(gone))
    elif upload := form.cleaned_data["berkas"]:
        address = client_address(request)
        draft = draft or drafts.begin(address=address)
        drafts.attach(draft, upload, address=address)
    return draft


def _files_frame(draft: Draft | None, form: FileForm) -> dict[str, Any]:
    files = draft.files if draft else []
    back = steps.before(steps.FILES, draft.answers if draft else {})
    return {
        "form": form, "files": files, "may_add": len(files) < MOST_FILES, "most": MOST_FILES,
        "number": steps.place(steps.FILES), "count": steps.COUNT, "back_url": reverse(back),
    }  # fmt: skip


@public_page
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """This device forgets the complaint; also for the next person at a shared one."""
    return forget(redirect("public_complaint"))
