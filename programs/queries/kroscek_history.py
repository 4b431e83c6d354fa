"""What was recorded about one family of a Round, one result after the other."""

from typing import Any

from programs.enums import OUTCOME_TONES, Basis, ExitReason, Outcome
from programs.models import KroscekResult, RoundEntry

LABELS = {"outcome": "Hasil", "basis": "Dasar", "checked_on": "Tanggal diperiksa", "exit_reason": "Alasan usul keluar"}
WORDS = {"outcome": Outcome, "basis": Basis, "exit_reason": ExitReason}


def events(entry: RoundEntry) -> list[dict[str, Any]]:
    """Events of `komponen/riwayat.html`, newest first. One query."""
    records = KroscekResult.history.filter(entry_id=entry.pk).select_related("by").order_by("history_date")
    made, before = [], None
    for record in records:
        made.append(_event(record, before))
        before = record
    return made[::-1]


def _event(record: Any, before: Any) -> dict[str, Any]:
    outcome = Outcome(record.outcome)
    how = "ditandai sekaligus" if record.in_bulk else "diperiksa satu per satu"
    return {
        "when": record.at,
        "who": str(record.by),
        "what": f"{outcome.label} · {Basis(record.basis).label}, {how}",
        "note": record.note,
        "tone": OUTCOME_TONES[outcome],
        "changes": _changes(record, before) if before else [],
    }


def _changes(record: Any, before: Any) -> list[dict[str, Any]]:
    return [
        {"label": label, "before": _words(name, getattr(before, name)), "after": _words(name, getattr(record, name))}
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(record, name)
    ]


def _words(name: str, value: Any) -> str:
    if name == "checked_on":
        return f"{value:%d-%m-%Y}"
    return str(WORDS[name](value).label) if value else ""
