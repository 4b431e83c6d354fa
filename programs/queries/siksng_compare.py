"""What a comparison with an export of SIKS-NG found, as it is shown and written into the workbook."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from programs.models import SiksComparison, SiksDifference
from programs.queries import siksng_fields as words


@dataclass(frozen=True)
class Value:
    """One value on both sides."""

    about: str
    label: str
    theirs: str
    ours: str
    note: str


NO_VALUE = Value("", "", "", "", "")


@dataclass(frozen=True)
class Card:
    """A family with its differing values in SIKS-NG's order."""

    difference: SiksDifference
    values: list[Value]


def comparisons() -> QuerySet[SiksComparison]:
    return SiksComparison.objects.select_related("stored", "by")


def differences(comparison: SiksComparison, category: str) -> QuerySet[SiksDifference]:
    return comparison.differences.filter(category=category).select_related("desa__kecamatan")


def cards(rows: list[SiksDifference], *, whole: bool = False) -> list[Card]:
    """`whole`: numbers in full, for the workbook. One query for all desa named."""
    pairs = ((one["field"], one[side]) for row in rows for one in row.values for side in ("theirs", "ours"))
    said = words.Words(pairs, whole=whole)
    return [Card(row, [_value(row, one, said) for one in _ordered(row)]) for row in rows]


def _ordered(row: SiksDifference) -> list[dict[str, Any]]:
    return sorted(row.values, key=lambda one: words.order(one["field"], one["member_key"]))


def _value(row: SiksDifference, one: dict[str, Any], said: words.Words) -> Value:
    return Value(
        about=one["about"] if one["member_key"] else row.name,
        label=words.label(one["field"], one["program"]),
        theirs=said.of(one["field"], one["theirs"]),
        ours=said.of(one["field"], one["ours"]),
        note="Sudah ditandai diinput, tetapi SIKS-NG masih memuat nilai lama." if one["ticked"] else "",
    )
