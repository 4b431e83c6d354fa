"""Cards without an outcome: where they are stuck, how long until the promise, and the sessions they may go to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.office import queries as office
from pkh_sembako.office.models import Desa
from programs.distribution_plan import promised_day
from programs.enums import KKS_ABSENCES, KKS_TO_DO, KksFailure, KksScheduleState, KksState
from programs.models import Kks, KksSchedule, KksSlot, Round
from programs.queries.kks_schedule import room

ABSENT = Q(events__move="fail", events__reason=KksFailure.ABSENT)
GROUPS = {
    "": "Semua",
    "gagal": "Gagal",
    "tiga": "Tiga kali tidak hadir",
    "lewat": "Sesi lewat",
    "tanpa": "Tanpa sesi",
    "rusak": "Rusak",
}


def cards(the_round: Round, user: User) -> QuerySet[Kks]:
    """Visible cards of the round without an outcome, with `absences` and `failed_at`."""
    found = Kks.objects.visible_to(user).filter(round=the_round, state__in=KKS_TO_DO)
    return found.annotate(
        absences=Count("events", filter=ABSENT), failed_at=Max("events__at", filter=Q(events__move="fail"))
    )


def of_group(found: QuerySet[Kks], group: str) -> QuerySet[Kks]:
    """`group` is a key of GROUPS."""
    if group == "gagal":
        return found.filter(state=KksState.FAILED)
    if group == "tiga":
        return found.filter(absences__gte=KKS_ABSENCES)
    if group == "lewat":
        return found.filter(_past(), state__in=(KksState.SCHEDULED, KksState.INVITED, KksState.RESCHEDULED))
    if group == "tanpa":
        return found.filter(state=KksState.RECEIVED)
    return found.filter(state=KksState.DAMAGED) if group == "rusak" else found


def _past() -> Q:
    return Q(slot__day__lt=timezone.localdate())


@dataclass(frozen=True)
class Stuck:
    """A desa and how many of its cards are stuck where."""

    code: str
    name: str
    kecamatan: str
    all: int
    failed: int
    thrice: int
    past: int
    without: int


def by_desa(the_round: Round, user: User) -> list[Stuck]:
    """Desa with cards without outcome, most first; two queries."""
    found = Kks.objects.visible_to(user).filter(round=the_round, state__in=KKS_TO_DO).order_by()
    waiting = Q(state__in=(KksState.SCHEDULED, KksState.INVITED, KksState.RESCHEDULED))
    rows = found.values("desa", "desa__name", "desa__kecamatan__name").annotate(
        all=Count("pk"),
        failed=Count("pk", filter=Q(state=KksState.FAILED)),
        past=Count("pk", filter=waiting & _past()),
        without=Count("pk", filter=Q(state=KksState.RECEIVED)),
    )
    thrice: dict[str, int] = {}
    for code in cards(the_round, user).filter(absences__gte=KKS_ABSENCES).order_by().values_list("desa", flat=True):
        thrice[code] = thrice.get(code, 0) + 1
    made = [
        Stuck(row["desa"], row["desa__name"], row["desa__kecamatan__name"], row["all"], row["failed"],
              thrice.get(row["desa"], 0), row["past"], row["without"])
        for row in rows
    ]  # fmt: skip
    return sorted(made, key=lambda one: (-one.all, one.code))


def listed(the_round: Round, user: User, desa: Desa, group: str) -> list[Kks]:
    """The cards of one desa in name order, with what the page shows; `last_failure` is the newest reason in words."""
    found = of_group(cards(the_round, user).filter(desa=desa), group)
    rows = list(found.select_related("household", "slot").order_by("household__name", "pk"))
    reasons = dict(
        Kks.objects.filter(pk__in=[card.pk for card in rows], events__move="fail")
        .order_by("events__number")
        .values_list("pk", "events__reason")
    )
    for card in rows:
        card.last_failure = KksFailure(reasons[card.pk]).label if card.pk in reasons else ""
    return rows


def schedule(the_round: Round) -> KksSchedule | None:
    return the_round.kks_schedules.filter(state=KksScheduleState.RECEIVED).first()


def promise(the_round: Round) -> date | None:
    """The last promised day of the schedule in force."""
    current = the_round.kks_schedules.in_force().first()
    return promised_day(current.starts, current.days, office.calendar()) if current else None


def sessions(current: KksSchedule | None, desa: Desa) -> list[tuple[KksSlot, int]]:
    """Sessions of the desa from today on, with the room that is left."""
    if current is None:
        return []
    slots = current.slots.filter(desa=desa, day__gte=timezone.localdate()).select_related("schedule", "desa")
    return [(slot, room(slot)) for slot in slots.order_by("day", F("start"), "team")]
