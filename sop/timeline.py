"""The events of a step or cycle as a timeline reads them."""

from typing import Any

from django.db.models import Q, QuerySet

from pkh_sembako.lib.dates import tanggal
from sop.models import Assignment, Cycle, Event, Target
from sop.transitions import Verb, past_words

OTHERS = {
    "prepare": "Siklus disiapkan",
    "start": "Siklus dijalankan",
    "stop": "Siklus dihentikan",
    "kemensos_limit": "Batas Kemensos dicatat",
    "agree": "Tanggal target disepakati",
    "ask_extension": "Perpanjangan diminta",
    "grant_extension": "Perpanjangan disetujui",
    "refuse_extension": "Perpanjangan ditolak",
}
TONES = {"return": "peringatan", "waive": "peringatan", "skip": "peringatan", "stop": "negatif", "finish": "positif"}


def of(target: Target) -> list[dict[str, Any]]:
    """For the kit's `riwayat.html`, newest first."""
    events = target.events.all() if isinstance(target, Assignment) else target.events.filter(assignment__isnull=True)
    return _rows(events)


def of_cycle(cycle: Cycle, limit: int = 8) -> list[dict[str, Any]]:
    """The latest moves in the cycle: of its steps, and what was handed back, paused or let pass in a kecamatan."""
    told = Q(assignment__isnull=True) | Q(verb__in=[Verb.RETURN, Verb.PAUSE, Verb.WAIVE, Verb.SKIP])
    return _rows(cycle.events.filter(told), limit, with_place=True)


def whole_of_cycle(cycle: Cycle) -> list[dict[str, Any]]:
    """Every move from the first to the last, for the cycle's berkas."""
    return _rows(cycle.events.all(), None, with_place=True)[::-1]


def _rows(events: QuerySet[Event], limit: int | None = 100, *, with_place: bool = False) -> list[dict[str, Any]]:
    latest = events.select_related("by", "step_run__step", "assignment__kecamatan").order_by("-id")[:limit]
    return [_row(event, with_place) for event in latest]


def _row(event: Event, with_place: bool) -> dict[str, Any]:
    who = str(event.by) if event.by else "Sistem"
    return {
        "when": event.at,
        "who": f"{who}, menggantikan {event.stands_in}" if event.stands_in else who,
        "what": f"{_words(event)}{_place(event) if with_place else ''}",
        "note": " ".join(part for part in (event.note, _source(event)) if part),
        "tone": TONES.get(event.verb, "proses"),
    }


def _words(event: Event) -> str:
    if event.step_run is None and event.verb == "finish":
        return "Siklus selesai"
    is_move = event.verb in Verb.__members__.values()
    return past_words(Verb(event.verb), event.target) if is_move else OTHERS[event.verb]


def _place(event: Event) -> str:
    if event.step_run is None:
        return ""
    place = f", Kec. {event.assignment.kecamatan}" if event.assignment else ""
    return f": langkah {event.step_run.step.no}{place}"


def _source(event: Event) -> str:
    if not event.happened_on:
        return ""
    return f"Terjadi {tanggal(event.happened_on)}, sumber: {event.reference}."
