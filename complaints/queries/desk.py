"""The desk's list: filters, the clock of each row, whose hands it is in. A fixed number of queries."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, F, Func, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from complaints.enums import AT_WORK, Disclosure, Gravity, Handler
from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES, Area
from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.office.queries import calendar

KIND = "complaint"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # no clock runs: last when sorted by what is due
OPEN, LATE, NEAR = "kerja", "terlambat", "mendekati"
CLOCK_WORDS = {"verify": "Verifikasi", "follow_up": "Tindak lanjut", "limit": "Penyelesaian"}
RELATED = ("kecamatan", "desa")


@dataclass(frozen=True)
class Row:
    """A complaint in a list: its nearest clock (None when none runs) and in whose hands it is."""

    complaint: Complaint
    late: Lateness | None
    clock: str
    hands: str


def owner() -> Func:
    """ "12" of a deadline's subject "complaint:12:verify"."""
    return Func(F("subject"), Value(":"), Value(2), function="split_part", output_field=TextField())


def open_clocks() -> QuerySet[Deadline]:
    """Running clocks of complaints, each with its `owner`."""
    running = Deadline.objects.filter(subject__startswith=f"{KIND}:").exclude(state=DeadlineState.CLOSED)
    return running.annotate(owner=owner())


def filtered(user: User, filters: dict[str, Any]) -> QuerySet[Complaint]:
    """What this user may see and fits every filter of `forms.desk.ComplaintFilter`."""
    found = Complaint.objects.visible_to(user)
    for name, field in (("perihal", "subject"), ("saluran", "intake"), ("tahun", "year"), ("kecamatan", "kecamatan")):
        if value := filters.get(name):
            found = found.filter(**{field: value})
    if state := filters.get("status"):
        found = found.filter(state__in=AT_WORK) if state == OPEN else found.filter(state=state)
    if gravity := filters.get("tingkat"):
        found = found.filter(gravity=gravity)
    if when := filters.get("waktu"):
        found = found.filter(pk__in=_by_time(when))
    if filters.get("tangan"):
        found = found.filter(in_hands_of(user))
    if words := filters.get("q"):
        found = found.filter(_said(words, user))
    return found.select_related(*RELATED)


def _by_time(when: str) -> list[int]:
    now, days = timezone.now(), calendar()
    end_of_day = days.close(now.astimezone(days.zone).date()) if days.is_working_day(timezone.localdate(now)) else now
    clocks = open_clocks()
    chosen = clocks.filter(due__lt=now) if when == LATE else clocks.filter(due__gte=now, due__lte=end_of_day)
    return [int(pk) for pk in chosen.values_list("owner", flat=True)]


def in_hands_of(user: User) -> Q:
    """Work that waits for one of the user's roles, where that role works; the desk has what nobody else has."""
    mine = Q(pk__in=())
    if user.may(Permission.HANDLE_COMPLAINTS):
        mine |= Q(handler="", restricted=False)
    if user.may(Permission.VIEW_RESTRICTED_COMPLAINTS):
        mine |= Q(restricted=True)
    for posting in user.postings_now:
        place = Q()
        if ROLES[posting.role].area in (Area.KECAMATAN, Area.DESA, Area.OWN):
            kecamatan = posting.kecamatan_id or (posting.desa and posting.desa.kecamatan_id)
            place = Q(kecamatan__isnull=True) | Q(kecamatan=kecamatan)
        mine |= Q(handler=posting.role) & place
    return Q(state__in=AT_WORK) & mine


def _said(words: str, user: User) -> Q:
    """A ticket number, a LAPOR! ID, or words of the reporter's name where the user may know it."""
    named = names_known_to(user)
    for word in words.split():
        named &= Q(reporter_name__icontains=word)
    found = named | Q(tracking_id__iexact=words.strip())
    numbers = [int(part) for part in words.upper().replace("ADU", " ").replace("-", " ").split() if _is_number(part)]
    if len(numbers) == 2:
        found |= Q(year=numbers[0], number=numbers[1])
    elif len(numbers) == 1:
        found |= Q(number=numbers[0])
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def names_known_to(user: User) -> Q:
    """Complaints whose reporter this user may know: of a confidential one the desk, of a restricted one who has it."""
    if user.may(Permission.HANDLE_COMPLAINTS):
        return Q()
    known = Q(disclosure=Disclosure.OPEN)
    return known | Q(restricted=True) if user.may(Permission.VIEW_RESTRICTED_COMPLAINTS) else known


def with_first_due(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """`first_due`: when its nearest running clock is due."""
    of_this = open_clocks().filter(owner=Cast(OuterRef("pk"), TextField())).order_by().values("owner")
    nearest = Subquery(of_this.annotate(first=Min("due")).values("first"), output_field=DateTimeField())
    return found.annotate(first_due=Coalesce(nearest, NEVER))


def rows(complaints: list[Complaint]) -> list[Row]:
    """Two queries, however many complaints."""
    clocks, days, now = _nearest(complaints), calendar(), timezone.now()
    return [_row(complaint, clocks.get(str(complaint.pk)), days, now) for complaint in complaints]


def _nearest(complaints: list[Complaint]) -> dict[str, Deadline]:
    wanted = open_clocks().filter(owner__in=[str(each.pk) for each in complaints])
    return {clock.owner: clock for clock in wanted.order_by("-due")}  # type: ignore[attr-defined]


def _row(complaint: Complaint, clock: Deadline | None, days: WorkCalendar, now: datetime) -> Row:
    name = CLOCK_WORDS[clock.subject.split(":")[2]] if clock else ""
    return Row(complaint, lateness(clock, days, now), name, hands(complaint))


def hands(complaint: Complaint) -> str:
    """Who has it now."""
    if complaint.state not in AT_WORK:
        return ""
    if complaint.handler:
        return Handler(complaint.handler).label
    return Handler.INSPEKTORAT.label if complaint.restricted else "Meja pengaduan"


def gravity_words(complaint: Complaint) -> str:
    return Gravity(complaint.gravity).label if complaint.gravity else ""
