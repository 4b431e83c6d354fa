"""The one door of the step machine: `runs.move(target, "submit", by=user)` for a step or a kecamatan's share of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.services import clock
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.office.queries import calendar
from programs.models import Round
from sop import steps
from sop.enums import CLOSED_STEPS, WORKING_STEPS, CycleState, StepState
from sop.models import Assignment, Cycle, Event, StepRun, Target
from sop.models.definitions import KECAMATAN_LEVEL
from sop.services import flow, news
from sop.services.actors import Actor, Standing
from sop.transitions import OUTCOMES, SOURCES, WORDS, Verb, past_words


@dataclass(frozen=True)
class Moved:
    """What the door answers; `repeated` when it had been done before (a second click)."""

    target: Target
    sentence: str
    repeated: bool = False


@dataclass(frozen=True)
class Act:
    """One move under way: everything an action needs."""

    target: Target
    verb: Verb
    by: User
    note: str

    @property
    def deadline(self) -> Deadline:
        return Deadline.objects.get(subject=self.target.subject)


def move(
    target: Target, verb: str, *, by: User, note: str = "", happened_on: date | None = None, reference: str = ""
) -> Moved:
    """Move a step or share, or say that it has moved already.

    Locks the cycle, asks who may and what is unmet, moves, records the event and the deadline, in one transaction.
    `happened_on` and `reference` are needed where the operator records for a lane without users.
    """
    verb = Verb(verb)
    with guards_in_words():
        target = _lock(target)
        actor = _actor(target, verb, Standing(by))
        if target.state in OUTCOMES[verb] and target.state not in SOURCES[verb]:
            return Moved(target, _repeated(target, verb), repeated=True)
        _check(target, verb, note, happened_on, reference)
        source = target.state
        act = Act(target, verb, by, note.strip())
        ACTIONS[verb](act)
        _record(act, source, actor, happened_on=happened_on, reference=reference)
        if target.state in CLOSED_STEPS:
            flow.closed(target, by=by)
    return Moved(target, f"{past_words(verb, target.state)}: {_name(target)}.")


def settle(the_round: Round, activity: str, *, by: User, because: str) -> list[int]:
    """Close the open steps of an activity whose work was just done elsewhere (last paraf, determination, receipt).

    Only those of which nothing else is unmet; the numbers of the steps that were closed.
    """
    working = StepRun.objects.filter(cycle__round=the_round, cycle__state=CycleState.RUNNING, state__in=WORKING_STEPS)
    open_runs = working.filter(step__activities__contains=activity).exclude(step__level=KECAMATAN_LEVEL)
    return [run.step.no for run in open_runs if _settle_one(run, by=by, because=because)]


def find(the_round: Round, activity: str) -> StepRun | None:
    """The step of the Round's running cycle that has the activity, whatever its state."""
    runs = StepRun.objects.filter(cycle__round=the_round, cycle__state=CycleState.RUNNING)
    return runs.select_related("step", "cycle__round").filter(step__activities__contains=activity).first()


def available(target: Target, user: User, standing: Standing | None = None) -> list[Verb]:
    """What the user may do now with a step or share; buttons, phone and tests ask this."""
    if not target.cycle.is_running:
        return []
    standing = standing or Standing(user)
    return [verb for verb in SOURCES if target.state in SOURCES[verb] and _may(target, verb, standing)]


def _may(target: Target, verb: Verb, standing: Standing) -> Actor | None:
    if verb in (Verb.FINISH, Verb.RETURN):
        return standing.checks(target)
    if verb in (Verb.WAIVE, Verb.SKIP):
        is_kept = steps.why_kept(target.step) or (verb == Verb.WAIVE and _is_shared(target))
        return None if is_kept else standing.decides_exceptions()
    return standing.works_on(target) if not _is_shared(target) else None


def _is_shared(target: Target) -> bool:
    """The whole of a fanned-out step: its kecamatan do the work."""
    return isinstance(target, StepRun) and target.step.fans_out and target.assignments.exists()


def _lock(target: Target) -> Target:
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=target.cycle.pk)
    if not cycle.is_running:
        raise DomainError(f"Siklus {cycle} berstatus “{cycle.get_state_display()}”; langkahnya tidak dapat diubah.")
    fresh = type(target).objects.select_related("submitted_by").get(pk=target.pk)
    fresh.step_run.cycle = cycle
    return fresh


def _actor(target: Target, verb: Verb, standing: Standing) -> Actor:
    actor = _may(target, verb, standing)
    if actor is None:
        raise DomainError(_refusal(target, verb, standing.user))
    return actor


def _refusal(target: Target, verb: Verb, user: User) -> str:
    if verb in (Verb.FINISH, Verb.RETURN) and target.submitted_by_id == user.pk:
        return "Anda yang mengajukan; pemeriksaan dilakukan orang lain."
    if verb in (Verb.SKIP, Verb.WAIVE) and Standing(user).decides_exceptions() and steps.why_kept(target.step):
        return steps.why_kept(target.step)
    if _is_shared(target) and verb != Verb.SKIP:
        return "Langkah ini dikerjakan kecamatan; buka bagian kecamatannya."
    return f"“{WORDS[verb].button}” untuk {_name(target)} bukan wewenang Anda."


def _check(target: Target, verb: Verb, note: str, happened_on: date | None, reference: str) -> None:
    if target.state not in SOURCES[verb]:
        status = StepState(target.state).label
        raise DomainError(f"{_name(target)} berstatus “{status}”; “{WORDS[verb].button}” tidak berlaku sekarang.")
    if WORDS[verb].needs_note and not note.strip():
        raise DomainError(f"Tulis {WORDS[verb].note_label[0].lower()}{WORDS[verb].note_label[1:]}.")
    if len(note.strip()) > 400:
        raise DomainError(f"Catatan paling panjang 400 huruf. Yang ditulis {len(note.strip())} huruf.")
    if verb == Verb.SUBMIT and target.step.is_recorded_for_others and not (happened_on and reference.strip()):
        raise DomainError("Isi tanggal kejadian dan sumbernya, misalnya nomor surat Kemensos.")
    if happened_on and happened_on > timezone.localdate():
        raise DomainError("Tanggal kejadian tidak boleh sesudah hari ini.")
    if verb == Verb.SUBMIT and (missing := steps.unmet(target)):
        raise DomainError(f"Belum dapat diajukan. {'; '.join(missing)}.")


def _hand_in(act: Act) -> None:
    steps.on_submit(act.target, by=act.by)
    act.target.submitted_by, act.target.checked_by = act.by, None
    if act.target.step.checker:
        act.target.submit()
        clock.submit(act.deadline, by=act.by)
    else:
        act.target.complete()
    _save(act.target)


def _finish(act: Act) -> None:
    act.target.checked_by = act.by
    act.target.finish()
    _save(act.target)


def _return(act: Act) -> None:
    act.target.checked_by = act.by
    act.target.return_()
    steps.on_return(act.target, by=act.by, reason=act.note)
    clock.return_(act.deadline, by=act.by)
    _save(act.target)
    news.given_back(act.target, by=act.by, reason=act.note)


def _pause(act: Act) -> None:
    clock.pause(act.deadline, reason=act.note, by=act.by)
    act.target.pause()
    _save(act.target)


def _resume(act: Act) -> None:
    clock.resume(act.deadline, by=act.by)
    act.target.resume()
    _save(act.target)


def _skip(act: Act) -> None:
    """Skipping a whole fanned-out step skips what its kecamatan have not closed."""
    if isinstance(act.target, StepRun):
        for share in act.target.assignments.exclude(state__in=CLOSED_STEPS):
            share.step_run = act.target
            _skip(Act(share, act.verb, act.by, act.note))
            flow.close_clock(share.subject, by=act.by)
    act.target.skip()
    _save(act.target)


ACTIONS: dict[Verb, Callable[[Act], None]] = {
    Verb.SUBMIT: _hand_in,
    Verb.WAIVE: _hand_in,
    Verb.FINISH: _finish,
    Verb.RETURN: _return,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.SKIP: _skip,
}


def _save(target: Target) -> None:
    if target.state in CLOSED_STEPS:
        target.closed_at = timezone.now()
    target.save(update_fields=["state", "submitted_by", "checked_by", "closed_at"])


def _record(act: Act, source: str, actor: Actor, *, happened_on: date | None = None, reference: str = "") -> None:
    target = act.target
    Event.objects.create(
        cycle=target.cycle,
        step_run=target.step_run,
        assignment=target if isinstance(target, Assignment) else None,
        verb=act.verb,
        source=source,
        target=target.state,
        by=act.by,
        stands_in=actor.stands_in,
        note=act.note,
        happened_on=happened_on,
        reference=reference.strip(),
    )


@transaction.atomic
def _settle_one(run: StepRun, *, by: User, because: str) -> bool:
    target = _lock(run)
    if target.state not in WORKING_STEPS or steps.unmet(target):
        return False
    source = target.state
    target.submitted_by = by
    target.complete()
    _save(target)
    _record(Act(target, Verb.SUBMIT, by, because), source, Actor())
    flow.closed(target, by=by)
    return True


def _repeated(target: Target, verb: Verb) -> str:
    last = target.events.filter(target=target.state).select_related("by").last()
    if last is None:
        return f"{_name(target)} {WORDS[verb].repeated}."
    when = tanggal_jam(last.at, calendar().zone)
    return f"{_name(target)} {WORDS[verb].repeated} oleh {last.by or 'sistem'} pada {when}."


def _name(target: Target) -> str:
    place = f" Kec. {target.kecamatan}" if target.kecamatan else ""
    return f"Langkah {target.step.no}{place}"
