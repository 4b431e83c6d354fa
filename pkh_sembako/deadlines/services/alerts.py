"""The sweep: every alert exactly once, whatever restarts, duplicates or two schedulers do (clock.md, Lateness).

A sweep takes the deadlines whose next alert's moment has come, skips those that another sweep holds, and writes alerts,
messages and next moments in one transaction: a fixed number of queries, however many deadlines are open.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pkh_sembako.deadlines import messages, rows
from pkh_sembako.deadlines.enums import RINGING, Way
from pkh_sembako.deadlines.models import Alert, Deadline
from pkh_sembako.deadlines.moments import alert_moments, rung_after
from pkh_sembako.deadlines.people import CHAIN, Directory, Person
from pkh_sembako.deadlines.preferences import Preferences
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.office.queries import calendar

log = logging.getLogger(__name__)

INSERT_ALERTS = """
INSERT INTO deadlines_alert (deadline_id, turn, rung, due, overtaken, recipients, at)
SELECT deadline_id, turn, rung, due, overtaken, recipients, at
  FROM jsonb_to_recordset(%s::jsonb)
    AS n(deadline_id bigint, turn smallint, rung text, due timestamptz, overtaken boolean, recipients text[],
         at timestamptz)
ON CONFLICT (deadline_id, turn, rung) DO NOTHING
RETURNING id, deadline_id, rung
"""
INSERT_NOTIFICATIONS = """
INSERT INTO deadlines_notification
       (user_id, text, url, tone, at, read_at, mail_to_send, mail_attempts, for_digest)
SELECT user_id, text, url, tone, at, CASE WHEN for_digest THEN at END, mail_to_send, 0, for_digest
  FROM jsonb_to_recordset(%s::jsonb)
    AS n(user_id bigint, text text, url text, tone text, at timestamptz, mail_to_send boolean, for_digest boolean)
"""
UPDATE_NEXT = """
UPDATE deadlines_deadline d SET next_rung = n.next_rung, next_alert_at = n.next_alert_at
  FROM jsonb_to_recordset(%s::jsonb) AS n(id bigint, next_rung text, next_alert_at timestamptz)
 WHERE d.id = n.id
"""


@transaction.atomic
def sweep(now: datetime) -> list[Alert]:
    """Alert what is due to alert at `now`; the alerts that went to people, without those overtaken.

    Of several rungs passed at once only the highest alerts. A fanned-out step waits until one of its kecamatan is
    really late: while all of them are paused or extended nothing is overdue.
    """
    taken = _take(now)
    if not taken:
        return []
    late = _late_places(taken, now)
    taken = [deadline for deadline in taken if not deadline.is_fanned_out or deadline.pk in late]
    days, directory = calendar(), Directory()
    planned = [alert for deadline in taken for alert in _plan(deadline, days, directory, now)]
    written = _write(planned)
    _deliver([alert for alert in written if not alert.overtaken], late, directory, days, now)
    rows.execute(UPDATE_NEXT, rows.of(taken, "id", "next_rung", "next_alert_at"))
    return [alert for alert in written if not alert.overtaken]


def _take(now: datetime) -> list[Deadline]:
    """Lock what has to alert; what another sweep holds at this moment is left to it."""
    due = Deadline.objects.to_alert(now).select_related("kecamatan").order_by("id")
    return list(due.select_for_update(skip_locked=True, of=("self",)))


def _late_places(taken: Sequence[Deadline], now: datetime) -> dict[int, list[str]]:
    """Names of the late kecamatan of each fanned-out step (shares that are not paused)."""
    steps = [deadline.pk for deadline in taken if deadline.is_fanned_out]
    found = Deadline.objects.overdue(now).filter(parent__in=steps).order_by("kecamatan__name")
    places = defaultdict(list)
    for parent, name in found.values_list("parent_id", "kecamatan__name"):
        places[parent].append(name)
    return places


def _plan(deadline: Deadline, days: WorkCalendar, directory: Directory, now: datetime) -> list[Alert]:
    """One bad row (a unit or date that cannot be) must not stop the alerts of all others."""
    try:
        return _pass_rungs(deadline, days, directory, now)
    except ValueError:
        log.exception("deadline %s cannot alert", deadline.pk)
        return []


def _pass_rungs(deadline: Deadline, days: WorkCalendar, directory: Directory, now: datetime) -> list[Alert]:
    """The alerts of the rungs that have passed, highest last; moves the deadline's next rung on."""
    moments = alert_moments(deadline, days)
    passed = [rung for rung, moment in moments.items() if moment <= now]
    alerts = [
        Alert(
            deadline=deadline,
            turn=deadline.turn,
            rung=rung,
            due=deadline.due if rung in CHAIN else deadline.first_due,  # type: ignore[misc]  # a moment passed: it is set
            at=now,
            overtaken=rung != passed[-1],
        )
        for rung in passed
    ]
    if alerts:
        alerts[-1].recipients = sorted(person.username for person in directory.recipients(deadline, passed[-1]))
        deadline.next_rung = rung_after(deadline, passed[-1])
    deadline.next_alert_at = moments.get(deadline.next_rung)
    return alerts


def _write(planned: Sequence[Alert]) -> list[Alert]:
    """Those that were not written before, with their ids."""
    columns = ("deadline_id", "turn", "rung", "due", "overtaken", "recipients", "at")
    ids = {(deadline, rung): pk for pk, deadline, rung in rows.returning(INSERT_ALERTS, rows.of(planned, *columns))}
    written = [alert for alert in planned if (alert.deadline_id, alert.rung) in ids]
    for alert in written:
        alert.pk = ids[alert.deadline_id, alert.rung]
    return written


def _deliver(
    alerts: Sequence[Alert], late: dict[int, list[str]], directory: Directory, days: WorkCalendar, now: datetime
) -> None:
    """Put one message into the bell of each person, which is also the outbox of its e-mail.

    What a person wants in the morning only is a message of its own; what is switched off is none.
    """
    of_person: dict[Person, list[Alert]] = defaultdict(list)
    for alert in alerts:
        for person in directory.recipients(alert.deadline, alert.rung):
            of_person[person].append(alert)
    preferences = Preferences(person.pk for person in of_person)
    notifications = []
    for person, some in sorted(of_person.items()):
        ways = [(preferences.way(person.pk, messages.kind_of(alert)), alert) for alert in some]
        mailed = [alert for way, alert in ways if way == Way.MAIL]
        ringing = [alert for way, alert in ways if way in RINGING]
        quiet = [alert for way, alert in ways if way == Way.DIGEST]
        for part, for_digest in ((ringing, False), (quiet, True)):
            if part:
                message = messages.bundle(part, late, days.zone, mailed=[] if for_digest else mailed)
                notifications.append(_row(person, message, now, for_digest=for_digest))
    rows.execute(INSERT_NOTIFICATIONS, notifications)


def _row(person: Person, message: messages.Message, now: datetime, *, for_digest: bool) -> dict[str, Any]:
    return {
        "user_id": person.pk,
        "text": message.text,
        "url": message.url,
        "tone": message.tone,
        "at": now,
        "mail_to_send": message.by_mail,
        "for_digest": for_digest,
    }
