"""Who rates whom: oneself, the superior, at most three peers, and who works under one.

A pendamping works under the korcam of the kecamatan, a korcam and an APD under the korkab, the korkab under the ketua
tim. Peers hold the same post, pendamping in the same kecamatan; which three is drawn from the review's year, so that it
stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.leadership.enums import Relation
from pkh_sembako.lib.sampling import drawn

STAFF = ("korkab", "apd", "korcam", "pendamping")
ABOVE = {"pendamping": "korcam", "korcam": "korkab", "apd": "korkab", "korkab": "kasi"}
PEERS = 3


@dataclass(frozen=True)
class Post:
    user: User
    role: str
    kecamatan: str

    @property
    def place(self) -> str:
        """Where peers and superiors are looked for: the kecamatan of a pendamping, else the whole kabupaten."""
        return self.kecamatan if self.role == "pendamping" else ""


@dataclass(frozen=True)
class Task:
    """That one person rates another."""

    by: User
    about: User
    role: str
    relation: str


def posts() -> list[Post]:
    """Posts of PKH and of the ketua tim held today. One query."""
    held = Posting.objects.in_force().filter(role__in=(*STAFF, "kasi"), user__is_active=True)
    rows = held.select_related("user", "kecamatan", "desa").order_by("user_id", "id")
    return [Post(row.user, row.role, row.kecamatan_id or (row.desa.kecamatan_id if row.desa else "")) for row in rows]


def tasks(year: int, held: Iterable[Post] | None = None) -> list[Task]:
    """Every rating that the review of a year asks for; nobody rates the same person twice."""
    held = posts() if held is None else list(held)
    found: dict[tuple[int, int], Task] = {}
    for post in (each for each in held if each.role in STAFF):
        for rater, relation in _raters(post, held, year):
            found.setdefault((rater.pk, post.user.pk), Task(rater, post.user, post.role, relation))
    return list(found.values())


def _raters(post: Post, held: list[Post], year: int) -> list[tuple[User, str]]:
    above = ABOVE[post.role]
    place = post.kecamatan if post.role == "pendamping" else None
    superiors = [each.user for each in held if each.role == above and place in (None, each.kecamatan)]
    below = [
        each.user
        for each in held
        if ABOVE.get(each.role) == post.role and (post.role != "korcam" or each.kecamatan == post.kecamatan)
    ]
    same = {
        each.user.pk: each.user
        for each in held
        if each.role == post.role and each.place == post.place and each.user.pk != post.user.pk
    }
    peers = [same[pk] for pk in drawn(same, seed=f"{year}:{post.user.pk}", size=PEERS)]
    raters = [(post.user, Relation.SELF), *((user, Relation.SUPERIOR) for user in superiors)]
    raters += [(user, Relation.PEER) for user in peers] + [(user, Relation.SUBORDINATE) for user in below]
    return [(user, str(relation)) for user, relation in raters]
