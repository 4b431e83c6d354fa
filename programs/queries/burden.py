"""What would be without anybody if a member of staff left: families, desa, open kroscek, tasks, absences covered."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, Substitution, User, WorkArea
from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.deadlines.people import Directory, Person
from programs.models import Enrollment, RoundEntry
from programs.queries.kroscek import open_rounds


@dataclass(frozen=True)
class Burden:
    """Counts of what hangs on one pendamping today; `replaces` names those on leave whom they stand in for."""

    desa: int
    families: int
    unchecked: int
    programs: tuple[str, ...]
    replaces: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.desa or self.families)


def of(user: User) -> Burden:
    """Five queries."""
    own = Enrollment.objects.filter(pendamping=user)
    areas = WorkArea.objects.filter(pendamping=user)
    mine = RoundEntry.objects.filter(enrollment__pendamping=user, kroscek__isnull=True, round__in=open_rounds())
    held = set(own.order_by().values_list("program", flat=True).distinct())
    covered = Substitution.objects.filter(substitute=user, ends__gte=timezone.localdate()).select_related("absent")
    return Burden(
        desa=areas.values("desa").distinct().count(),
        families=own.values("household").distinct().count(),
        unchecked=mine.count(),
        programs=tuple(sorted(held | set(areas.values_list("program", flat=True)))),
        replaces=tuple(str(row.absent) for row in covered),
    )


def left_behind() -> list[tuple[User, int, int]]:
    """(who, desa, families) of everybody who holds desa or families and is no pendamping any more, by name."""
    now = Posting.objects.in_force().filter(role="pendamping", user__is_active=True).values("user")
    holds = Q(pk__in=WorkArea.objects.values("pendamping")) | Q(pk__in=Enrollment.objects.values("pendamping"))
    gone = User.objects.filter(holds).exclude(pk__in=now).order_by("full_name")
    return [(user, found.desa, found.families) for user in gone for found in [of(user)]]


def tasks_of_nobody(posting: Posting) -> int:
    """How many running deadlines nobody could act on without this posting, not even who stands in by the SOP."""
    directory, me = Directory(), Person(posting.user.username, posting.user_id)
    others = {p.role for p in posting.user.postings.in_force().exclude(pk=posting.pk)}
    running = Deadline.objects.running().filter(
        Q(roles__contains=[posting.role]) | Q(checker_roles__contains=[posting.role])
    )
    return sum(1 for deadline in running if _only(deadline, posting, directory, me, others))


def _only(deadline: Deadline, posting: Posting, directory: Directory, me: Person, others: set[str]) -> bool:
    roles = deadline.checker_roles if deadline.state == DeadlineState.SUBMITTED else deadline.roles
    acting = directory.holders(roles, deadline.kecamatan_id)
    if posting.role not in roles or me not in acting or others & {*roles, *deadline.stand_in_roles}:
        return False
    return not (acting | directory.holders(deadline.stand_in_roles, deadline.kecamatan_id)) - {me}
