"""Laporan pelayanan of a year: what each SOP promises against what happened, complaints by class, satisfaction."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from statistics import median

from django.db.models import Count
from django.utils import timezone

from complaints.enums import ENDED, ComplaintState, Gravity, Intake, Subject
from complaints.models import Complaint
from complaints.queries import skm_results
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.leadership.queries.staff_report import LATE, STEPS, late_rows, step_rows
from pkh_sembako.leadership.queries.work import Work, between, year_of
from pkh_sembako.leadership.report import Report, Section, Share
from pkh_sembako.lib import svg_bars
from pkh_sembako.lib.numbers import percent, share, thousands
from sop.models import Cycle
from sop.queries import definition_of

PROMISES = (
    "SOP",
    "Janji pada standar pelayanan",
    "Siklus dimulai",
    "Siklus selesai",
    "Hari kalender sampai selesai (median)",
    "Bagian tepat waktu",
)
CLASSES = ("Tingkat", "Diterima", "Dijawab", "Dijawab dalam batas", "Masih terbuka")
COUNTED = ("Perihal", "Pengaduan", "Bagian")
TICKS = [(Decimal(at), f"{at} %") for at in (0, 25, 50, 75, 100)]


def service_report(year: int, now: datetime | None = None) -> Report:
    """From the clocks of the year's work and complaints, and its survey. Nothing of what only the inspektorat sees."""
    now = now or timezone.now()
    start, end = year_of(year)
    works = between(start, end)
    complaints = Complaint.objects.filter(received_at__gte=start, received_at__lt=end, restricted=False)
    return Report(
        code=f"Laporan-Pelayanan-{year}",
        title="Laporan Pelayanan",
        period=f"Tahun {year}",
        source="Dihitung dari tenggat langkah SOP, pengaduan, dan Survei Kepuasan Masyarakat",
        sections=[
            Section("Janji dan kenyataan per SOP", heads=PROMISES, rows=_promises(works, now)),
            *_steps(works, now),
            Section("Bagian yang paling lambat", heads=LATE, rows=late_rows(works, now)[:20], empty="Tidak ada."),
            Section("Pengaduan menurut tingkat", heads=CLASSES, rows=_by_gravity(complaints)),
            _counted("Pengaduan menurut perihal", complaints, "subject", Subject),
            _counted("Pengaduan menurut saluran", complaints, "intake", Intake),
            _survey(year),
        ],
    )


def _promises(works: list[Work], now: datetime) -> list[tuple]:
    """By SOP version whose cycles had work in the year."""
    by_sop: dict[int, list[Work]] = defaultdict(list)
    for work in works:
        by_sop[work.cycle.sop_id].append(work)
    rows = []
    for pieces in by_sop.values():
        cycles: dict[int, Cycle] = {work.cycle.pk: work.cycle for work in pieces}
        sop = pieces[0].cycle.sop
        standard = definition_of(sop).standar_pelayanan
        promise = standard.jangka_waktu.kalimat if standard and standard.jangka_waktu else "Tidak disebut"
        took = [
            (cycle.ended_at - cycle.started_at).days
            for cycle in cycles.values()
            if cycle.ended_at and cycle.started_at and cycle.state == "finished"
        ]
        timed = [work for work in pieces if work.done_at and work.has_due]
        on_time = Share(sum(not work.is_late(now, original=True) for work in timed), len(timed))
        rows.append((str(sop), promise, len(cycles), len(took), float(median(took)) if took else None, on_time))
    return sorted(rows, key=lambda row: row[0])


def _steps(works: list[Work], now: datetime) -> list[Section]:
    """Each programme's steps for themselves: a number means another step in another SOP."""
    by_program: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_program[work.cycle.round.get_program_display()].append(work)
    tables = {program: step_rows(pieces, now) for program, pieces in sorted(by_program.items())}
    return [
        Section(f"Ketepatan waktu per langkah {program}", heads=STEPS, rows=rows, chart=_chart_of_steps(rows))
        for program, rows in tables.items()
    ]


def _chart_of_steps(rows: list[tuple]) -> str:
    bars = [
        svg_bars.Bar(row[0], share(row[4].part, row[4].whole), percent(share(row[4].part, row[4].whole)))
        for row in rows
        if row[4].whole
    ]
    return svg_bars.bars("Bagian tepat waktu tanpa perpanjangan", bars, TICKS) if bars else ""


def _by_gravity(complaints) -> list[tuple]:
    """Answered in time: the limit's clock of the first answer was stopped by its due moment."""
    states: dict[str, dict[str, int]] = defaultdict(dict)
    for gravity, state, count in complaints.order_by().values_list("gravity", "state").annotate(Count("pk")):
        states[gravity][state] = count
    kept = in_time(complaints)
    rows = []
    for code, label in [*Gravity.choices, ("", "Belum diverifikasi")]:
        counts = states.get(code)
        if not counts:
            continue
        received = sum(counts.values())
        answered = sum(counts.get(state, 0) for state in (ComplaintState.ANSWERED, ComplaintState.CLOSED))
        still_open = received - answered - sum(counts.get(state, 0) for state in ENDED if state != "closed")
        told = kept.get(code, (0, 0))
        rows.append((str(label), received, answered, Share(*told), still_open))
    return rows


def in_time(complaints) -> dict[str, tuple[int, int]]:
    """{gravity: (stopped in time, stopped)} of the first limit clock of each complaint."""
    gravity = dict(complaints.filter(answered_at__isnull=False).values_list("pk", "gravity"))
    subjects = [f"complaint:{pk}:limit" for pk in gravity]
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for clock in Deadline.objects.filter(subject__in=subjects, closed_at__isnull=False, due__isnull=False):
        code = gravity[int(clock.subject.split(":")[1])]
        good, all_ = found[code]
        found[code] = (good + (clock.closed_at <= clock.due), all_ + 1)
    return found


def _counted(title: str, complaints, name: str, words) -> Section:
    """Complaints by one of their choices, the most first, as table and bars."""
    counted = complaints.order_by().values_list(name).annotate(count=Count("pk"))
    rows = sorted(((str(words(code).label), count) for code, count in counted), key=lambda row: (-row[1], row[0]))
    whole = sum(count for _, count in rows)
    bars = [svg_bars.Bar(label, share(count, whole), thousands(count)) for label, count in rows]
    heads = (title.removeprefix("Pengaduan menurut ").capitalize(), *COUNTED[1:])
    table = [(label, count, percent(share(count, whole))) for label, count in rows]
    chart = svg_bars.bars(title, bars, TICKS) if bars else ""
    return Section(title, heads=heads, rows=table, chart=chart)


def _survey(year: int) -> Section:
    """The index of each service, from the survey of the year."""
    results = [result for result in skm_results.of_year(year) if result.score]
    rows = [
        (result.name, result.score.respondents, float(result.score.index), result.score.band.letter)
        for result in results
        if result.score
    ]
    heads = ("Layanan", "Responden", "Indeks (SKM)", "Mutu")
    chart = skm_results.services_chart(results) if results else ""
    empty = "Belum ada survei pada tahun ini."
    return Section("Survei Kepuasan Masyarakat", heads=heads, rows=rows, chart=chart, empty=empty)
