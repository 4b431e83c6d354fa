"""The clock of one office: when work starts to count, when it is due, and when which alert is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pkh_sembako.lib.worktime.days import YEARS, Span, WorkingDays
from pkh_sembako.lib.worktime.units import CALENDAR_DAYS, MINUTES, PERIODS, Unit, check_amount

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
RUNGS = {"+1": 1, "+3": 3, "+7": 7}  # working days after due at which the chain of the office is told


class WorkCalendar(WorkingDays):
    """Working time of one office with the SOP clock on it.

    Moments are aware; those that come back are in the office's `zone`. A working interval is open at its end for a
    start (12:00 belongs to the interval after the break) and closed at its end for a due moment (12:00 is 12:00).
    ValueErrors carry an Indonesian sentence.
    """

    def effective_start(self, moment: datetime) -> datetime:
        """When a clock started at `moment` begins to run: then, inside working time; else at the next opening."""
        local = self._local(moment)
        for opening, closing in self.intervals(local.date()):
            if local < closing:
                return max(local, opening)
        return self.opening(self.nth_working_day_after(local.date(), 1))

    def due(
        self, start: datetime, unit: Unit | str, amount: int | None, *, agreed: date | None = None
    ) -> datetime | None:
        """Due moment of work started at `start`; None for `menyesuaikan` until a target date is `agreed`.

        `amount`: None for `menyesuaikan`, 1 for `bulanan` and `triwulanan`. ValueError for an unknown unit, an amount
        the unit cannot have, or an `agreed` date for another unit than `menyesuaikan`.
        """
        unit, count = check_amount(unit, amount)
        if agreed and unit is not Unit.MENYESUAIKAN:
            raise ValueError(f"Tanggal sepakat hanya untuk satuan menyesuaikan, bukan {unit}.")
        begin = self.effective_start(start)
        if unit in MINUTES:
            return self._add(begin, count * MINUTES[unit] * ONE_MINUTE)
        if unit is Unit.HARI_KERJA:
            return self.close(self.nth_working_day_after(begin.date(), count))
        if unit in CALENDAR_DAYS:
            return self.close_from(begin.date() + count * CALENDAR_DAYS[unit] * ONE_DAY)
        if unit in PERIODS:
            return self.close(self.last_working_day_until(_period_end(begin.date(), PERIODS[unit])))
        return self.close_from(agreed) if agreed else None

    def close_from(self, day: date) -> datetime:
        """Close of office of `day` or, when it is off, of the next working day: for `hari`, agreed and granted dates.

        A service that accepts an agreed or granted date asks `is_working_day` first; here a date that became a day off
        later moves on, so that a recomputation never fails.
        """
        return self.close(self.working_day_from(day))

    def hampir(self, due: datetime, unit: Unit | str, amount: int | None) -> datetime:
        """First alert: 75 % of the working time used (`menit`, `jam`), else the opening of the day of `due`.

        The quarter that is left is counted back from `due`, so a pause, during which nothing is used, needs no thought.
        For a deadline with a granted date pass `Unit.HARI, 1`: its day counts, no longer its minutes.
        """
        unit, count = check_amount(unit, amount)
        if unit in MINUTES:
            return self._subtract(self._local(due), count * MINUTES[unit] * ONE_MINUTE / 4)
        return self.opening(self._local(due).date())

    def rungs(self, due: datetime) -> dict[str, datetime]:
        """{"+1": moment, "+3": moment, "+7": moment}: close of office 1, 3, 7 working days after the day of `due`."""
        day = self._local(due).date()
        return {rung: self.close(self.nth_working_day_after(day, n)) for rung, n in RUNGS.items()}

    def resume(
        self, due: datetime | None, unit: Unit | str, *, paused_at: datetime, resumed_at: datetime
    ) -> datetime | None:
        """Due after one pause; for several pauses apply it in their order, each to the result of the one before.

        What was late when paused (`paused_at > due`) stays late: it keeps its due. `bulanan`, `triwulanan` and agreed
        dates keep theirs too. Of work with a granted date only the original due moves: granted dates come last.
        """
        unit = Unit(unit)
        paused, resumed = self._local(paused_at), self._local(resumed_at)
        if resumed < paused:
            raise ValueError("Waktu lanjut tidak boleh sebelum waktu jeda.")
        if due is None or paused > due:
            return due and self._local(due)
        return self._moved(self._local(due), unit, paused, resumed)

    def _moved(self, due: datetime, unit: Unit, paused: datetime, resumed: datetime) -> datetime:
        if unit in MINUTES:
            return self._add(due, self._worked(paused, resumed))
        if unit is Unit.HARI_KERJA:
            lost = self.count_working_days(after=paused.date(), through=resumed.date())
            return self.close(self.nth_working_day_after(due.date(), lost)) if lost else due
        if unit in CALENDAR_DAYS:
            return self.close_from(due.date() + (resumed.date() - paused.date()))
        return due

    def working_minutes(self, a: datetime, b: datetime) -> int:
        """Working minutes from `a` to `b`, an unfinished minute left out; negative when `b` is earlier."""
        earlier, later = sorted((self._local(a), self._local(b)))
        minutes = self._worked(earlier, later) // ONE_MINUTE
        return minutes if b >= a else -minutes

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment after so many (>= 0) minutes of working time; 0 leaves the moment where it is."""
        if minutes < 0:
            raise ValueError(f"Menit kerja tidak boleh negatif: {minutes}.")
        return self._add(self._local(moment), minutes * ONE_MINUTE)

    def _add(self, moment: datetime, work: timedelta) -> datetime:
        reached = moment
        for opening, closing in self._spans_after(moment):
            if not work:
                break
            begin = max(opening, moment)
            step = min(work, closing - begin)
            reached, work = begin + step, work - step
        return reached

    def _subtract(self, moment: datetime, work: timedelta) -> datetime:
        for opening, closing in self._spans_before(moment):
            end = min(closing, moment)
            if work < end - opening:
                break
            work -= end - opening
        return end - work

    def _worked(self, a: datetime, b: datetime) -> timedelta:
        worked = timedelta()
        for opening, closing in self._spans_after(a):
            if opening >= b:
                break
            worked += min(closing, b) - max(opening, a)
        return worked

    def _spans_after(self, moment: datetime) -> Iterator[Span]:
        """Intervals that end after the moment, endlessly."""
        yield from (span for span in self.intervals(moment.date()) if span[1] > moment)
        day = moment.date()
        while True:
            day = self.nth_working_day_after(day, 1)
            yield from self.intervals(day)

    def _spans_before(self, moment: datetime) -> Iterator[Span]:
        """Intervals that start before the moment, latest first, endlessly."""
        yield from (span for span in reversed(self.intervals(moment.date())) if span[0] < moment)
        day = moment.date()
        while True:
            day = self.last_working_day_until(day - ONE_DAY)
            yield from reversed(self.intervals(day))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("Waktu harus menyebut zona waktunya.")
        if moment.year not in YEARS:
            raise ValueError(f"Tahun {moment.year} di luar kalender kerja ({YEARS.start}-{YEARS.stop - 1}).")
        return moment.astimezone(self.zone)


def _period_end(day: date, months: int) -> date:
    """Last calendar day of the day's month (1) or of its tahap, Jan-Mar, Apr-Jun, Jul-Sep, Okt-Des (3)."""
    last_month = -(-day.month // months) * months
    first_after = date(day.year + last_month // 12, last_month % 12 + 1, 1)
    return first_after - ONE_DAY
