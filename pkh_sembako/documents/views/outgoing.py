"""/dokumen/baru/ and /dokumen/surat/: a letter is chosen, filled, previewed, approved, numbered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.documents import forms_outgoing as forms
from pkh_sembako.documents import uses
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.exports import letter as papers
from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.kinds import KINDS, Kind
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.queries import letter_events
from pkh_sembako.documents.services import letters, templates
from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.forms import KitForm
from pkh_sembako.lib.page_links import asked_page, page_links

MANAGE, SIGN = Permission.MANAGE_DOCUMENTS, Permission.SIGN_CHAIN
TONES = {
    "draft": "netral",
    "submitted": "peringatan",
    "approved": "proses",
    "issued": "positif",
    "cancelled": "negatif",
}


@allowed(MANAGE, SIGN)
@require_safe
def outgoing_list(request: HttpRequest) -> HttpResponse:
    """Letters in the making and issued, the newest first."""
    found = Letter.objects.visible_to(request.user).select_related("by", "document")
    page = asked_page(request, found, "id", descending=True)
    rows = [{"letter": one, "tone": TONES[one.state]} for one in page.rows]
    context = {"rows": rows, "page": page, "may_manage": request.user.may(MANAGE), **page_links(request, page)}
    return render(request, "documents/outgoing.html", context)


@allowed(MANAGE)
@require_safe
def outgoing_kinds(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/outgoing_kinds.html", {"kinds": KINDS.values()})


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def outgoing_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new letter from the newest text of its kind."""
    known = _kind(kind)
    template = templates.current(known)
    if request.method == "GET":
        form = forms.LetterForm(kind=known, initial=forms.initial_new(template.blocks))
        return _form_page(request, known, form, forms.rows_formset(known))

    def keep(content: letters.Content) -> Letter:
        return letters.draft(known, content, template=template, by=request.user)

    return _kept(request, known, keep)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def outgoing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _get(request, pk)
    kind = KINDS[letter.kind]
    if letter.state != LetterState.DRAFT:
        messages.error(request, "Surat yang sudah diajukan tidak dapat diubah.")
        return redirect("outgoing", pk)
    if request.method == "GET":
        form = forms.LetterForm(kind=kind, initial=forms.initial_of(letter))
        return _form_page(request, kind, form, forms.rows_formset(kind, rows=letter.rows), letter)
    return _kept(request, kind, lambda content: letters.change(letter, content, by=request.user), letter)


def _kept(request: HttpRequest, kind: Kind, keep: Any, letter: Letter | None = None) -> HttpResponse:
    """Keep what was typed and show the letter, or the form again with what is wrong."""
    form = forms.LetterForm(request.POST, kind=kind)
    formset = forms.rows_formset(kind, request.POST)
    rows_fit = formset is None or formset.is_valid()
    if "tambah" in request.POST and rows_fit:
        more = forms.rows_formset(kind, rows=forms.typed_rows(formset))
        return _form_page(request, kind, forms.LetterForm(kind=kind, initial=request.POST.dict()), more, letter)
    if not rows_fit:
        form.add_error(None, f"Periksa baris pada {kind.rows_title}: paling panjang 120 huruf per kotak.")
    if form.is_valid():
        try:
            made = keep(form.content(forms.typed_rows(formset)))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Konsep surat disimpan.")
            return redirect("outgoing", made.pk)
    return _form_page(request, kind, form, formset, letter, status=422)


def _form_page(
    request: HttpRequest,
    kind: Kind,
    form: forms.LetterForm,
    formset: BaseFormSet | None,
    letter: Letter | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"kind": kind, "form": form, "formset": formset, "letter": letter, "words": kind.allowed.items()}
    return render(request, "documents/outgoing_form.html", context, status=status)


@allowed(MANAGE, SIGN)
@require_safe
def outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: where it stands, whose turn it is, and what may be done."""
    letter = _get(request, pk)
    user = request.user
    context = {
        "letter": letter,
        "tone": TONES[letter.state],
        "template": letter.template,
        "matter_words": papers.matter_words(letter),
        "events": letter_events(letter),
        "uses": uses.of(letter, user),
        "may_manage": user.may(MANAGE),
        "may_decide": letter.state == LetterState.SUBMITTED
        and user.has_role(letter.signer)
        and user.pk != letter.by_id,
        "may_cancel": letters.may_cancel(letter, user),
    }
    return render(request, "documents/outgoing_letter.html", context)


@allowed(MANAGE, SIGN)
@require_safe
def outgoing_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would be printed now, marked as a draft."""
    letter = _get(request, pk)
    return pdf_response(papers.render(papers.compose(letter, letter.document)), f"konsep-surat-{letter.pk}.pdf")


@allowed(MANAGE)
@require_POST
def outgoing_submit(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _get(request, pk)
    return _done(request, pk, lambda: letters.submit(letter, by=request.user), "Surat diajukan.")


@allowed(SIGN)
@require_POST
def outgoing_approve(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _get(request, pk)
    return _done(request, pk, lambda: letters.approve(letter, by=request.user), "Surat disetujui.")


def _done(request: HttpRequest, pk: int, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect("outgoing", pk)


@allowed(MANAGE)
@require_POST
def outgoing_delete(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        letters.withdraw(_get(request, pk), by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("outgoing", pk)
    messages.success(request, "Konsep surat dihapus.")
    return redirect("outgoing_list")


@allowed(SIGN)
@require_http_methods(["GET", "POST"])
def outgoing_return(request: HttpRequest, pk: int) -> HttpResponse:
    form = forms.ReturnForm(request.POST or None)
    return _refused(request, pk, form, letters.return_, "return", "Surat dikembalikan kepada penyusun.")


@allowed(SIGN)
@require_http_methods(["GET", "POST"])
def outgoing_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an approved or numbered letter, with a reason; whoever signs such letters may."""
    return _refused(request, pk, forms.CancelForm(request.POST or None), letters.cancel, "cancel", "Surat dibatalkan.")


def _refused(
    request: HttpRequest, pk: int, form: KitForm, act: Callable[..., Letter], name: str, done: str
) -> HttpResponse:
    """What the signer does with a letter for a reason: the page that asks for it, then `act`."""
    letter = _get(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            act(letter, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect("outgoing", pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"documents/outgoing_{name}.html", {"form": form, "letter": letter}, status=status)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def outgoing_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the approved letter; from then on it stands among the documents."""
    letter = _get(request, pk)
    initial = {"dated": min(letter.dated, timezone.localdate())}
    form = forms.IssueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            document = publish(letter, dated=data["dated"], number=data.get("number", ""), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Surat terbit dengan nomor {document.number}.")
            return redirect("document", document.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "documents/outgoing_issue.html", {"form": form, "letter": letter}, status=status)


def _get(request: HttpRequest, pk: int) -> Letter:
    visible = Letter.objects.visible_to(request.user).select_related(
        "template", "by", "approved_by", "document", "cancelled_by"
    )
    return get_object_or_404(visible, pk=pk)


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]
