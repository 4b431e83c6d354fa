"""How active each pendamping is: families, kroscek of the open round, what was changed lately, cards handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from pkh_sembako.accounts.models import Posting
from programs.models import Enrollment, Household, KksEvent, Round, RoundEntry

RECENT = 7  # days
PENDAMPING = "pendamping"


@dataclass(frozen=True)
class Activity:
    """Of one pendamping; `last` is the newest act of any kind that is known."""

    pk: int
    name: str
    kecamatan: str
    families: int
    listed: int
    checked: int
    changed: int
    cards: int
    last: datetime | None

    @property
    def is_quiet(self) -> bool:
        """Nothing for a week while families of the open round are unchecked."""
        return self.checked < self.listed and not self.changed and self.last is None

    @property
    def behind(self) -> tuple[float, str]:
        """Sorts who needs eyes first: the least done, then by name."""
        return (self.checked / self.listed if self.listed else 1.0, self.name)


def activity(the_round: Round | None, now: datetime) -> list[Activity]:
    """By kecamatan and name, of everybody who holds the post today. Five queries."""
    since = now - timedelta(days=RECENT)
    people = Posting.objects.in_force().filter(role=PENDAMPING, user__is_active=True)
    rows = people.values_list("user_id", "user__full_name", "kecamatan__name", "desa__kecamatan__name")
    places: dict[int, tuple[str, set[str]]] = {}
    for pk, name, kecamatan, of_desa in rows:
        places.setdefault(pk, (name, set()))[1].add(kecamatan or of_desa or "")
    families, listed, changed, cards = _families(places), _listed(the_round), _changed(since), _cards(since)
    found = [
        Activity(
            pk=pk,
            name=name,
            kecamatan=", ".join(sorted(filter(None, where))),
            families=families.get(pk, 0),
            listed=listed.get(pk, {}).get("listed", 0),
            checked=listed.get(pk, {}).get("checked", 0),
            changed=changed.get(pk, {}).get("count", 0),
            cards=cards.get(pk, {}).get("count", 0),
            last=max(filter(None, (one.get(pk, {}).get("last") for one in (listed, changed, cards))), default=None),
        )
        for pk, (name, where) in places.items()
    ]
    return sorted(found, key=lambda each: (each.kecamatan, each.name))


def _families(people: dict[int, Any]) -> dict[int, int]:
    counted = Enrollment.objects.filter(pendamping__in=people).order_by().values_list("pendamping")
    return dict(counted.annotate(Count("household", distinct=True)))


def _listed(the_round: Round | None) -> dict[int, dict[str, Any]]:
    """Families of the open round's list in each one's hands, and how many have a result."""
    if the_round is None:
        return {}
    entries = RoundEntry.objects.filter(round=the_round, enrollment__pendamping__isnull=False).order_by()
    rows = entries.values("enrollment__pendamping").annotate(
        listed=Count("pk"), checked=Count("pk", filter=Q(kroscek__isnull=False)), last=Max("kroscek__at")
    )
    return {row["enrollment__pendamping"]: row for row in rows}


def _changed(since: datetime) -> dict[int, dict[str, Any]]:
    """Families whose data each one changed since then."""
    rows = Household.history.filter(history_date__gte=since, history_type="~", history_user__isnull=False).order_by()
    counted = rows.values("history_user").annotate(count=Count("id", distinct=True), last=Max("history_date"))
    return {row["history_user"]: row for row in counted}


def _cards(since: datetime) -> dict[int, dict[str, Any]]:
    rows = KksEvent.objects.filter(move="hand_over", at__gte=since).order_by()
    return {row["by"]: row for row in rows.values("by").annotate(count=Count("pk"), last=Max("at"))}
