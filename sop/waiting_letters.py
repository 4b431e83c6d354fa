"""Surat pemberitahuan that wait for their signer, one task a cycle."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.queries import Waiting
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.queries import calendar
from sop.enums import WORKING_STEPS, CycleState
from sop.models import Cycle, Notice, StepRun


def waiting(user: User, now: datetime) -> list[Waiting]:
    """What the user is asked to approve; own drafts wait for somebody else. One query when there is nothing."""
    if not user.may(Permission.SIGN_CHAIN):
        return []
    found = Notice.objects.filter(letter__state=LetterState.SUBMITTED, cycle__state=CycleState.RUNNING)
    rows = found.exclude(letter__by=user).select_related("letter", "cycle__round", "cycle__sop").order_by("pk")
    numbers = Counter(row.cycle_id for row in rows if user.has_role(row.letter.signer))
    cycles = {row.cycle_id: row.cycle for row in rows}
    return [_task(cycles[pk], number, now) for pk, number in numbers.items()]


def _task(cycle: Cycle, number: int, now: datetime) -> Waiting:
    runs = StepRun.objects.filter(cycle=cycle, step__activities__contains="kirim_surat", state__in=WORKING_STEPS)
    run = runs.order_by("step__no").first()
    clock = Deadline.objects.filter(subject=run.subject).first() if run else None
    return Waiting(
        subject=run.subject if run else f"notices:{cycle.pk}",
        title=f"Setujui {number} surat pemberitahuan",
        url=reverse("notices_approve", args=[cycle.pk]),
        group=str(cycle.round),
        area="",
        deadline=lateness(clock, calendar(), now),
        state_label="Perlu keputusan",
        tone="peringatan",
    )
