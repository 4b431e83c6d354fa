"""The nouns of the two programmes."""

from programs.models.households import Enrollment, Household, Member
from programs.models.kroscek import (
    BaAct,
    BaRevision,
    BeritaAcara,
    Determination,
    DeterminedRow,
    KroscekResult,
    KroscekSubmission,
    Proposal,
)
from programs.models.receipts import Receipt
from programs.models.rounds import BnbaFile, BnbaRow, ColumnMapping, Round, RoundEntry

__all__ = [
    "BaAct",
    "BaRevision",
    "BeritaAcara",
    "BnbaFile",
    "BnbaRow",
    "ColumnMapping",
    "Determination",
    "DeterminedRow",
    "Enrollment",
    "Household",
    "KroscekResult",
    "KroscekSubmission",
    "Member",
    "Proposal",
    "Receipt",
    "Round",
    "RoundEntry",
]
