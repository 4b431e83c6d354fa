"""The worklist of what SIKS-NG must still be told: families by desa and name, their changes in SIKS-NG's order."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import User
from programs.models import Household, Round, SiksAct, SiksChange
from programs.models.siksng import SiksVerdict
from programs.queries import siksng_fields as words

KEYS = ("desa_id", "name_search", "id")
TICKED = (SiksVerdict.ENTERED, SiksVerdict.MATCHED)
SIZE = 25  # families on a page; each has a card of its own


@dataclass
class Item:
    """One change as it is shown."""

    change: SiksChange
    label: str
    old: str
    new: str
    act: SiksAct | None = None
    may_undo: bool = False

    @property
    def is_masked(self) -> bool:
        return self.change.field in words.IDENTITY_FIELDS

    @property
    def days(self) -> int:
        """Whole days since it was accepted."""
        return (timezone.localdate() - timezone.localdate(self.change.at)).days


@dataclass
class Group:
    """The changes of one person of a family."""

    name: str
    is_family: bool
    items: list[Item] = field(default_factory=list)


@dataclass
class Card:
    """A family with what is to be typed for it."""

    household: Household
    groups: list[Group]

    @property
    def size(self) -> int:
        return sum(len(group.items) for group in self.groups)


def changes(user: User, *, is_open: bool) -> QuerySet[SiksChange]:
    """What this user sees: still open, or ticked (what a later change replaced is neither)."""
    seen = SiksChange.objects.visible_to(user).filter(is_open=is_open)
    if is_open:
        return seen
    # Of a change that is not open the last act is a tick or a replacement, and what was replaced stays so.
    replaced = SiksAct.objects.filter(change=OuterRef("pk"), verdict=SiksVerdict.REPLACED)
    return seen.exclude(Exists(replaced))


def filtered(found: QuerySet[SiksChange], filters: dict[str, Any]) -> QuerySet[SiksChange]:
    """`found` that fit the filters of `forms.siksng.SiksFilter`."""
    paths = {"kecamatan": "household__desa__kecamatan", "desa": "household__desa", "jenis": "kind", "tahap": "round"}
    for name, path in paths.items():
        if value := filters.get(name):
            found = found.filter(**{path: value})
    if days := filters.get("umur"):
        found = found.filter(at__lte=_days_ago(int(days)))
    return found


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def families(found: QuerySet[SiksChange]) -> QuerySet[Household]:
    """The families of these changes, to be paged by KEYS."""
    wanted = Household.objects.filter(Exists(found.filter(household=OuterRef("pk"))))
    return wanted.select_related("desa__kecamatan")


def cards(rows: list[Household], found: QuerySet[SiksChange], user: User) -> list[Card]:
    """Everything one page shows; four queries however many families."""
    own = list(found.filter(household__in=[row.pk for row in rows]).select_related("by", "round"))
    last = {
        act.change_id: act
        for act in SiksAct.objects.filter(change__in=own).select_related("by", "comparison__stored").order_by("id")
    }
    said = words.Words((change.field, value) for change in own for value in (change.old, change.new))
    made: dict[int, dict[int, Group]] = {row.pk: {} for row in rows}
    for change in sorted(own, key=lambda one: (*words.order(one.field, one.member_key), one.pk)):
        groups = made[change.household_id]
        group = groups.setdefault(change.member_key, Group(change.about, change.member_key == 0))
        group.items.append(_item(change, last.get(change.pk), said, user))
    return [Card(row, list(made[row.pk].values())) for row in rows]


def _item(change: SiksChange, act: SiksAct | None, said: words.Words, user: User) -> Item:
    shown = act if not change.is_open else None
    return Item(
        change=change,
        label=words.label(change.field, change.program),
        old=said.of(change.field, change.old),
        new=said.of(change.field, change.new),
        act=shown,
        may_undo=bool(shown and shown.by_id == user.pk and timezone.localdate(shown.at) == timezone.localdate()),
    )


def places(found: QuerySet[SiksChange]) -> list[tuple[str, str, str, str]]:
    """(kecamatan code, name, desa code, name) where there is something, by name."""
    home = "household__desa"
    rows = found.order_by().values_list(f"{home}__kecamatan_id", f"{home}__kecamatan__name", home, f"{home}__name")
    return sorted(rows.distinct(), key=lambda row: (row[1], row[3]))


def rounds(found: QuerySet[SiksChange]) -> list[Round]:
    return list(Round.objects.filter(pk__in=found.filter(round__isnull=False).order_by().values("round")))
