"""Definitions of SOPs (immutable), and their runs: cycles, steps, assignments, events, evidence."""

from sop.models.definitions import SopVersion, Step
from sop.models.findings import AuditCheck, AuditItem, AuditSample, Finding, FindingEntry
from sop.models.limits import KemensosLimit
from sop.models.links import LinkTry, PersonalLink
from sop.models.notices import DesaInformed, Notice
from sop.models.records import Event, Evidence, Tick
from sop.models.runs import Assignment, Cycle, StepRun, Target, posted_kecamatan
from sop.models.supervision import SupervisionAnswer, SupervisionNote

__all__ = [
    "Assignment",
    "AuditCheck",
    "AuditItem",
    "AuditSample",
    "Cycle",
    "DesaInformed",
    "Event",
    "Evidence",
    "Finding",
    "FindingEntry",
    "KemensosLimit",
    "LinkTry",
    "Notice",
    "PersonalLink",
    "SopVersion",
    "Step",
    "StepRun",
    "SupervisionAnswer",
    "SupervisionNote",
    "Target",
    "Tick",
    "posted_kecamatan",
]
