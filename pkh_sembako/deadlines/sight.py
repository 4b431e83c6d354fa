"""Deadlines that not everybody may know of. Their owners stand above, so they say here who hears and who sees.

    sight.offer("complaint", Sight(barred=..., seen=..., overseers=("petugas",)))

"complaint" is the first part of the subject ("complaint:12:verify"), "12" its owner.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Func, QuerySet, TextField, Value

from pkh_sembako.deadlines.models import Deadline

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

Owner = tuple[str, str]  # ("complaint", "12")


@dataclass(frozen=True)
class Sight:
    """`barred()`: ids of people who never hear of an owner's deadlines, by owner (one query); `seen(user)`: owners as
    text that the user may see; `overseers`: roles that hear beside the actors once the due moment has passed."""

    barred: Callable[[], dict[str, set[int]]]
    seen: Callable[["User"], QuerySet]
    overseers: tuple[str, ...] = ()


_kinds: dict[str, Sight] = {}


def offer(kind: str, sight: Sight) -> None:
    """Saying it twice replaces."""
    _kinds[kind] = sight


def owner_of(subject: str) -> Owner:
    kind, owner = f"{subject}:".split(":")[:2]
    return kind, owner


def has_rules(subject: str) -> bool:
    return owner_of(subject)[0] in _kinds


def barred() -> dict[Owner, set[int]]:
    """Everybody who must not hear, of all kinds. A query for each kind."""
    return {(kind, owner): people for kind, sight in _kinds.items() for owner, people in sight.barred().items()}


def overseers(subject: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Who is told beside the actors that it is late."""
    kind, _ = owner_of(subject)
    return _kinds[kind].overseers if kind in _kinds else otherwise


def only_seen(deadlines: QuerySet[Deadline], user: "User") -> QuerySet[Deadline]:
    """Without those whose owner this user may not see."""
    owner = Func(F("subject"), Value(":"), Value(2), function="split_part", output_field=TextField())
    for kind, sight in _kinds.items():
        of_kind = Deadline.objects.alias(owner=owner).filter(subject__startswith=f"{kind}:")
        deadlines = deadlines.exclude(pk__in=of_kind.exclude(owner__in=sight.seen(user)).values("pk"))
    return deadlines
