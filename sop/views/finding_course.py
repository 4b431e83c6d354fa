"""/temuan/<pk>/perpanjangan/ and /alih/: more time for a finding, another owner."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop.forms import DecisionForm, ExtensionForm
from sop.forms_findings import ReassignForm
from sop.models import Finding
from sop.services import finding_course
from sop.views.findings import found_finding, page_of


@allowed(Permission.ANSWER_FINDINGS)
@require_POST
def finding_extend(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = found_finding(request, pk), ExtensionForm(request.POST)

    def act() -> str:
        finding_course.ask_time(found, **form.cleaned_data, by=request.user)
        return "Permintaan perpanjangan dikirim ke inspektorat."

    return _done(request, found, form, act, "extension_form")


@allowed(Permission.RECORD_FINDINGS)
@require_POST
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = found_finding(request, pk), DecisionForm(request.POST)

    def act() -> str:
        given = form.cleaned_data
        decided = finding_course.decide_time(
            found, granted=given["granted"] == "ya", note=given["note"], by=request.user
        )
        return "Perpanjangan disetujui; tenggatnya sudah bergeser." if decided.granted else "Perpanjangan ditolak."

    return _done(request, found, form, act, "decision_form")


@allowed(Permission.RECORD_FINDINGS)
@require_POST
def finding_reassign(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_finding(request, pk)
    form = ReassignForm(request.POST, by=found.by)

    def act() -> str:
        given = form.cleaned_data
        moved = finding_course.reassign(found, owner=given["owner"], reason=given["reason"], by=request.user)
        return f"Temuan {moved.code} sekarang ditindaklanjuti {moved.owner}."

    return _done(request, found, form, act, "reassign_form")


def _done(request: HttpRequest, found: Finding, form: Form, act: Callable[[], str], name: str) -> HttpResponse:
    """Back to the finding with a word, or the page with the form as it was typed."""
    if form.is_valid():
        try:
            messages.success(request, act())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(found)
    return page_of(request, found, **{name: form})
