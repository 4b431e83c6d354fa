"""The nouns of the two programmes."""

from programs.models.bank_data import BankData
from programs.models.households import Enrollment, Household, Member
from programs.models.kks import Kks, KksEvent, KksTally
from programs.models.kks_papers import KksBeritaAcara
from programs.models.kks_schedule import KksSchedule, KksScheduleReceipt, KksSlot
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
from programs.models.own_lists import ListColumns, SavedFilter
from programs.models.poverty import PovertyList, PovertyRow
from programs.models.receipts import Receipt
from programs.models.recheck import RecheckItem, RecheckResult, RecheckSample
from programs.models.rounds import BnbaFile, BnbaRow, ColumnMapping, Round, RoundEntry
from programs.models.sheets import KroscekScan, KroscekSheet
from programs.models.siksng import SiksAct, SiksChange, SiksComparison, SiksDifference

__all__ = [
    "BaAct",
    "BaRevision",
    "BankData",
    "BeritaAcara",
    "BnbaFile",
    "BnbaRow",
    "ColumnMapping",
    "Determination",
    "DeterminedRow",
    "Enrollment",
    "Household",
    "Kks",
    "KksBeritaAcara",
    "KksEvent",
    "KksSchedule",
    "KksScheduleReceipt",
    "KksSlot",
    "KksTally",
    "KroscekResult",
    "KroscekScan",
    "KroscekSheet",
    "KroscekSubmission",
    "ListColumns",
    "Member",
    "PovertyList",
    "PovertyRow",
    "Proposal",
    "Receipt",
    "RecheckItem",
    "RecheckResult",
    "RecheckSample",
    "Round",
    "RoundEntry",
    "SavedFilter",
    "SiksAct",
    "SiksChange",
    "SiksComparison",
    "SiksDifference",
]
