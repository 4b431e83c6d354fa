"""The calendar of an office that has entered nothing of its own."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from pkh_sembako.lib.national_calendar import national_days_off
from pkh_sembako.lib.worktime.calendar import WorkCalendar
from pkh_sembako.lib.worktime.hours import DEFAULT_HOURS

YEARS = range(2015, 2041)  # what the source of national holidays knows or estimates


@lru_cache
def default_calendar(zone: ZoneInfo) -> WorkCalendar:
    """Hours of Perpres 21/2023 and national days off, in `zone`; for `sop_due` and the SOP of another region."""
    return WorkCalendar(zone=zone, hours=DEFAULT_HOURS, days_off=[day.date for day in national_days_off(YEARS)])
