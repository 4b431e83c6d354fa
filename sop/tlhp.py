"""Findings and samples as lists and reports read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.office.queries import calendar
from programs.queries import kroscek_history
from sop import board, labels, timeline
from sop.enums import FindingState, StepState
from sop.models import AuditItem, AuditSample, Finding, FindingEntry
from sop.services.findings import ANSWER, VERBS

TONES = {
    FindingState.OPEN: "proses",
    FindingState.ANSWERED: "peringatan",
    FindingState.RETURNED: "peringatan",
    FindingState.CLOSED: "positif",
}
ENTRY_TONES = {"return": "peringatan", "refuse_time": "peringatan", "give_time": "positif", "close": "positif"}


@dataclass(frozen=True)
class Row:
    """A finding in a list or report."""

    finding: Finding
    late: Lateness | None
    due: datetime | None
    answer: FindingEntry | None = None
    original: datetime | None = None  # before extensions, where there were any

    @property
    def tone(self) -> str:
        return TONES[FindingState(self.finding.state)]

    @property
    def role(self) -> str:
        return ROLES[self.finding.owner_role].label


def listed(user: User, filters: dict[str, Any]) -> QuerySet[Finding]:
    """Findings for the list; `filters` as `FindingFilter` cleans them."""
    condition = Q()
    if state := filters.get("status"):
        condition &= Q(state=state)
    if year := filters.get("tahun"):
        condition &= Q(year=year)
    if role := filters.get("peran"):
        condition &= Q(owner_role=role)
    if filters.get("lewat"):
        condition &= Q(pk__in=_overdue())
    related = ("owner", "by", "kecamatan", "closed_by")
    return Finding.objects.visible_to(user).filter(condition).select_related(*related)


def _overdue() -> list[int]:
    late = Deadline.objects.overdue(timezone.now()).filter(subject__startswith="finding:")
    return [int(subject.partition(":")[2]) for subject in late.values_list("subject", flat=True)]


def rows(findings: list[Finding]) -> list[Row]:
    """Each with its clock and its newest follow-up. Three queries, however many findings."""
    clocks, days, now = board.clocks_of(findings), calendar(), timezone.now()
    answers = FindingEntry.objects.filter(finding__in=findings, verb=ANSWER).select_related("by")
    newest = {entry.finding_id: entry for entry in answers}
    return [_row(finding, clocks.get(finding.subject), newest.get(finding.pk), days, now) for finding in findings]


def _row(finding: Finding, clock: Deadline | None, answer: FindingEntry | None, days: Any, now: datetime) -> Row:
    if clock is None:
        return Row(finding, None, None, answer)
    extended = clock.original_due if clock.original_due != clock.due else None
    return Row(finding, lateness(clock, days, now), clock.due, answer, extended)


def course(finding: Finding) -> list[dict[str, Any]]:
    """For the kit's `riwayat.html`, newest first."""
    return [
        {
            "when": entry.at,
            "who": str(entry.by),
            "what": VERBS[entry.verb],
            "note": entry.note,
            "tone": ENTRY_TONES.get(entry.verb, "proses"),
        }
        for entry in finding.entries.select_related("by").order_by("-id")
    ]


def samples() -> QuerySet[AuditSample]:
    """With the number of items examined."""
    related = AuditSample.objects.select_related("determination__ba__round", "cycle__round", "drawn_by")
    done = Q(items__check_made__isnull=False) | Q(items__findings__isnull=False)
    return related.annotate(examined=Count("items", filter=done, distinct=True))


def items(sample: AuditSample) -> list[AuditItem]:
    """The items of a sample in the order drawn, with what was found."""
    found = sample.items.select_related("row", "step_run__step", "step_run__cycle__round", "check_made__by")
    return list(found.prefetch_related("findings"))


def facts(item: AuditItem) -> list[dict[str, str]]:
    """What an item was when it was determined, or where the step stands, for `ringkasan.html`."""
    return _family_facts(item) if item.row else _step_facts(item)


def _family_facts(item: AuditItem) -> list[dict[str, str]]:
    determination, values = item.sample.determination, item.row.values
    document, zone = determination.document, calendar().zone
    when = tanggal_jam(determination.determined_at, zone)
    return [
        {"label": "Desa", "value": f"{values['nama_desa']}, Kec. {values['nama_kecamatan']}"},
        {"label": "Hasil kroscek", "value": item.row.get_outcome_display()},
        {"label": "Layak bayar", "value": "Ya" if item.row.layak_bayar else "Tidak"},
        {"label": "Diperiksa", "value": tanggal(date.fromisoformat(values["tanggal_diperiksa"]))},
        {"label": "Berita Acara", "value": f"{document.number if document else '-'}, versi {determination.ba.version}"},
        {"label": "Ditetapkan", "value": f"{determination.determined_by}, {when}"},
        {"label": "Hash daftar", "value": determination.list_hash},
    ]


def _step_facts(item: AuditItem) -> list[dict[str, str]]:
    run = item.step_run
    clock = Deadline.objects.filter(subject=run.subject).first()
    late = lateness(clock, calendar(), timezone.now())
    return [
        {"label": "Langkah", "value": f"{run.step.no}. {labels.title(run.step)}"},
        {"label": "Status", "value": StepState(run.state).label},
        {"label": "Waktu SOP", "value": labels.duration(run.step.unit, run.step.amount)},
        {"label": "Tenggat", "value": late.words if late else "Tanpa tenggat"},
        {"label": "Diajukan", "value": str(run.submitted_by or "-")},
        {"label": "Diperiksa", "value": str(run.checked_by or "-")},
        {"label": "Bukti", "value": f"{run.evidence.count()} berkas dan catatan"},
    ]


def trail(item: AuditItem) -> list[dict[str, Any]]:
    """Who did what when: the kroscek of the family, or the moves of the step."""
    return kroscek_history.events(item.row.entry) if item.row else timeline.of(item.step_run)
