"""Acts on a Berita Acara and the steps they close, each in one transaction.

The last paraf closes the step of activity `berita_acara`, the determination that of `penetapan` (Lamandau has both in
one step, which the determination closes), the receipt of PKH Pusat that of `kirim_berita_acara`. A Round without a
running cycle, or being corrected, has no step to close.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from pkh_sembako.accounts.models import RoleLabel, User
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.accounts.services.system import system_user
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.services import bell
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import calendar
from programs.models import BaAct, BaRevision, Determination, Round
from programs.services import berita_acara, kirim, penetapan
from sop import labels
from sop.enums import CLOSED_STEPS, WORKING_STEPS, StepState
from sop.models import StepRun
from sop.queries import waivers_before
from sop.services import runs
from sop.transitions import Verb

DRAFTING, DETERMINING, SENDING = "berita_acara", "penetapan", "kirim_berita_acara"
EXCEPTIONS = "kabid"  # who alone decides them (architecture.md, Who moves a step)


def unmet(the_round: Round) -> list[str]:
    """What stops the Berita Acara from being drafted now, in words."""
    return [*berita_acara.unmet(the_round), *not_yet(the_round, DRAFTING)]


def not_yet(the_round: Round, activity: str) -> list[str]:
    """Why the SOP's step for the activity is not at work: before its turn, or paused."""
    run = runs.find(the_round, activity)
    if run is None or run.state in (*WORKING_STEPS, *CLOSED_STEPS):
        return []
    if run.state == StepState.WAITING:
        before = _open_before(run)
        return [f"Langkah {run.step.no} belum mulai, karena belum selesai: langkah {', '.join(before)}"]
    return [f"Langkah {run.step.no} berstatus “{run.get_state_display()}”"]


def _open_before(run: StepRun) -> list[str]:
    earlier = run.cycle.steps.select_related("step").filter(step__no__in=run.step.after)
    return [str(each.step.no) for each in earlier.exclude(state__in=CLOSED_STEPS)]


@transaction.atomic
def draft(the_round: Round, *, by: User, note: str = "") -> BaRevision:
    """Write the next revision and tell the first link."""
    if missing := unmet(the_round):
        raise DomainError(f"{missing[0]}.")
    revision = berita_acara.draft(the_round, by=by, note=note, set_aside=set_aside(the_round))
    _settle_draft(revision, by=by)
    _tell_next(revision)
    return revision


def set_aside(the_round: Round) -> list[berita_acara.SetAside]:
    """What the Kabid let pass or skipped on the way to the Berita Acara, in the words that are shown and printed."""
    zone = calendar().zone
    return [
        berita_acara.SetAside(
            step=event.step_run.step.no,
            title=labels.title(event.step_run.step),
            kecamatan=event.assignment.kecamatan.name if event.assignment else "",
            act="dilewati" if event.verb == Verb.SKIP else "diloloskan",
            by=str(event.by),
            office=RoleLabel.of(EXCEPTIONS),
            on=tanggal(event.at.astimezone(zone)),
            reason=event.note,
        )
        for event in waivers_before(the_round, DRAFTING)
        if event.step_run
    ]


@transaction.atomic
def give_paraf(revision: BaRevision, *, by: User) -> BaAct:
    """One paraf; the last one closes step 10 (Magetan) and tells the Kepala Dinas."""
    _refuse(not_yet(revision.ba.round, DRAFTING))
    act = berita_acara.give_paraf(revision, by=by)
    berita_acara.let_fall(revision)
    _settle_draft(revision, by=by)
    _tell_next(revision)
    return act


@transaction.atomic
def return_(revision: BaRevision, *, by: User, reason: str) -> BaAct:
    """Close the revision with a reason and tell who drafted it; the step stays open, its `unmet` says why."""
    act = berita_acara.return_(revision, by=by, reason=reason)
    drafter = BaAct.objects.get(ba=revision.ba_id, revision=revision.revision, link=0).person
    text = f"Berita Acara {revision.ba.round} dikembalikan {RoleLabel.of(act.role)}: {act.reason}"
    assert drafter is not None  # a draft is somebody's
    bell.tell([drafter], text=text, url=_address(revision), tone="peringatan", by_mail=True)
    return act


@transaction.atomic
def determine(
    revision: BaRevision, *, by: User, seen_hash: str, dated: date | None = None, number: str = ""
) -> Determination:
    """`penetapan.determine` and the end of its step. Who has a second factor has typed its code for this content."""
    the_round = revision.ba.round
    _refuse(not_yet(the_round, DETERMINING))
    second_factor.refuse_unproven(by, revision.content_hash)
    made = penetapan.determine(revision, by=by, seen_hash=seen_hash, dated=dated, number=number)
    because = f"Ditetapkan {by} pada Berita Acara versi {revision.ba.version} revisi {revision.revision}."
    for activity in (DRAFTING, DETERMINING):
        runs.settle(the_round, activity, by=by, because=because)
    return made


@transaction.atomic
def record_receipt(determination: Determination, *, by: User, **facts: Any) -> list[int]:
    """`kirim.record_receipt` with its facts, and the end of the step that sends; the steps that were closed.

    The step closes when nothing else is unmet: the receipt is of the result in force, and the step is at work.
    """
    made = kirim.record_receipt(determination, by=by, **facts)
    because = f"Tanda terima PKH Pusat dicatat: {made.receiver}, {tanggal(made.sent_on)}."
    return runs.settle(determination.ba.round, SENDING, by=by, because=because)


@transaction.atomic
def follow_vacancies(revision: BaRevision) -> bool:
    """Ask the next link where the present one's post became vacant after the draft. Whether one fell out."""
    fallen = berita_acara.let_fall(revision)
    if fallen:
        _settle_draft(revision, by=system_user())
        _tell_next(revision)
    return bool(fallen)


def _settle_draft(revision: BaRevision, *, by: User) -> None:
    if berita_acara.next_link(revision) == len(revision.chain):
        last = BaAct.objects.filter(ba=revision.ba_id, revision=revision.revision).latest("link")
        because = f"Paraf terakhir oleh {by}." if last.person else f"Paraf terakhir tidak diminta, {last.reason}."
        runs.settle(revision.ba.round, DRAFTING, by=by, because=because)


def _refuse(missing: list[str]) -> None:
    if missing:
        raise DomainError(f"{missing[0]}.")


def _tell_next(revision: BaRevision) -> None:
    role = berita_acara.turn_of(revision)
    people = User.objects.filter(pk__in=[person.pk for person in Directory().holders([role], None)])
    act = "penetapan" if role == revision.chain[-1] else "paraf"
    text = f"Berita Acara hasil kroscek {revision.ba.round} menunggu {act} Anda."
    bell.tell(people, text=text, url=_address(revision), tone="proses", by_mail=True)


def _address(revision: BaRevision) -> str:
    return reverse("penetapan_page", args=[revision.ba_id])
