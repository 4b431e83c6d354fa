"""The page of a step, and of a kecamatan's share of it: what it needs, what may be done, what was done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.reminders import of_late
from pkh_sembako.deadlines.services import extensions
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.lib.access import Permission, allowed, may_open
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.office.queries import calendar
from sop import board, labels, steps, supervised, timeline
from sop.enums import CLOSED_STEPS, OPEN_STEPS, StepState
from sop.forms import AgreeForm, DecisionForm, EvidenceForm, ExtensionForm
from sop.forms_supervision import AnswerForm, NoteForm
from sop.models import Assignment, Evidence, KemensosLimit, StepRun, Target, Tick
from sop.queries import definition_of
from sop.services import limits, runs
from sop.services.actors import Standing
from sop.transitions import WORDS, Verb
from sop.views import targets

SEES = (Permission.VIEW_CYCLES, Permission.MOVE_STEPS)


@allowed(*SEES)
@require_safe
def step_page(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    return page(request, targets.step_run(request, pk, no))


@allowed(*SEES)
@require_safe
def share_page(request: HttpRequest, pk: int, no: int, kecamatan: str) -> HttpResponse:
    return page(request, targets.share(request, pk, no, kecamatan))


def page(request: HttpRequest, target: Target, **forms: Any) -> HttpResponse:
    """The page as it stands; an invalid form of it comes back filled, with status 422."""
    standing = Standing(request.user)
    deadline = Deadline.objects.filter(subject=target.subject).first()
    shares = _shares(request, target) if isinstance(target, StepRun) else []
    is_open = target.state in (*OPEN_STEPS, StepState.PAUSED) and target.cycle.is_running
    works = standing.works_on(target) if is_open and not shares else None
    checks = standing.checks(target) if is_open and not shares else None
    context = {
        "target": target,
        "step": target.step,
        "cycle": target.cycle,
        "paper": definition_of(target.cycle.sop).step(target.step.no),
        "title": labels.title(target.step),
        "time": labels.duration(target.step.unit, target.step.amount),
        "state": StepState(target.state).label,
        "tone": labels.TONES[StepState(target.state)],
        "late": lateness(deadline, calendar(), timezone.now()),
        "deadline": deadline,
        "unmet": steps.unmet(target) if is_open and not shares else [],
        "progress": steps.progress(target) if not shares else None,
        "shares_unit": steps.unit(target.step),
        "work": _work(request, target) if is_open else None,
        "papers": steps.papers(target),
        "supervision": _supervision(request, target, forms.get("answer_form")),
        "may_supervise": supervised.may_write(target, request.user),
        "note_form": NoteForm(),
        "buttons": _buttons(target, standing),
        "may_skip": Verb.SKIP in runs.available(target, request.user, standing),
        "actor": works or checks,
        "may_give": bool(works or checks),
        "shares": shares,
        "closed_shares": sum(row.target.state in CLOSED_STEPS for row in shares),
        "items": _items(target),
        "asks_checklist": steps.asks_checklist(target.step),
        "evidence": _evidence(request, target),
        "events": timeline.of(target),
        "limits": _limits(target),
        "may_limit": request.user.may(Permission.MANAGE_CYCLES) and target.cycle.is_running,
        "late_reminders": of_late(deadline, timezone.now()) if _may_remind(request) else [],
        "extension": _open_extension(request, deadline),
        "may_ask": bool(works and deadline and deadline.due and not _has_open_extension(deadline)),
        "may_agree": bool(works and target.step.unit == Unit.MENYESUAIKAN and deadline and not deadline.agreed_on),
        "pauses": list(deadline.pauses.select_related("paused_by", "resumed_by")) if deadline else [],
        "evidence_form": EvidenceForm(),
        "extension_form": ExtensionForm(),
        "agree_form": AgreeForm(),
        "decision_form": DecisionForm(),
    }
    return render(request, "sop/langkah.html", context | forms, status=422 if forms else 200)


def _work(request: HttpRequest, target: Target) -> tuple[str, str] | None:
    """The button to where the work is done, for who may open that page."""
    found = steps.link(target)
    return found if found and may_open(request.user, found[1]) else None


def _supervision(request: HttpRequest, target: Target, sent: AnswerForm | None) -> list[supervised.NoteRow]:
    """Notes of superiors; under each that the user may answer a form, the one just sent as it was filled."""
    rows = supervised.of(target, request.user)
    for row in rows:
        if row.may_answer:
            row.form = sent if sent and sent.note == row.note.pk else AnswerForm(note=row.note.pk)
    return rows


def _shares(request: HttpRequest, run: StepRun) -> list[board.ShareRow]:
    found = list(Assignment.objects.visible_to(request.user).filter(step_run=run).select_related("kecamatan"))
    if not found:
        return []
    clocks, counts = board.clocks_of(found), steps.progress_by_kecamatan(run)
    days, now = calendar(), timezone.now()
    for share in found:
        share.step_run = run
    return [board.share_row(share, clocks, days, now, counts.get(share.kecamatan_id)) for share in found]


def _buttons(target: Target, standing: Standing) -> list[dict[str, Any]]:
    """What the user may do now; the first is the page's main act."""
    verbs = [verb for verb in runs.available(target, standing.user, standing) if verb != Verb.SKIP]
    outside = target.step.is_recorded_for_others
    return [
        {
            "verb": verb,
            "words": WORDS[verb],
            "label": "Selesai" if verb == Verb.SUBMIT and not target.step.checker else WORDS[verb].button,
            "asks_source": outside and verb == Verb.SUBMIT,
        }
        for verb in verbs
    ]


def _items(target: Target) -> list[dict[str, Any]]:
    share = target if isinstance(target, Assignment) else None
    ticks = {
        tick.item: tick for tick in Tick.objects.filter(step_run=target.step_run, assignment=share).select_related("by")
    }
    return [{"no": no, "text": text, "tick": ticks.get(no)} for no, text in enumerate(target.step.checklist)]


def _evidence(request: HttpRequest, target: Target) -> list[Evidence]:
    share = target if isinstance(target, Assignment) else None
    visible = Evidence.objects.visible_to(request.user).filter(step_run=target.step_run, assignment=share)
    return list(visible.select_related("file", "by"))


def _limits(target: Target) -> list[KemensosLimit]:
    """Kemensos's limits that bear on the step: its own and the cycle's, the earlier first."""
    found = limits.in_force(target.cycle)
    own = [found[key] for key in (target.step_run.pk, None) if key in found]
    return sorted(own, key=lambda limit: limit.due)


def _may_remind(request: HttpRequest) -> bool:
    """Whoever oversees the work: those above, and the korcam of its kecamatan."""
    return request.user.may(Permission.GRANT_EXTENSIONS, Permission.REVIEW_KROSCEK)


def _has_open_extension(deadline: Deadline) -> bool:
    return deadline.extensions.filter(granted__isnull=True).exists()


def _open_extension(request: HttpRequest, deadline: Deadline | None) -> dict[str, Any] | None:
    """The request that waits, and whether this user may decide it."""
    if deadline is None:
        return None
    asked = deadline.extensions.filter(granted__isnull=True).select_related("asked_by").first()
    return asked and {"asked": asked, "may_decide": extensions.may_decide(asked, request.user)}
