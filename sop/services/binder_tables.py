"""The records of a cycle as tables of words: for the binder's pages and the archive's workbooks."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Alert, Deadline, Extension, Pause, Rung
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.office.queries import calendar
from programs.models import Determination
from sop import board, labels, timeline
from sop.enums import StepState
from sop.models import Assignment, Cycle, Evidence, KemensosLimit, SupervisionNote, Target
from sop.queries import waivers
from sop.services import binder_cards
from sop.services.binder_parts import Table

WARNINGS, MORE_TIME, HISTORY = "06-peringatan", "07-perpanjangan", "08-riwayat"


def gather(cycle: Cycle, *, reader: User, now: datetime | None = None) -> list[Table]:
    """Board, limits, alerts, more time, waivers, supervision, events, evidence, versions, cards. A fixed number of
    queries."""
    targets = list(_targets(cycle))
    clocks, zone = board.clocks_of(targets), calendar().zone
    return [
        _board(targets, clocks, now or timezone.now(), zone),
        _limits(cycle, reader, zone),
        _alerts(clocks, zone),
        _extensions(clocks, zone),
        _pauses(clocks, zone),
        _set_aside(cycle, zone),
        _supervision(cycle, reader, zone),
        _events(cycle, zone),
        _evidence(cycle, reader, zone),
        _versions(cycle, zone),
        *binder_cards.tables(cycle, reader=reader, zone=zone),
    ]


def _targets(cycle: Cycle) -> Iterator[Target]:
    """Every step, each followed by its kecamatan."""
    people = ("submitted_by", "checked_by")
    shares = Assignment.objects.filter(step_run__cycle=cycle).select_related("kecamatan", "step_run__step", *people)
    by_run: dict[int, list[Assignment]] = {}
    for share in shares:
        by_run.setdefault(share.step_run_id, []).append(share)
    for run in cycle.steps.select_related("step", *people):
        yield run
        yield from by_run.get(run.pk, ())


def _board(targets: list[Target], clocks: dict[str, Deadline], now: datetime, zone: ZoneInfo) -> Table:
    days = calendar()
    rows = []
    for target in targets:
        clock = clocks.get(target.subject)
        late = lateness(clock, days, now)
        rows.append(
            (
                str(target.step.no),
                f"Kec. {target.kecamatan}" if target.kecamatan else labels.title(target.step),
                StepState(target.state).label,
                " / ".join(str(who) for who in (target.submitted_by, target.checked_by) if who),
                labels.duration(target.step.unit, target.step.amount),
                _moment(clock.due if clock else None, zone),
                _moment(target.closed_at, zone),
                late.words if late else "",
            )
        )
    heads = ("No", "Langkah", "Status", "Diajukan / diperiksa", "Waktu SOP", "Tenggat", "Ditutup", "Keterangan")
    return Table("Papan langkah", heads, rows)


def _alerts(clocks: dict[str, Deadline], zone: ZoneInfo) -> Table:
    found = Alert.objects.filter(deadline__in=clocks.values()).select_related("deadline__kecamatan")
    rows = [
        (
            _moment(alert.at, zone),
            _what(alert.deadline),
            Rung(alert.rung).label + (" (terlampaui)" if alert.overtaken else ""),
            _moment(alert.due, zone),
            ", ".join(alert.recipients),
        )
        for alert in found
    ]
    heads = ("Waktu", "Pekerjaan", "Peringatan", "Tenggat", "Kepada")
    return Table("Peringatan", heads, rows, WARNINGS, "Tidak ada peringatan.")


def _extensions(clocks: dict[str, Deadline], zone: ZoneInfo) -> Table:
    related = ("deadline__kecamatan", "asked_by", "decided_by")
    rows = [
        (
            _moment(one.asked_at, zone),
            _what(one.deadline),
            f"{one.asked_by}: {one.reason}",
            tanggal(one.until),
            _decision(one),
        )
        for one in Extension.objects.filter(deadline__in=clocks.values()).select_related(*related)
    ]
    heads = ("Diminta", "Pekerjaan", "Oleh dan alasan", "Sampai", "Keputusan")
    return Table("Perpanjangan", heads, rows, MORE_TIME, "Tidak ada perpanjangan.")


def _decision(one: Extension) -> str:
    if one.granted is None:
        return "Menunggu keputusan"
    words = f"{'Disetujui' if one.granted else 'Ditolak'} {one.decided_by}"
    return f"{words}: {one.note}" if one.note else words


def _pauses(clocks: dict[str, Deadline], zone: ZoneInfo) -> Table:
    found = Pause.objects.filter(deadline__in=clocks.values()).select_related("deadline__kecamatan", "paused_by")
    rows = [
        (
            _moment(one.paused_at, zone),
            _moment(one.resumed_at, zone),
            _what(one.deadline),
            str(one.paused_by),
            one.reason,
        )
        for one in found
    ]
    return Table("Jeda", ("Mulai", "Selesai", "Pekerjaan", "Oleh", "Alasan"), rows, MORE_TIME, "Tidak ada jeda.")


def _set_aside(cycle: Cycle, zone: ZoneInfo) -> Table:
    rows = [
        (
            _moment(one.at, zone),
            f"{one.step_run.step.no}" + (f" Kec. {one.assignment.kecamatan}" if one.assignment else ""),
            "Dilewati" if one.verb == "skip" else "Diloloskan",
            str(one.by),
            one.note,
        )
        for one in waivers([cycle])
        if one.step_run
    ]
    heads = ("Waktu", "Langkah", "Tindakan", "Oleh", "Alasan")
    return Table("Hal yang dikesampingkan", heads, rows, MORE_TIME, "Tidak ada yang dilewati atau diloloskan.")


def _limits(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    """Every entry, the newest first: set, moved, taken away."""
    found = KemensosLimit.objects.visible_to(reader).filter(cycle=cycle)
    rows = [
        (
            _moment(one.at, zone),
            f"Langkah {one.step_run.step.no}" if one.step_run else "Seluruh siklus",
            _moment(one.due, zone) or "Dicabut",
            str(one.letter or one.file or ""),
            f"{one.by}: {one.note}" if one.note else str(one.by),
        )
        for one in found.select_related("step_run__step", "letter", "file", "by")
    ]
    heads = ("Dicatat", "Berlaku untuk", "Batas", "Sumber", "Oleh dan catatan")
    return Table("Batas Kemensos", heads, rows, MORE_TIME, "Tidak ada batas Kemensos yang dicatat.")


def _supervision(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    """Notes of superiors on steps, and on the kecamatan that the reader sees, each with its answer."""
    seen = Q(assignment__isnull=True) | Q(assignment__in=Assignment.objects.visible_to(reader))
    found = SupervisionNote.objects.filter(seen, step_run__cycle=cycle)
    rows = [
        (
            _moment(one.at, zone),
            f"{one.step_run.step.no}" + (f" Kec. {one.assignment.kecamatan}" if one.assignment else ""),
            f"{one.by}: {one.text}",
            tanggal(one.answer_by) if one.answer_by else "",
            _answer(one, zone),
        )
        for one in found.select_related("step_run__step", "assignment__kecamatan", "by", "answer__by").order_by("id")
    ]
    heads = ("Waktu", "Langkah", "Atasan dan catatan", "Paling lambat", "Tindak lanjut")
    return Table("Catatan supervisi", heads, rows, HISTORY, "Tidak ada catatan supervisi.")


def _answer(note: SupervisionNote, zone: ZoneInfo) -> str:
    if not hasattr(note, "answer"):
        return "Belum dijawab"
    return f"{note.answer.by}, {_moment(note.answer.at, zone)}: {note.answer.text}"


def _events(cycle: Cycle, zone: ZoneInfo) -> Table:
    rows = [
        (_moment(one["when"], zone), one["who"], one["what"], one["note"]) for one in timeline.whole_of_cycle(cycle)
    ]
    return Table("Riwayat", ("Waktu", "Oleh", "Peristiwa", "Catatan"), rows, HISTORY, "Belum ada peristiwa.")


def _evidence(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    found = Evidence.objects.visible_to(reader).filter(step_run__cycle=cycle)
    related = found.select_related("file", "by", "step_run__step", "assignment__kecamatan")
    rows = [
        (
            f"{one.step_run.step.no}" + (f" Kec. {one.assignment.kecamatan}" if one.assignment else ""),
            one.file.name if one.file else "(catatan)",
            one.note,
            f"{one.by}, {_moment(one.at, zone)}",
            one.file.sha256 if one.file else "",
        )
        for one in related.order_by("step_run__step__no", "id")
    ]
    return Table("Daftar bukti", ("Langkah", "Berkas", "Catatan", "Oleh", "SHA-256"), rows, HISTORY, "Belum ada bukti.")


def _versions(cycle: Cycle, zone: ZoneInfo) -> Table:
    found = Determination.objects.filter(ba__round=cycle.round).select_related("ba", "determined_by")
    rows = [
        (
            str(one.ba.version),
            one.document.number if one.document else "",
            f"{one.determined_by}, {_moment(one.determined_at, zone)}",
            f"{one.families} keluarga, {one.payable} layak bayar",
            one.list_hash,
        )
        for one in found.order_by("ba__version")
    ]
    heads = ("Versi", "Nomor", "Ditetapkan", "Isi", "Hash daftar (SHA-256)")
    return Table("Versi yang ditetapkan", heads, rows, HISTORY, "Belum ada yang ditetapkan.")


def _what(deadline: Deadline) -> str:
    return f"{deadline.title}, Kec. {deadline.kecamatan}" if deadline.kecamatan else deadline.title


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return tanggal_jam(moment, zone) if moment else ""
