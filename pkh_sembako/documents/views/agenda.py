"""/agenda/: the register of incoming letters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents import queries, uses
from pkh_sembako.documents.forms_agenda import LetterFilter, LetterForm
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import agenda, files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    filter_form = LetterFilter(request.GET)
    found = queries.letters(request.user, filter_form.applied())
    page = asked_page(request, found, "year", "number", descending=True)
    context = {
        "page": page,
        "filter_form": filter_form,
        "result_words": f"{thousands(found.count())} surat masuk",
        "may_manage": request.user.may(Permission.MANAGE_DOCUMENTS),
        **page_links(request, page),
    }
    return render(request, "agenda/_daftar.html" if is_htmx(request) else "agenda/daftar.html", context)


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    context = {
        "letter": found,
        "events": agenda.changes(found),
        "uses": uses.of(found, request.user),
        "readable": request.user.sees_kabupaten,
        "may_manage": request.user.may(Permission.MANAGE_DOCUMENTS),
    }
    return render(request, "agenda/surat.html", context)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    form = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = agenda.record(form.instance, by=request.user, upload=form.cleaned_data["berkas"])
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Surat dicatat dengan nomor agenda {made.agenda_number}.")
            return redirect(made)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "agenda/isian.html", {"form": form, "letter": None}, status=status)


@allowed(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    form = LetterForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            agenda.correct(form.instance, by=request.user, upload=form.cleaned_data["berkas"])
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Agenda {found.agenda_number} disimpan.")
            return redirect(found)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "agenda/isian.html", {"form": form, "letter": found}, status=status)


@allowed(Permission.VIEW_DOCUMENTS)
@require_safe
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan, as a download, logged."""
    readable = IncomingLetter.objects.visible_to(request.user).readable_by(request.user).select_related("file")
    found = get_object_or_404(readable, pk=pk, file__isnull=False)
    try:
        data = files.verified(found.file)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    subject = f"Surat masuk, agenda {found.agenda_number}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Membuka surat masuk", url=request.path)
    return file_response(found.file, data)


def _get(request: HttpRequest, pk: int) -> IncomingLetter:
    return get_object_or_404(IncomingLetter.objects.visible_to(request.user).select_related("file", "by"), pk=pk)
