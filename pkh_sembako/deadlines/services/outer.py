"""Batas Kemensos of open work: set, moved or taken away; the SOP's own due moment stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pkh_sembako.deadlines import rows
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Rung
from pkh_sembako.deadlines.moments import apply_next_alert, open_turn
from pkh_sembako.office.queries import calendar

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

UPDATE = """
UPDATE deadlines_deadline d
   SET outer_due = n.outer_due, turn = n.turn, next_rung = n.next_rung, next_alert_at = n.next_alert_at
  FROM jsonb_to_recordset(%s::jsonb)
    AS n(id bigint, outer_due timestamptz, turn smallint, next_rung text, next_alert_at timestamptz)
 WHERE d.id = n.id
"""


@transaction.atomic
def set_limits(limits: Mapping[str, datetime | None], *, by: "User") -> int:
    """Give the open deadlines of these subjects their limit; how many. A fixed number of queries.

    A new turn of reminders begins where they had begun and the earlier of both clocks now lies at another moment ahead.
    """
    open_deadlines = Deadline.objects.select_for_update().exclude(state=DeadlineState.CLOSED)
    found = list(open_deadlines.filter(subject__in=limits).order_by("id"))
    days, now = calendar(), timezone.now()
    for deadline in found:
        before = deadline.first_due
        deadline.outer_due = limits[deadline.subject]
        first = deadline.first_due
        if Rung.NEAR in deadline.rungs and first and first != before and first > now:
            _remind_again(deadline)
        apply_next_alert(deadline, days)
    rows.execute(UPDATE, rows.of(found, "id", "outer_due", "turn", "next_rung", "next_alert_at"))
    return len(found)


def _remind_again(deadline: Deadline) -> None:
    if deadline.next_rung != deadline.rungs[0]:
        open_turn(deadline)
