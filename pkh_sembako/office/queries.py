"""What everybody asks of the office: its row, and its working calendar."""

import json
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from pkh_sembako.lib.worktime import DEFAULT_HOURS, WorkCalendar
from pkh_sembako.office.enums import ACTING, Capacity
from pkh_sembako.office.models import Office, Official, WorkingHours

# One statement, so what is built belongs together; its text is the key under which the calendar is kept.
CONTENT_SQL = """
SELECT (SELECT zone FROM office_office WHERE id = 1),
       (SELECT string_agg(day::text, ',' ORDER BY day) FROM office_dayoff),
       (SELECT json_agg(json_build_array(starts, ends, week) ORDER BY starts NULLS FIRST, id)::text
          FROM office_workinghours)
"""


def the_office() -> Office:
    """The office of this installation (one query); before `office_load` an unsaved one with the right zone."""
    return Office.objects.filter(pk=1).first() or Office(
        pk=1, code=settings.OFFICE, zone=settings.OFFICE_ZONES[settings.OFFICE]
    )


def vacancies(on: date | None = None) -> dict[str, str]:
    """{post: why} of posts written down as vacant for which nobody acts (two queries)."""
    now = Official.objects.in_force(on)
    acted_for = set(now.filter(capacity__in=ACTING).values_list("post", flat=True))
    empty = now.filter(capacity=Capacity.VACANT).values_list("post", "note")
    return {post: note for post, note in empty if post not in acted_for}


def printed_titles(on: date) -> dict[tuple[str, int], str]:
    """{(post, user id): "Plt. Kepala Dinas Sosial"} of everybody who acts for a post on that day (one query)."""
    rows = Official.objects.in_force(on).filter(capacity__in=ACTING, user__isnull=False)
    return {(row.post, row.user_id): row.printed_title for row in rows}


def calendar(zone: ZoneInfo | None = None) -> WorkCalendar:
    """The office's working calendar, in its own zone unless another is given (one query).

    Calendars are kept per process and content, so their worked-out days are shared; an edit is seen at the next call.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONTENT_SQL)
        office_zone, days_off, hours = cursor.fetchone()
    own_zone = zone.key if zone else office_zone or settings.TIME_ZONE
    return _built(own_zone, days_off or "", hours or "[]")


@lru_cache(maxsize=8)
def _built(zone: str, days_off: str, hours: str) -> WorkCalendar:
    """From "2026-01-01,2026-01-16" and [[starts, ends, week], ...] as JSON."""
    rules = [
        WorkingHours(starts=_day(starts), ends=_day(ends), week=week).rule() for starts, ends, week in json.loads(hours)
    ]
    days = [date.fromisoformat(day) for day in days_off.split(",") if day]
    return WorkCalendar(zone=ZoneInfo(zone), hours=rules or DEFAULT_HOURS, days_off=days)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
