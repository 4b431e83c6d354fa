"""After an edit of the calendar every open deadline is computed again, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pkh_sembako.deadlines import rows
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Pause
from pkh_sembako.deadlines.moments import apply_due, apply_next_alert
from pkh_sembako.office.queries import calendar

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

UPDATE = """
UPDATE deadlines_deadline d
   SET due = n.due, original_due = n.original_due, next_alert_at = n.next_alert_at
  FROM jsonb_to_recordset(%s::jsonb)
    AS n(id bigint, due timestamptz, original_due timestamptz, next_alert_at timestamptz)
 WHERE d.id = n.id
"""


@dataclass(frozen=True)
class Recomputed:
    count: int  # deadlines computed again
    moved: int  # of these, how many are due at another moment now


@transaction.atomic
def all_open(*, by: "User | None") -> Recomputed:
    """Recompute, then pauses, then granted dates. No new turn: what has alerted does not alert again."""
    open_deadlines = list(Deadline.objects.select_for_update().exclude(state=DeadlineState.CLOSED).order_by("id"))
    pauses = defaultdict(list)
    for pause in Pause.objects.exclude(deadline__state=DeadlineState.CLOSED).order_by("paused_at"):
        pauses[pause.deadline_id].append(pause)
    days = calendar()
    before = {deadline.pk: deadline.due for deadline in open_deadlines}
    for deadline in open_deadlines:
        apply_due(deadline, days, pauses[deadline.pk])
        apply_next_alert(deadline, days)
    rows.execute(UPDATE, rows.of(open_deadlines, "id", "due", "original_due", "next_alert_at"))
    moved = sum(deadline.due != before[deadline.pk] for deadline in open_deadlines)
    return Recomputed(len(open_deadlines), moved)
