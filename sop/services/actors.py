"""As what a user stands towards a step or a kecamatan's share: at work on it, checking it, or above it.

Source: architecture.md, "Who moves a step". Where the user of a kecamatan is missing, korkab (PKH) or operator
(Sembako) acts and the record says so; where nobody holds a kabupaten role, the operator does.
"""

from dataclasses import dataclass
from functools import cached_property

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES, ladder_above
from pkh_sembako.deadlines.people import Directory, Person, is_local
from pkh_sembako.lib.access import Permission
from sop.models import Step, Target, posted_kecamatan

STAND_IN = {"pkh": "korkab", "sembako": "operator"}


@dataclass(frozen=True)
class Actor:
    """Somebody who may act; `stands_in` says in words for whom, empty for oneself."""

    stands_in: str = ""


class Standing:
    """One user's standing towards any number of targets; everybody's postings are read once, when needed."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def directory(self) -> Directory:
        return Directory()

    def works_on(self, target: Target) -> Actor | None:
        """Penanggung jawab, or whoever stands in for one who is missing."""
        step, place = target.step, target.kecamatan_id if target.kecamatan else None
        if self._holds(step.roles, place) and (place or not step.fans_out):
            return Actor()
        if self.directory.holders(step.roles, place) and (place or not step.fans_out):
            return None
        if self.user.has_role(stand_in_role(target)):
            return Actor(f"{_names(step.roles)}{f' Kec. {target.kecamatan}' if place else ''} (belum ada petugas)")
        return None

    def checks(self, target: Target) -> Actor | None:
        """Pemeriksa, never the submitter; if there is no other, somebody higher on the ladder."""
        checker = target.step.checker
        if not checker or self.user.pk == target.submitted_by_id:
            return None
        place = target.kecamatan_id if target.kecamatan else None
        if self._holds([checker], place):
            return Actor()
        others = self.directory.holders([checker], place) - {self._submitter(target)}
        if not others and self.user.has_role(*ladder_above(checker)):
            return Actor(f"{ROLES[checker].label} (tidak ada pemeriksa lain)")
        return None

    def decides_exceptions(self) -> Actor | None:
        """The Kabid, who may skip a step or let it pass with a reason."""
        return Actor() if self.user.may(Permission.SKIP_STEPS) else None

    def _holds(self, roles: list[str], place: str | None) -> bool:
        mine = [posting.role for posting in self.user.postings_now if posting.role in roles]
        if place is None or any(not is_local(role) for role in mine):
            return bool(mine)
        return bool(mine) and place in posted_kecamatan(self.user)

    def _submitter(self, target: Target) -> Person | None:
        by = target.submitted_by
        return Person(by.username, by.pk) if by else None


def stand_in_role(target: Target) -> str:
    return stand_in_of(target.step, target.cycle.round.program)


def stand_in_of(step: Step, program: str) -> str:
    """Role code of whoever acts where nobody holds the step's own roles."""
    return STAND_IN[program] if step.fans_out else "operator"


def _names(roles: list[str]) -> str:
    return " / ".join(ROLES[role].label for role in roles)
