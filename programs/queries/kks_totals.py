"""/kks/: the control totals of a round by kecamatan and desa, and the cards about to pass the promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.numbers import thousands
from programs.enums import KKS_HANDED_OVER, KKS_TO_DO, KksState
from programs.models import Kks, KksTally, Round

PARTS = ("received", "handed_over", "to_do", "returned", "lost", "replaced")
WARNED = 3  # days before the promised day
STEPS = 5  # shades of a tile


@dataclass(frozen=True)
class Totals:
    """received = handed_over + to_do + returned + lost + replaced."""

    code: str
    name: str
    received: int
    handed_over: int
    to_do: int
    returned: int
    lost: int
    replaced: int

    @property
    def settled(self) -> int:
        return self.received - self.to_do

    @property
    def shade(self) -> int:
        """0 (nothing settled) to STEPS (everything)."""
        return STEPS * self.settled // self.received if self.received else STEPS

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.received if self.received else 100


@dataclass(frozen=True)
class Place:
    """A kecamatan with its desa."""

    whole: Totals
    desa: list[Totals]


def rounds(user: User) -> QuerySet[Round]:
    """Rounds with cards that this user may see, newest first."""
    return Round.objects.filter(pk__in=Kks.objects.visible_to(user).order_by().values("round")).order_by(
        "-tahun", "-tahap", "program"
    )


def places(the_round: Round, user: User) -> list[Place]:
    """Totals by kecamatan and desa as this user sees them; one query."""
    found: dict[tuple[str, str], list[Totals]] = {}
    for row in _rows(the_round, user):
        totals = Totals(row["desa"], row["desa__name"], *(row[part] for part in PARTS))
        found.setdefault((row["desa__kecamatan"], row["desa__kecamatan__name"]), []).append(totals)
    return [Place(added(code, name, desa), desa) for (code, name), desa in found.items()]


def _rows(the_round: Round, user: User) -> Iterable[dict]:
    names = ("desa__kecamatan", "desa__kecamatan__name", "desa", "desa__name")
    if user.accompanies and not user.sees_kabupaten:
        return _counted(Kks.objects.visible_to(user).filter(round=the_round)).values(*names, *PARTS).order_by("desa")
    tallies = KksTally.objects.filter(round=the_round, received__gt=0)
    if not (user.sees_kabupaten or user.has_role("bank")):
        tallies = tallies.filter(Q(desa__in=user.desa_codes) | Q(desa__kecamatan__in=user.kecamatan_codes))
    return tallies.order_by("desa").values(*names, *PARTS)


def _counted(cards: QuerySet[Kks]) -> QuerySet[Kks]:
    """By desa, as the tally counts; for whoever sees single families of it."""
    counts = {
        "received": Count("pk"),
        "handed_over": Count("pk", filter=Q(state__in=KKS_HANDED_OVER)),
        "to_do": Count("pk", filter=Q(state__in=KKS_TO_DO)),
        "returned": Count("pk", filter=Q(state=KksState.RETURNED)),
        "lost": Count("pk", filter=Q(state=KksState.LOST)),
        "replaced": Count("pk", filter=Q(state=KksState.REPLACED)),
    }
    return cards.order_by().values("desa").annotate(**counts)


def added(code: str, name: str, rows: Iterable[Totals]) -> Totals:
    rows = list(rows)
    return Totals(code, name, *(sum(getattr(row, part) for row in rows) for part in PARTS))


def parts(whole: Totals) -> list[tuple[str, int, str]]:
    """For the stacked bar."""
    return [
        ("Diserahkan", whole.handed_over, "positif"),
        ("Belum ada hasil", whole.to_do, "peringatan"),
        ("Dikembalikan ke bank", whole.returned, "netral"),
        ("Hilang", whole.lost, "negatif"),
        ("Diganti", whole.replaced, "proses"),
    ]


def warning(whole: Totals, promise: date | None, today: date) -> tuple[str, str] | None:
    """(tone, words) about cards that pass the promised day soon, or have passed it."""
    if promise is None or not whole.to_do or (promise - today).days > WARNED:
        return None
    cards, left = thousands(whole.to_do), (promise - today).days
    if left < 0:
        return "negatif", f"{cards} kartu belum ada hasilnya, {-left} hari sesudah janji pelayanan berakhir."
    when = "hari ini" if not left else f"{left} hari lagi"
    return "peringatan", f"{cards} kartu belum ada hasilnya; janji pelayanan berakhir {when}."


def behind(found: Iterable[Place], most: int = 10) -> list[tuple[str, Totals]]:
    """(kecamatan, desa) with the most cards without outcome."""
    rows = [(place.whole.name, desa) for place in found for desa in place.desa if desa.to_do]
    return sorted(rows, key=lambda row: (-row[1].to_do, row[1].code))[:most]
