"""Results of a yearly evaluation. Views of peers and of who works under one are told from three raters on, together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.leadership.enums import ASPECTS, Relation
from pkh_sembako.leadership.models import StaffRating, StaffReview
from pkh_sembako.leadership.queries import raters
from pkh_sembako.leadership.queries.work import between, year_of
from pkh_sembako.leadership.report import Share

LEAST = 3  # raters, so that nobody is recognised
HIDDEN = "kurang dari 3 penilai"
WEIGHTS = {Relation.SUPERIOR: 60, "around": 30, Relation.SELF: 10}  # per cent of the whole, of what is known


@dataclass(frozen=True)
class Result:
    """Of one person: means by who rates (None = nobody, or too few), by aspect, and the clocks of the year."""

    user: User
    role: str
    own: float | None
    superior: float | None
    around: float | None
    raters_around: int
    aspects: dict[str, float | None]
    on_time: Share
    whole: float | None

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label

    @property
    def around_words(self) -> float | str | None:
        return HIDDEN if self.around is None and self.raters_around else self.around


@dataclass(frozen=True)
class ToDo:
    """A rating that somebody is asked for."""

    about: User
    role_label: str
    relation: str
    done: bool


def to_do(review: StaffReview, user: User) -> list[ToDo]:
    """What this user is asked to fill in, the own first."""
    done = set(review.ratings.filter(by=user).values_list("about", flat=True))
    own = [task for task in raters.tasks(review.year) if task.by.pk == user.pk]
    order = list(Relation.values)
    own.sort(key=lambda task: (order.index(task.relation), str(task.about)))
    return [
        ToDo(task.about, ROLES[task.role].label, str(Relation(task.relation).label), task.about.pk in done)
        for task in own
    ]


def results(review: StaffReview, people: Iterable[User] | None = None) -> list[Result]:
    """By post and name, of everybody (or of `people`). Five queries and those of the year's work."""
    ratings: dict[int, list[StaffRating]] = defaultdict(list)
    for rating in review.ratings.all():
        ratings[rating.about_id].append(rating)
    timed = _on_time(review.year)
    wanted = {user.pk for user in people} if people is not None else None
    posts = {post.user.pk: post for post in raters.posts() if post.role in raters.STAFF}
    shown = [post for pk, post in posts.items() if wanted is None or pk in wanted]
    shown.sort(key=lambda post: (raters.STAFF.index(post.role), str(post.user)))
    return [_result(post.user, post.role, ratings[post.user.pk], timed.get(post.user.pk)) for post in shown]


def _result(user: User, role: str, given: list[StaffRating], timed: Share | None) -> Result:
    by: dict[str, list[StaffRating]] = defaultdict(list)
    for rating in given:
        by["around" if rating.relation in (Relation.PEER, Relation.SUBORDINATE) else rating.relation].append(rating)
    known = {
        Relation.SELF: _mean(by[Relation.SELF]),
        Relation.SUPERIOR: _mean(by[Relation.SUPERIOR]),
        "around": _mean(by["around"]) if len(by["around"]) >= LEAST else None,
    }
    told = by[Relation.SUPERIOR] + (by["around"] if known["around"] is not None else [])
    return Result(
        user=user,
        role=role,
        own=known[Relation.SELF],
        superior=known[Relation.SUPERIOR],
        around=known["around"],
        raters_around=len(by["around"]),
        aspects={name: fmean(getattr(each, name) for each in told) if told else None for name in ASPECTS},
        on_time=timed or Share(0, 0),
        whole=_weighted(known),
    )


def _mean(ratings: list[StaffRating]) -> float | None:
    return fmean(getattr(each, name) for each in ratings for name in ASPECTS) if ratings else None


def _weighted(known: dict[str, float | None]) -> float | None:
    """By the weights of what is known; what nobody said weighs nothing. One's own view alone is no result."""
    parts = [(WEIGHTS[name], mean) for name, mean in known.items() if mean is not None]
    if not parts or all(name == Relation.SELF for name, mean in known.items() if mean is not None):
        return None
    return sum(weight * mean for weight, mean in parts) / sum(weight for weight, _ in parts)


def _on_time(year: int) -> dict[int, Share]:
    """What each one handed in during the year, and how much of it in time by the original due."""
    parts: dict[int, list[bool]] = defaultdict(list)
    for work in between(*year_of(year)):
        if work.person_id and work.done_at and work.original_due:
            parts[work.person_id].append(work.done_at <= work.original_due)
    return {pk: Share(sum(kept), len(kept)) for pk, kept in parts.items()}
