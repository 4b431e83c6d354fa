"""Who acts on a deadline and who is told that it is late (clock.md, Lateness; architecture.md, the ladder)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from pkh_sembako.accounts.models import Posting
from pkh_sembako.accounts.roles import ROLES, Area
from pkh_sembako.deadlines import sight
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Rung

CHAIN = {
    Rung.PLUS_1: ("kasi",),
    Rung.PLUS_3: ("kabid",),
    Rung.PLUS_7: ("sekretaris", "kadis"),
}
OVERSEER = ("korkab",)  # told as well once the due moment has passed
LOCAL = (Area.KECAMATAN, Area.DESA, Area.OWN)  # people of these roles act in the kecamatan where they are posted


def is_local(role: str) -> bool:
    return ROLES[role].area in LOCAL


@dataclass(frozen=True, order=True)
class Person:
    username: str
    pk: int


def postings_with_kecamatan() -> QuerySet[Posting]:
    """Postings in force of people who may log in; `where` is the kecamatan, also of whoever is posted to a desa."""
    active = Posting.objects.in_force().filter(user__is_active=True)
    return active.annotate(where=Coalesce("kecamatan_id", "desa__kecamatan_id"))


class Directory:
    """Everybody with a posting in force, by role (one query)."""

    def __init__(self) -> None:
        self._by_role: dict[str, list[tuple[Person, str | None]]] = defaultdict(list)
        for pk, username, role, kecamatan in postings_with_kecamatan().values_list(
            "user_id", "user__username", "role", "where"
        ):
            self._by_role[role].append((Person(username, pk), kecamatan))

    def holders(self, roles: Iterable[str], kecamatan: str | None) -> set[Person]:
        """People with one of the roles; of a local role only those posted in `kecamatan`, if it is given."""
        return {
            person
            for role in roles
            for person, posted in self._by_role[role]
            if kecamatan is None or posted == kecamatan or not is_local(role)
        }

    def actors(self, deadline: Deadline) -> set[Person]:
        """Whose turn it is: the lane's people, while submitted the checkers, and who stands in where nobody is."""
        submitted = deadline.state == DeadlineState.SUBMITTED
        roles = deadline.checker_roles if submitted else deadline.roles
        found = self._heard(deadline, self.holders(roles, deadline.kecamatan_id))
        return found or self._heard(deadline, self.holders(deadline.stand_in_roles, deadline.kecamatan_id))

    def recipients(self, deadline: Deadline, rung: str) -> set[Person]:
        if rung in CHAIN:
            return self._heard(deadline, self.holders(CHAIN[Rung(rung)], None))
        roles = sight.overseers(deadline.subject, OVERSEER) if rung == Rung.PASSED else ()
        return self.actors(deadline) | self._heard(deadline, self.holders(roles, None))

    def _heard(self, deadline: Deadline, people: set[Person]) -> set[Person]:
        """Without those who must not hear of it (the accused of a complaint)."""
        if not sight.has_rules(deadline.subject):
            return people
        silent = self._barred.get(sight.owner_of(deadline.subject), set())
        return {person for person in people if person.pk not in silent}

    @cached_property
    def _barred(self) -> dict[sight.Owner, set[int]]:
        return sight.barred()
