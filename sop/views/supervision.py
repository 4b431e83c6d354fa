"""Notes of a superior on a step or a kecamatan's share, and answers to them; the step's page shows both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop.forms_supervision import AnswerForm, NoteForm
from sop.models import Assignment, SupervisionNote
from sop.services import supervision
from sop.views import step_pages, targets


@allowed(Permission.MOVE_STEPS)
@require_POST
def write_note(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), NoteForm(request.POST)
    if form.is_valid():
        try:
            supervision.write(target, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Catatan supervisi disimpan dan diberitahukan.")
            return redirect(target)
    return step_pages.page(request, target, note_form=form)


@allowed(Permission.MOVE_STEPS)
@require_POST
def answer_note(request: HttpRequest, pk: int, no: int, note: int) -> HttpResponse:
    target, form = targets.posted(request, pk, no), AnswerForm(request.POST, note=note)
    share = target if isinstance(target, Assignment) else None
    found = get_object_or_404(SupervisionNote, pk=note, step_run=target.step_run, assignment=share)
    if form.is_valid():
        try:
            supervision.answer(found, text=form.cleaned_data["text"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Jawaban disimpan dan diberitahukan kepada penulis catatan.")
            return redirect(target)
    return step_pages.page(request, target, answer_form=form)
