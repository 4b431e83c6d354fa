"""The SOP clock: working time, due moments, alert rungs and pauses. Pure; knows neither database nor Django."""

from pkh_sembako.lib.worktime.calendar import WorkCalendar
from pkh_sembako.lib.worktime.days import NumberedDay
from pkh_sembako.lib.worktime.default import default_calendar
from pkh_sembako.lib.worktime.hours import DEFAULT_HOURS, MAGETAN_2023, PERPRES_21_2023, RAMADAN, HoursRule
from pkh_sembako.lib.worktime.units import Unit, check_amount

__all__ = [
    "DEFAULT_HOURS",
    "MAGETAN_2023",
    "PERPRES_21_2023",
    "RAMADAN",
    "HoursRule",
    "NumberedDay",
    "Unit",
    "WorkCalendar",
    "check_amount",
    "default_calendar",
]
