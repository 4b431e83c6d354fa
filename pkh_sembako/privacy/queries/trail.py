"""Who read what of one family, when and what for; and the course of a request."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.privacy.enums import RequestKind
from pkh_sembako.privacy.models import DataRequest
from pkh_sembako.privacy.queries import lists
from pkh_sembako.privacy.queries.places import CARD, CHANGE, HOUSEHOLD, MEMBER, PLACES
from programs.models import DeterminedRow, Household, Kks, RoundEntry, SiksChange, SiksDifference
from programs.queries import history


def direct(household: Household, filters: dict[str, Any]) -> QuerySet[ReadLog]:
    """Rows of the log whose address names this family, one of its cards or changes."""
    return ReadLog.objects.filter(_of(household) & _narrowed(filters))


def _of(household: Household) -> Q:
    ids = {
        HOUSEHOLD: [household.pk],
        MEMBER: [household.pk],
        CARD: list(Kks.objects.filter(household=household).values_list("pk", flat=True)),
        CHANGE: list(SiksChange.objects.filter(household=household).values_list("pk", flat=True)),
    }
    heads = {place.pattern.removeprefix("^").partition("(")[0]: ids[place.of] for place in PLACES.values()}
    wanted = Q(pk__in=())
    for head, keys in heads.items():
        for key in keys:
            wanted |= Q(url__startswith=f"{head}{key}/")
    return wanted


def _narrowed(filters: dict[str, Any]) -> Q:
    condition = Q()
    if kind := filters.get("jenis"):
        condition &= Q(kind=kind)
    if name := filters.get("nama"):
        condition &= Q(user__username__icontains=name) | Q(user__full_name__icontains=name)
    if first := filters.get("dari"):
        condition &= Q(at__date__gte=first)
    if last := filters.get("sampai"):
        condition &= Q(at__date__lte=last)
    return condition


def on_lists(household: Household, filters: dict[str, Any]) -> list[lists.ListRead]:
    """Orders and fetchings of lists on which this family stood, the newest first."""
    places = Places.of(household)
    found = lists.reads(ReadLog.objects.filter(_narrowed(filters)))
    return [read for read in reversed(found) if read.listed and places.on(read.listed)]


@dataclass(frozen=True)
class Places:
    """Where a family stands: {(round, kecamatan, desa)} of lists and of cards; ids of all else."""

    entries: frozenset[tuple[int, str, str]]
    cards: frozenset[tuple[int, str, str]]
    others: dict[str, frozenset[int]]

    @classmethod
    def of(cls, household: Household) -> "Places":
        """Five queries, whatever the number of lists."""
        entries = RoundEntry.objects.filter(enrollment__household=household)
        cards = Kks.objects.filter(household=household)
        rows = entries.values_list("round_id", "kecamatan_id", "desa_id")
        comparisons = SiksDifference.objects.filter(household=household).values_list("comparison_id", flat=True)
        determined = DeterminedRow.objects.filter(entry__enrollment__household=household)
        requests = DataRequest.objects.filter(household=household).values_list("pk", flat=True)
        return cls(
            frozenset(rows),
            frozenset(cards.values_list("round_id", "desa__kecamatan_id", "desa_id")),
            {
                "determined": frozenset(determined.values_list("determination_id", flat=True)),
                "comparison": frozenset(comparisons),
                "request": frozenset(requests),
            },
        )

    def on(self, listed: lists.Listed) -> bool:
        """Whether the family stood on that list."""
        if listed.base in self.others:
            return listed.pk in self.others[listed.base]
        rows = self.entries if listed.base == "entries" else self.cards
        return any(
            the_round == listed.pk and listed.kecamatan in ("", kecamatan) and listed.desa in ("", desa)
            for the_round, kecamatan, desa in rows
        )


def course(request: DataRequest) -> list[dict[str, Any]]:
    """Lines of a request for `komponen/riwayat.html`, the newest first."""
    lines = request.entries.select_related("by").order_by("-number")
    return [
        {"when": line.at, "who": str(line.by), "what": line.past, "note": line.note, "tone": "netral"} for line in lines
    ]


def corrections(request: DataRequest) -> list[dict[str, Any]]:
    """Changes of the family since then that name the request as their reason, the newest first."""
    if request.kind != RequestKind.CORRECTION:
        return []
    events = history.events_of_person(request.household, request.member_id)
    return [event for event in reversed(events) if request.code in event["note"]]


def open_job(request: DataRequest) -> Job | None:
    """The copy that is being made, or the last one when it failed."""
    last = Job.objects.filter(kind="privacy.person", arguments__request=request.pk).order_by("-created_at").first()
    return last if last and (last.is_open or last.state == "failed") else None
