"""/dokumen/naskah/: the office's own texts of each kind of letter, with versions and a preview."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.documents.exports import letter as papers
from pkh_sembako.documents.exports.sample import sample
from pkh_sembako.documents.forms_outgoing import BLOCK, TemplateForm
from pkh_sembako.documents.kinds import KINDS, Kind
from pkh_sembako.documents.models import LetterTemplate
from pkh_sembako.documents.services import templates
from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError

MANAGE = Permission.MANAGE_DOCUMENTS


@allowed(MANAGE)
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/templates.html", {"rows": templates.all_current()})


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def template_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Show, preview and change the text; "pratinjau" prints what is typed without keeping it."""
    known = _kind(kind)
    newest = templates.current(known)
    initial = {"seen": newest.version, **{BLOCK + name: text for name, text in newest.blocks.items()}}
    form = TemplateForm(request.POST or None, kind=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if "pratinjau" in request.POST:
                return _preview(known, templates.checked(known, form.blocks))
            data = form.cleaned_data
            made = templates.save(known, blocks=form.blocks, seen=data["seen"], note=data["note"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Naskah disimpan sebagai versi {made.version}.")
            return redirect("template_edit", kind)
    status = 422 if form.is_bound and form.errors else 200
    versions = LetterTemplate.objects.filter(kind=kind).select_related("by")
    context = {"kind": known, "form": form, "newest": newest, "versions": versions, "words": known.allowed.items()}
    return render(request, "documents/template_edit.html", context, status=status)


@allowed(MANAGE)
@require_safe
def template_preview(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """A kept version with sample data."""
    found = LetterTemplate.objects.filter(kind=kind, version=version).first()
    if found is None:
        raise Http404
    return _preview(_kind(kind), found.blocks)


@allowed(MANAGE)
@require_POST
def template_restore(request: HttpRequest, kind: str) -> HttpResponse:
    known = _kind(kind)
    try:
        made = templates.restore(known, seen=templates.current(known).version, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Teks bawaan berlaku lagi sebagai versi {made.version}.")
    return redirect("template_edit", kind)


def _preview(kind: Kind, blocks: dict[str, str]) -> HttpResponse:
    return pdf_response(papers.render(papers.compose(sample(kind, blocks))), f"pratinjau-{kind.code}.pdf")


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]
