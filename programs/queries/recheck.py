"""Uji petik: who was checked again, with what result, per kecamatan. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.numbers import thousands
from programs.enums import RecheckVerdict
from programs.models import KroscekResult, RecheckItem, RecheckResult, RecheckSample, Round, RoundEntry


@dataclass
class RecheckTotals:
    """Families drawn, visited again, found different."""

    drawn: int = 0
    done: int = 0
    different: int = 0

    def __add__(self, other: "RecheckTotals") -> "RecheckTotals":
        return RecheckTotals(self.drawn + other.drawn, self.done + other.done, self.different + other.different)

    def __bool__(self) -> bool:
        return self.drawn > 0

    @property
    def words(self) -> str:
        """Like "12 keluarga, 1 berbeda"; while some wait, "3 dari 12 keluarga, 1 berbeda"."""
        if not self.drawn:
            return "belum ada"
        done = "" if self.done == self.drawn else f"{thousands(self.done)} dari "
        return f"{done}{thousands(self.drawn)} keluarga, {thousands(self.different)} berbeda"

    def as_json(self) -> dict[str, int]:
        return {"ditarik": self.drawn, "diperiksa": self.done, "berbeda": self.different}


def totals(the_round: Round) -> dict[str, RecheckTotals]:
    """By kecamatan code; a kecamatan without a sample is not in it. One query."""
    newest = RecheckResult.objects.filter(item=OuterRef("pk")).order_by("-id").values("verdict")[:1]
    items = RecheckItem.objects.filter(sample__round=the_round).annotate(verdict=Subquery(newest)).order_by()
    found: dict[str, RecheckTotals] = defaultdict(RecheckTotals)
    for code, verdict, number in items.values_list("sample__kecamatan", "verdict").annotate(Count("id")):
        different = number if verdict == RecheckVerdict.DIFFERENT else 0
        found[code] += RecheckTotals(number, number if verdict else 0, different)
    return dict(found)


def whole(parts: Iterable[RecheckTotals]) -> RecheckTotals:
    return sum(parts, RecheckTotals())


@dataclass
class Visit:
    """A family of a sample: the first result as it stands, and what the second visit found."""

    item: RecheckItem
    found: RecheckResult | None = None

    @property
    def first(self) -> Any:
        """The first result: as the second visit met it, else as it stands."""
        return self.item.entry.kroscek


@dataclass
class Checked:
    """A person who recorded results in a kecamatan, and the sample of them, if it is drawn."""

    person: User
    families: int
    waiting: int  # own families without a result
    sample: RecheckSample | None = None
    visits: list[Visit] = field(default_factory=list)

    @property
    def totals(self) -> RecheckTotals:
        found = [visit.found for visit in self.visits if visit.found]
        different = sum(one.verdict == RecheckVerdict.DIFFERENT for one in found)
        return RecheckTotals(len(self.visits), len(found), different)


def checked(the_round: Round, kecamatan: str) -> list[Checked]:
    """Everybody who recorded results there or was drawn before, by name. Six queries."""
    samples = RecheckSample.objects.filter(round=the_round, kecamatan=kecamatan).select_related("checker", "drawn_by")
    by_checker = {sample.checker_id: sample for sample in samples}
    recorded = KroscekResult.objects.filter(entry__round=the_round, entry__kecamatan=kecamatan).order_by()
    families = dict(recorded.values_list("by").annotate(Count("entry_id")))
    open_ones = RoundEntry.objects.filter(round=the_round, kecamatan=kecamatan, kroscek__isnull=True).order_by()
    waiting = dict(open_ones.values_list("enrollment__pendamping").annotate(Count("id")))
    visits = _visits(the_round, kecamatan)
    people = User.objects.filter(Q(pk__in=families) | Q(pk__in=by_checker)).order_by("full_name", "username")
    return [
        Checked(
            person,
            families.get(person.pk, 0),
            waiting.get(person.pk, 0),
            by_checker.get(person.pk),
            visits[person.pk],
        )
        for person in people
    ]


def _visits(the_round: Round, kecamatan: str) -> dict[int, list[Visit]]:
    """By checker. Two queries."""
    items = RecheckItem.objects.filter(sample__round=the_round, sample__kecamatan=kecamatan)
    related = items.select_related(
        "sample", "entry__enrollment__household", "entry__desa", "entry__kroscek__by"
    ).order_by("sample", "order")
    results = RecheckResult.objects.filter(item__in=items).order_by("item_id", "-id").distinct("item_id")
    newest = {result.item_id: result for result in results.select_related("by", "first_by")}
    found: dict[int, list[Visit]] = defaultdict(list)
    for item in related:
        found[item.sample.checker_id].append(Visit(item, newest.get(item.pk)))
    return found


def recorded_by(entry: RoundEntry, user: User) -> bool:
    """Whether the user ever recorded a result of this family in this Round."""
    now = KroscekResult.objects.filter(entry=entry, by=user)
    return now.exists() or KroscekResult.history.filter(entry_id=entry.pk, by=user).exists()
