"""The SOP clock once more, slow and obvious: minute by minute and day by day, with tables typed by hand.

The properties hold the real clock to this one. Naive local time throughout; nothing here is shared with the library.
"""

from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _dates(year: int, text: str) -> set[date]:
    return {date(year, int(month), int(day)) for day, month in (item.split("/") for item in text.split())}


PUBLIC = (
    _dates(2025, "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12")
    | _dates(2026, "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12")
    | _dates(2027, "1/1 5/1 6/2 8/3 10/3 11/3 26/3 28/3 1/5 6/5 17/5 20/5 1/6 6/6 15/8 17/8 25/12 26/12")
)
CUTI_BERSAMA = (
    _dates(2025, "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12")
    | _dates(2026, "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12")
    | _dates(2027, "5/2 9/3 12/3 15/3 25/3 18/5 19/5 24/12")
)
DAYS_OFF = PUBLIC | CUTI_BERSAMA


def is_working_day(day: date) -> bool:
    return day.weekday() <= 4 and day not in DAYS_OFF


def is_ramadan(day: date) -> bool:
    return (
        date(2025, 3, 1) <= day <= date(2025, 3, 30)
        or date(2026, 2, 19) <= day <= date(2026, 3, 20)
        or date(2027, 2, 8) <= day <= date(2027, 3, 9)
    )


def is_working_minute(moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is worked."""
    if not is_working_day(moment.date()):
        return False
    now, friday = moment.time(), moment.weekday() == 4
    if is_ramadan(moment.date()):
        if friday:
            return time(8, 0) <= now < time(11, 30) or time(12, 30) <= now < time(15, 30)
        return time(8, 0) <= now < time(12, 0) or time(12, 30) <= now < time(15, 0)
    if friday:
        return time(7, 30) <= now < time(11, 30) or time(13, 0) <= now < time(16, 30)
    return time(7, 30) <= now < time(12, 0) or time(13, 0) <= now < time(16, 0)


def opening(day: date) -> datetime:
    moment = datetime.combine(day, time(0, 0))
    while not is_working_minute(moment):
        moment += MINUTE
    return moment


def close(day: date) -> datetime:
    moment = datetime.combine(day + DAY, time(0, 0))
    while not is_working_minute(moment - MINUTE):
        moment -= MINUTE
    return moment


def effective_start(moment: datetime) -> datetime:
    while not is_working_minute(moment):
        moment += MINUTE
    return moment


def after_minutes(moment: datetime, minutes: int) -> datetime:
    """The end of the last of so many worked minutes."""
    while minutes:
        minutes -= is_working_minute(moment)
        moment += MINUTE
    return moment


def count_minutes(a: datetime, b: datetime) -> int:
    count = 0
    while a < b:
        count += is_working_minute(a)
        a += MINUTE
    return count


def nth_working_day_after(day: date, n: int) -> date:
    while n:
        day += DAY
        n -= is_working_day(day)
    return day


def close_from(day: date) -> datetime:
    while not is_working_day(day):
        day += DAY
    return close(day)


def due(start: datetime, unit: str, amount: int | None, agreed: date | None = None) -> datetime | None:
    begin = effective_start(start)
    if unit == "menit":
        return after_minutes(begin, amount)
    if unit == "jam":
        return after_minutes(begin, amount * 60)
    if unit == "hari_kerja":
        return close(nth_working_day_after(begin.date(), amount))
    if unit == "hari":
        return close_from(begin.date() + amount * DAY)
    if unit == "minggu":
        return close_from(begin.date() + amount * 7 * DAY)
    if unit == "menyesuaikan":
        return close(agreed) if agreed else None
    last_months = {"bulanan": range(1, 13), "triwulanan": (3, 6, 9, 12)}[unit]
    day = begin.date()
    while not ((day + DAY).day == 1 and day.month in last_months):
        day += DAY
    while not is_working_day(day):
        day -= DAY
    return close(day)


def hampir(begin: datetime, due: datetime, unit: str, amount: int | None) -> datetime:
    """For `menit` and `jam` without pauses; the amount of `menit` a multiple of 4."""
    if unit in ("menit", "jam"):
        return after_minutes(begin, amount * {"menit": 1, "jam": 60}[unit] * 3 // 4)
    return opening(due.date())


def resume(due: datetime, unit: str, paused_at: datetime, resumed_at: datetime) -> datetime:
    if paused_at > due:
        return due
    if unit in ("menit", "jam"):
        return after_minutes(due, count_minutes(paused_at, resumed_at))
    day, days, working_days = paused_at.date(), 0, 0
    while day < resumed_at.date():
        day += DAY
        days += 1
        working_days += is_working_day(day)
    if unit == "hari_kerja":
        return close(nth_working_day_after(due.date(), working_days))
    if unit in ("hari", "minggu"):
        return close_from(due.date() + days * DAY)
    return due


def run_with_pauses(begin: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """When so many working minutes are used up if the clock simply stands still during the pauses."""
    moment = begin
    while minutes:
        paused = any(start <= moment < end for start, end in pauses)
        minutes -= is_working_minute(moment) and not paused
        moment += MINUTE
    return moment
