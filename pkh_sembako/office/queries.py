"""What everybody asks of the office: its row, and its working calendar."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from pkh_sembako.lib.worktime import DEFAULT_HOURS, WorkCalendar
from pkh_sembako.office.models import DayOff, Office, WorkingHours

# The content itself is the version: an edit by any process, by whatever path, gives another one.
VERSION_SQL = """
SELECT (SELECT zone FROM office_office WHERE id = 1),
       (SELECT md5(string_agg(day::text, ',' ORDER BY day)) FROM office_dayoff),
       (SELECT md5(string_agg(concat_ws('|', id, starts, ends, week::text), ';' ORDER BY starts NULLS FIRST, id))
          FROM office_workinghours)
"""


def the_office() -> Office:
    """The office of this installation (one query); before `office_load` an unsaved one with the right zone."""
    return Office.objects.filter(pk=1).first() or Office(
        pk=1, code=settings.OFFICE, zone=settings.OFFICE_ZONES[settings.OFFICE]
    )


def calendar(zone: ZoneInfo | None = None) -> WorkCalendar:
    """The office's working calendar, in its own zone unless another is given (one query).

    Calendars are kept per process and content, so their worked-out days are shared; an edit is seen at the next call.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERSION_SQL)
        office_zone, days_off, hours = cursor.fetchone()
    own_zone = zone.key if zone else office_zone or settings.TIME_ZONE
    return _built(own_zone, days_off, hours)


@lru_cache(maxsize=8)
def _built(zone: str, days_off_version: str | None, hours_version: str | None) -> WorkCalendar:
    rules = [row.rule() for row in WorkingHours.objects.all()]
    days_off = DayOff.objects.values_list("day", flat=True)
    return WorkCalendar(zone=ZoneInfo(zone), hours=rules or DEFAULT_HOURS, days_off=list(days_off))
