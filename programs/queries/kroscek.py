"""Where a Round's kroscek stands, per kecamatan. One query each."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from programs.enums import PAYABLE, ExitReason, Outcome
from programs.models import Determination, KroscekSubmission, Round, RoundEntry


@dataclass
class KecamatanTotals:
    """Counts of one kecamatan (or of all together); `unchecked` families have no result yet."""

    code: str
    name: str
    families: int = 0
    unchecked: int = 0
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))
    exit_reasons: dict[str, int] = field(default_factory=dict)
    in_bulk: int = 0

    @property
    def checked(self) -> int:
        return self.families - self.unchecked

    @property
    def payable(self) -> int:
        return sum(self.outcomes[outcome] for outcome in PAYABLE)

    def add(self, *, outcome: str | None, exit_reason: str, count: int, in_bulk: int) -> None:
        self.families += count
        self.in_bulk += in_bulk
        if outcome is None:
            self.unchecked += count
            return
        self.outcomes[outcome] += count
        if exit_reason:
            self.exit_reasons[exit_reason] = self.exit_reasons.get(exit_reason, 0) + count

    def as_json(self) -> dict[str, Any]:
        return {
            "kode": self.code,
            "nama": self.name,
            "keluarga": self.families,
            "hasil": self.outcomes,
            "alasan": {code: self.exit_reasons[code] for code in ExitReason.values if code in self.exit_reasons},
            "layak_bayar": self.payable,
            "sekaligus": self.in_bulk,
        }


def totals(the_round: Round, kecamatan_code: str | None = None) -> list[KecamatanTotals]:
    """Live totals per kecamatan, by name. One query."""
    entries = RoundEntry.objects.filter(round=the_round)
    if kecamatan_code:
        entries = entries.filter(kecamatan_id=kecamatan_code)
    rows = entries.values("kecamatan_id", "kecamatan__name", "kroscek__outcome", "kroscek__exit_reason").annotate(
        count=Count("id"), bulk=Count("id", filter=Q(kroscek__in_bulk=True))
    )
    found: dict[str, KecamatanTotals] = {}
    for row in rows.order_by("kecamatan__name"):
        code = row["kecamatan_id"]
        one = found.setdefault(code, KecamatanTotals(code, row["kecamatan__name"]))
        one.add(
            outcome=row["kroscek__outcome"],
            exit_reason=row["kroscek__exit_reason"] or "",
            count=row["count"],
            in_bulk=row["bulk"],
        )
    return list(found.values())


def grand_total(parts: list[KecamatanTotals]) -> KecamatanTotals:
    """The sum of all kecamatan, from rows already read."""
    whole = KecamatanTotals("", "Seluruh kecamatan")
    for part in parts:
        whole.families += part.families
        whole.unchecked += part.unchecked
        whole.in_bulk += part.in_bulk
        for outcome, count in part.outcomes.items():
            whole.outcomes[outcome] += count
        for reason, count in part.exit_reasons.items():
            whole.exit_reasons[reason] = whole.exit_reasons.get(reason, 0) + count
    return whole


def locked_codes(the_round: Round) -> set[str]:
    """Codes of the kecamatan whose kroscek is handed in."""
    return set(
        KroscekSubmission.objects.filter(round=the_round, returned_at=None).values_list("kecamatan_id", flat=True)
    )


def open_rounds() -> QuerySet[Round]:
    """Rounds with a list whose result is not determined yet (or is being corrected), the newest first."""
    return (
        Round.objects.with_list()
        .with_kroscek()
        .filter(
            ~Exists(Determination.objects.filter(ba__round=OuterRef("pk"), ba__corrected_by=None)),
        )
    )


def previous_determination(the_round: Round) -> Determination | None:
    """The last determination of the latest earlier Round of the same programme."""
    earlier = Q(ba__round__tahun__lt=the_round.tahun) | Q(
        ba__round__tahun=the_round.tahun, ba__round__tahap__lt=the_round.tahap
    )
    return (
        Determination.objects.filter(earlier, ba__round__program=the_round.program)
        .order_by("-ba__round__tahun", "-ba__round__tahap", "-ba__version")
        .first()
    )
