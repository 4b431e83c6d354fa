"""What is asked of schedules: cards that wait, what a schedule breaks, and its sessions as a calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office import queries as office
from pkh_sembako.office.models import Desa, Kecamatan
from programs import distribution_plan as planner
from programs.distribution_conflicts import conflicts
from programs.enums import KksState
from programs.models import Kks, KksEvent, KksSchedule, KksScheduleReceipt, KksSlot


def demands(schedule: KksSchedule) -> list[planner.Demand]:
    """Cards by desa that this schedule has to place: those waiting without a time and those it has placed, a card that
    nobody came for and that got another session once more."""
    again = dict(
        KksEvent.objects.filter(move="reschedule", slot__schedule=schedule)
        .order_by()
        .values_list("card__desa")
        .annotate(cards=Count("pk"))
    )
    own = Kks.objects.filter(round=schedule.round_id).filter(Q(state=KksState.RECEIVED) | Q(slot__schedule=schedule))
    counted = own.order_by().values_list("desa", "desa__kecamatan").annotate(cards=Count("pk"))
    return [planner.Demand(desa, cards + again.get(desa, 0), kecamatan) for desa, kecamatan, cards in counted]


def booked(schedule: KksSchedule) -> dict[int, int]:
    """{slot id: cards that have it as their time}."""
    counted = Kks.objects.filter(slot__schedule=schedule).order_by().values_list("slot").annotate(cards=Count("pk"))
    return dict(counted)


@dataclass(frozen=True)
class Check:
    """What a schedule breaks. `conflicts` is {slot id: sentences}; `late` counts cards after the promised day."""

    conflicts: dict[int, list[str]]
    unplaced: dict[str, int]  # name of the desa -> cards that nobody hands out
    promise: date
    last_day: date | None
    late: int

    @property
    def days_over(self) -> int:
        return max(0, (self.last_day - self.promise).days) if self.last_day else 0

    @property
    def obstacles(self) -> list[str]:
        """Why the schedule cannot be made yet; being late is no obstacle."""
        found = []
        if not self.last_day:
            found.append("Belum ada sesi.")
        if self.conflicts:
            found.append(f"{thousands(len(self.conflicts))} sesi bertentangan dengan aturan jadwal.")
        if self.unplaced:
            cards = thousands(sum(self.unplaced.values()))
            names = ", ".join(list(self.unplaced)[:5]) + (" dan lainnya" if len(self.unplaced) > 5 else "")
            found.append(f"{cards} kartu belum mendapat sesi ({names}).")
        return found

    @property
    def promise_words(self) -> str:
        """Inside the promise, or by how many days not."""
        until = hari_tanggal(self.promise)
        if not self.last_day:
            return f"Janji pelayanan sampai {until}."
        if not self.days_over:
            return f"Selesai {hari_tanggal(self.last_day)}, di dalam janji pelayanan (sampai {until})."
        return (
            f"Selesai {hari_tanggal(self.last_day)}, {self.days_over} hari sesudah janji pelayanan ({until}); "
            f"{thousands(self.late)} kartu terlambat."
        )


def broken_by(schedule: KksSchedule, slot: KksSlot) -> list[str]:
    """What this one session would break by itself: working time, breaks, the speed and the number of the teams."""
    one = planner.Slot(slot.desa_id, slot.day, slot.start, slot.end, slot.team, slot.cards)
    found = conflicts([one], calendar=office.calendar(), per_hour=schedule.per_hour, teams=schedule.teams)
    return [conflict.sentence for conflict in found]


def room(slot: KksSlot) -> int:
    """Cards that its team can still hand out there, by the schedule's speed; never below nought."""
    minutes = (slot.end.hour - slot.start.hour) * 60 + slot.end.minute - slot.start.minute
    most = slot.schedule.per_hour * minutes // 60
    return max(0, most - Kks.objects.filter(slot=slot).count())


def check(schedule: KksSchedule) -> Check:
    """Every breach of the rules that a computed plan keeps; five queries."""
    rows = list(schedule.slots.order_by("pk"))
    wanted = demands(schedule)
    codes = {row.desa_id for row in rows} | {demand.desa for demand in wanted}
    names = dict(Desa.objects.filter(pk__in=codes).values_list("pk", "name"))
    calendar = office.calendar()
    slots = [planner.Slot(row.desa_id, row.day, row.start, row.end, row.team, row.cards) for row in rows]
    broken: dict[int, list[str]] = {}
    for conflict in conflicts(
        slots,
        calendar=calendar,
        per_hour=schedule.per_hour,
        demands=wanted,
        teams=schedule.teams,
        name_of=lambda code: names.get(code, code),
    ):
        broken.setdefault(rows[conflict.slot].pk, []).append(conflict.sentence)
    promise = planner.promised_day(schedule.starts, schedule.days, calendar)
    return Check(
        conflicts=broken,
        unplaced={names.get(code, code): cards for code, cards in planner.unplaced(wanted, slots).items()},
        promise=promise,
        last_day=max((slot.day for slot in slots), default=None),
        late=sum(slot.cards for slot in slots if slot.day > promise),
    )


@dataclass
class Session:
    """A slot as it is shown."""

    slot: KksSlot
    problems: list[str]
    is_late: bool


@dataclass
class Day:
    """One day: its sessions by team, and in one line for a phone."""

    day: date
    teams: dict[int, list[Session]] = field(default_factory=dict)

    @property
    def sessions(self) -> list[Session]:
        found = [session for team in self.teams.values() for session in team]
        return sorted(found, key=lambda session: (session.slot.start, session.slot.team))

    @property
    def cards(self) -> int:
        return sum(session.slot.cards for session in self.sessions)

    @property
    def cells(self) -> list[tuple[int, list[Session]]]:
        return sorted(self.teams.items())


@dataclass
class Week:
    """Monday to Friday as rows, the teams that work in it as columns."""

    number: int
    days: list[Day]

    @property
    def monday(self) -> date:
        return self.days[0].day - timedelta(days=self.days[0].day.weekday())

    @property
    def teams(self) -> list[int]:
        return sorted({team for day in self.days for team in day.teams})

    @property
    def rows(self) -> list[tuple[Day, list[list[Session]]]]:
        return [(day, [day.teams.get(team, []) for team in self.teams]) for day in self.days]


def weeks(slots: Iterable[KksSlot], found: Check) -> list[Week]:
    """The sessions as a calendar, oldest first."""
    days: dict[date, Day] = {}
    for slot in sorted(slots, key=lambda each: (each.day, each.start, each.team)):
        session = Session(slot, found.conflicts.get(slot.pk, []), slot.day > found.promise)
        days.setdefault(slot.day, Day(slot.day)).teams.setdefault(slot.team, []).append(session)
    by_week: dict[tuple[int, int], list[Day]] = {}
    for day in days.values():
        by_week.setdefault(day.day.isocalendar()[:2], []).append(day)
    return [Week(number, each) for number, each in enumerate(by_week.values(), start=1)]


def slots_of(schedule: KksSchedule, user: User) -> QuerySet[KksSlot]:
    return KksSlot.objects.visible_to(user).filter(schedule=schedule).select_related("desa__kecamatan")


@dataclass(frozen=True)
class Part:
    """A kecamatan of a schedule: sizes, and whether it has confirmed (step 8)."""

    code: str
    name: str
    desa: int
    cards: int
    receipt: KksScheduleReceipt | None

    @property
    def words(self) -> str:
        return f"{thousands(self.cards)} kartu di {self.desa} desa"


def parts(schedule: KksSchedule, slots: Sequence[KksSlot]) -> list[Part]:
    """Of these slots, in the order of the kecamatan's codes; one query."""
    receipts = {row.kecamatan_id: row for row in schedule.receipts.select_related("by")}
    found: dict[str, list[KksSlot]] = {}
    for slot in slots:
        found.setdefault(slot.desa.kecamatan_id, []).append(slot)
    return [
        Part(
            code,
            own[0].desa.kecamatan.name,
            len({slot.desa_id for slot in own}),
            sum(slot.cards for slot in own),
            receipts.get(code),
        )
        for code, own in sorted(found.items())
    ]


def unconfirmed(schedule: KksSchedule, kecamatan: Kecamatan | None = None) -> list[str]:
    """Names of the kecamatan with sessions that have not confirmed."""
    wanted = Kecamatan.objects.filter(desa__in=schedule.slots.order_by().values("desa")).distinct()
    if kecamatan:
        wanted = wanted.filter(pk=kecamatan.pk)
    there = schedule.receipts.order_by().values("kecamatan")
    return list(wanted.exclude(pk__in=there).order_by("name").values_list("name", flat=True))


def confirmed_by_kecamatan(schedule: KksSchedule) -> dict[str, bool]:
    """{code: whether it has confirmed} of the kecamatan with sessions; two queries."""
    codes = schedule.slots.order_by().values_list("desa__kecamatan", flat=True).distinct()
    there = set(schedule.receipts.order_by().values_list("kecamatan", flat=True))
    return {code: code in there for code in codes}
