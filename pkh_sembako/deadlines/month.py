"""The deadlines of a user's scope, by day: for the month page and the .ics feed. No names of families are in them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.deadlines.sight import only_seen
from pkh_sembako.lib.access import Permission

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

SOP = "Tenggat"
MOST = 1000  # moments in a feed


def in_scope(user: "User") -> QuerySet[Deadline]:
    """Open deadlines that a user may know of: all, those of the own kecamatan, or (a bank) those of the own lane."""
    found = only_seen(Deadline.objects.exclude(state=DeadlineState.CLOSED), user).select_related("kecamatan")
    if user.sees_kabupaten or user.may(Permission.MANAGE_OFFICE):
        return found
    if user.may(Permission.VIEW_CYCLES):
        places = [p.kecamatan_id or (p.desa and p.desa.kecamatan_id) for p in user.postings_now]
        return found.filter(Q(kecamatan=None) | Q(kecamatan__in=[place for place in places if place]))
    roles = [posting.role for posting in user.postings_now]
    return found.filter(Q(roles__overlap=roles) | Q(checker_roles__overlap=roles))


@dataclass
class Entry:
    """One moment of one piece of work; equal ones of several kecamatan stand together."""

    kind: str
    title: str
    group: str
    moment: datetime
    url: str
    late: bool
    places: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        if len(self.places) > 1:
            return f"{len(self.places)} kecamatan"
        return f"Kec. {self.places[0]}" if self.places else ""


def entries(deadlines: QuerySet[Deadline], start: datetime, end: datetime, now: datetime) -> dict[date, list[Entry]]:
    """{day in the zone of `start`: what is due then}, from `start` until before `end`, in order. One query."""
    together: dict[tuple[object, ...], Entry] = {}
    in_time = Q(due__gte=start, due__lt=end) | Q(outer_due__gte=start, outer_due__lt=end)
    # the fanned-out step itself is nobody's own task: its kecamatan stand in the calendar
    for deadline in deadlines.filter(in_time).filter(Q(rungs__contains=["hampir"]) | Q(outer_due__isnull=False)):
        for kind, moment in ((SOP, deadline.due), (deadline.outer_name, deadline.outer_due)):
            if moment is None or not start <= moment < end or (kind == SOP and deadline.is_fanned_out):
                continue
            key = (kind, deadline.title, deadline.group, moment)
            late = kind == SOP and deadline.is_overdue(now)
            entry = together.setdefault(key, Entry(kind, deadline.title, deadline.group, moment, deadline.url, late))
            entry.late = entry.late or late
            if deadline.kecamatan:
                entry.places.append(deadline.kecamatan.name)
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted(together.values(), key=lambda each: (each.moment, each.title)):
        days[entry.moment.astimezone(start.tzinfo).date()].append(entry)
    return dict(sorted(days.items()))


def newest_first(deadlines: QuerySet[Deadline]) -> list[Deadline]:
    """For the feed: at most a thousand, the latest moments first. One query."""
    dated = deadlines.filter(Q(due__isnull=False) | Q(outer_due__isnull=False))
    latest = Greatest(Coalesce("due", "outer_due"), Coalesce("outer_due", "due"))
    return list(dated.order_by(latest.desc(), "id")[:MOST])
