"""What waits for a user, and the user's bell."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Notification, Rung
from pkh_sembako.deadlines.people import is_local, postings_with_kecamatan
from pkh_sembako.deadlines.sight import only_seen
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.office.queries import calendar

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

NOBODY = Q(pk__in=[])
EARLIEST = Least("due", "outer_due").asc(nulls_last=True)  # Least leaves out what is empty


@dataclass(frozen=True)
class Waiting:
    """A row of "Menunggu tindakan Anda" (partial komponen/daftar_tugas.html)."""

    subject: str
    title: str
    url: str
    group: str
    area: str
    deadline: Lateness | None
    state_label: str
    tone: str
    count: int | None = None


def waiting_for(user: "User", now: datetime | None = None) -> list[Waiting]:
    """What waits for the user's own act, earliest deadline first, without date last. A fixed number of queries."""
    now = now or timezone.now()
    mine = Deadline.objects.running().filter(rungs__contains=[Rung.NEAR]).filter(_is_turn_of(user))
    days = calendar()
    mine = only_seen(mine, user).select_related("kecamatan").order_by(EARLIEST, "id")
    return [_row(deadline, lateness(deadline, days, now)) for deadline in mine]


def _row(deadline: Deadline, late: Lateness | None) -> Waiting:
    checking = deadline.state == DeadlineState.SUBMITTED
    return Waiting(
        subject=deadline.subject,
        title=deadline.title,
        url=deadline.url,
        group=deadline.group,
        area=f"Kec. {deadline.kecamatan.name}" if deadline.kecamatan else "",
        deadline=late,
        state_label="Perlu diperiksa" if checking else "Perlu dikerjakan",
        tone="peringatan" if checking else "proses",
    )


def _is_turn_of(user: "User") -> Q:
    """The lane's people, while submitted the checkers; where nobody holds the lane's role, who stands in."""
    own = NOBODY
    for posting in user.postings_now:
        role = [posting.role]
        turn = Q(state=DeadlineState.OPEN, roles__contains=role) | Q(
            state=DeadlineState.SUBMITTED, checker_roles__contains=role
        )
        if is_local(posting.role):
            place = posting.kecamatan_id or (posting.desa and posting.desa.kecamatan_id)
            turn &= Q(kecamatan__isnull=True) | Q(kecamatan=place)
        own |= turn
    return own | _stands_in(user)


def _stands_in(user: "User") -> Q:
    """Open work that names one of the user's roles as stand-in and whose own roles nobody holds there."""
    held: dict[str, set[str]] = defaultdict(set)
    for role, place in postings_with_kecamatan().values_list("role", "where"):
        held[role].add(place)
    vacant = Q(kecamatan__isnull=True, roles__contained_by=[role for role in ROLES if role not in held])
    for role in filter(is_local, ROLES):
        vacant |= Q(roles=[role], kecamatan__isnull=False) & ~Q(kecamatan__in=held[role] - {None})
    codes = [posting.role for posting in user.postings_now]
    return Q(state=DeadlineState.OPEN, stand_in_roles__overlap=codes) & vacant


def bell(user: "User") -> QuerySet[Notification]:
    """The user's messages, newest first."""
    return Notification.objects.filter(user=user)


def unread_count(user: "User") -> int:
    return bell(user).filter(read_at__isnull=True).count()
