"""Dates of a step or share beside its SOP's clock: a target date agreed, more time asked and granted."""

from datetime import date

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline, Extension
from pkh_sembako.deadlines.services import clock, extensions
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from sop.enums import OPEN_STEPS, StepState
from sop.models import Assignment, Event, Target
from sop.services import news
from sop.services.actors import Actor, Standing


@transaction.atomic
def agree_date(target: Target, *, on: date, by: User) -> Deadline:
    """Agree when work is to be done whose time the paper calls "menyesuaikan"."""
    actor = _worker(target, by)
    deadline = clock.agree_date(_deadline(target), on=on, by=by)
    _record(target, "agree", by, f"Tanggal target {tanggal(on)}.", actor)
    return deadline


@transaction.atomic
def ask_extension(target: Target, *, until: date, reason: str, by: User) -> Extension:
    """Ask for more time, with a reason."""
    actor = _worker(target, by)
    asked = extensions.ask(_deadline(target), reason=reason, until=until, by=by)
    news.more_time_asked(target, asked)
    _record(target, "ask_extension", by, f"Sampai {tanggal(until)}: {reason.strip()}", actor)
    return asked


@transaction.atomic
def decide_extension(target: Target, extension: Extension, *, granted: bool, by: User, note: str = "") -> Extension:
    """Grant or refuse, by somebody higher on the ladder."""
    if extension.deadline.subject != target.subject:
        raise DomainError("Permintaan perpanjangan ini bukan untuk langkah tersebut.")
    decided = extensions.decide(extension, granted=granted, by=by, note=note)
    news.more_time_decided(target, decided)
    verb = "grant_extension" if granted else "refuse_extension"
    _record(target, verb, by, f"Sampai {tanggal(extension.until)}. {note.strip()}".strip(), Actor())
    return decided


def _worker(target: Target, by: User) -> Actor:
    actor = Standing(by).works_on(target)
    if actor is None or not target.cycle.is_running:
        raise DomainError("Tenggat langkah ini bukan wewenang Anda.")
    if target.state not in (*OPEN_STEPS, StepState.PAUSED):
        raise DomainError("Langkah ini tidak sedang berjalan.")
    return actor


def _deadline(target: Target) -> Deadline:
    return Deadline.objects.get(subject=target.subject)


def _record(target: Target, verb: str, by: User, note: str, actor: Actor) -> None:
    Event.objects.create(
        cycle=target.cycle,
        step_run=target.step_run,
        assignment=target if isinstance(target, Assignment) else None,
        verb=verb,
        source=target.state,
        target=target.state,
        by=by,
        note=note[:400],
        stands_in=actor.stands_in,
    )
