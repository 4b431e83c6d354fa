"""/temuan/: findings of the inspektorat and their follow-up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from sop import tlhp
from sop.enums import FindingState
from sop.forms import DecisionForm, ExtensionForm
from sop.forms_findings import AnswerForm, FindingFilter, FindingForm, ReassignForm, VerdictForm
from sop.models import AuditItem, Finding
from sop.services import finding_course, findings


@allowed(Permission.VIEW_FINDINGS)
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    form = FindingFilter(request.GET)
    found = tlhp.listed(request.user, form.applied())
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": tlhp.rows(page.rows),
        "result_words": f"{thousands(found.count())} temuan",
        "may_record": request.user.may(Permission.RECORD_FINDINGS),
        **page_links(request, page),
    }
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "temuan/_daftar.html" if is_part else "temuan/daftar.html", context)


@allowed(Permission.RECORD_FINDINGS)
@require_http_methods(["GET", "POST"])
def finding_record(request: HttpRequest) -> HttpResponse:
    """A finding of its own, or of an item of a sample (?butir=)."""
    item = _item(request)
    form = FindingForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = findings.record(form.wording(), owner=given["owner"], days=given["days"], by=request.user, item=item)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Temuan {made.code} dicatat. {made.owner} sudah diberi tahu.")
            return redirect(made)
    status = 422 if request.method == "POST" else 200
    return render(request, "temuan/catat.html", {"form": form, "item": item}, status=status)


def _item(request: HttpRequest) -> AuditItem | None:
    typed = request.GET.get("butir", "")
    return (
        get_object_or_404(AuditItem, pk=int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    )


@allowed(Permission.VIEW_FINDINGS)
@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, found_finding(request, pk))


@allowed(Permission.ANSWER_FINDINGS)
@require_POST
def finding_answer(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = found_finding(request, pk), AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            findings.follow_up(found, note=given["note"], upload=given["file"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Tindak lanjut dikirim ke inspektorat.")
            return redirect(found)
    return page_of(request, found, answer_form=form)


@allowed(Permission.RECORD_FINDINGS)
@require_POST
def finding_judge(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = found_finding(request, pk), VerdictForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        act = findings.accept if given["verdict"] == "selesai" else findings.hand_back
        try:
            act(found, note=given["note"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Penilaian temuan {found.code} dicatat.")
            return redirect(found)
    return page_of(request, found, verdict_form=form)


@allowed(Permission.VIEW_FINDINGS)
@require_safe
def finding_file(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Evidence of a follow-up, always as a download; logged."""
    found = found_finding(request, pk)
    stored = get_object_or_404(found.entries.filter(file__isnull=False).select_related("file"), pk=entry).file
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=stored.name, purpose=f"Temuan {found.code}", url=request.path)
    headers = {
        "Content-Disposition": content_disposition_header(True, stored.name),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type=stored.content_type, headers=headers)


def found_finding(request: HttpRequest, pk: int) -> Finding:
    related = ("owner", "by", "kecamatan", "closed_by", "item__sample")
    return get_object_or_404(Finding.objects.visible_to(request.user).select_related(*related), pk=pk)


def page_of(request: HttpRequest, found: Finding, **bound: Any) -> HttpResponse:
    """The page as it stands; an invalid form of it comes back filled, with status 422."""
    is_open = found.state in (FindingState.OPEN, FindingState.RETURNED)
    context = {
        "finding": found,
        "row": tlhp.rows([found])[0],
        "events": tlhp.course(found),
        "proofs": found.entries.filter(file__isnull=False).select_related("file", "by"),
        "may_answer": is_open and findings.may_answer(found, request.user),
        "may_judge": found.state == FindingState.ANSWERED and request.user.may(Permission.RECORD_FINDINGS),
        "may_sample": request.user.may(Permission.RECORD_FINDINGS),
        "may_reassign": is_open and request.user.may(Permission.RECORD_FINDINGS),
        "asked": finding_course.open_request(found) if is_open else None,
        "answer_form": AnswerForm(),
        "extension_form": ExtensionForm(),
        "decision_form": DecisionForm(),
        "reassign_form": ReassignForm(by=found.by),
        "verdict_form": VerdictForm(),
    }
    return render(request, "temuan/temuan.html", context | bound, status=422 if bound else 200)
