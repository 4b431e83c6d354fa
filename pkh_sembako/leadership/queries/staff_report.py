"""Laporan Kinerja SDM PKH of one tahap: what each step and each person did, and whether in time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from statistics import median

from django.db.models import Count, Q
from django.utils import timezone

from complaints.models import ComplaintEvent
from pkh_sembako.accounts.models import Posting
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Extension
from pkh_sembako.leadership.queries.work import Work, of_cycles
from pkh_sembako.leadership.report import Report, Section, Share
from pkh_sembako.office.queries import calendar
from programs.enums import Basis
from programs.models import KksEvent, KroscekResult, Round
from sop.models import Cycle

STAFF = ("korkab", "apd", "korcam", "pendamping")  # SDM PKH
STEPS = ("Langkah", "Bagian", "Selesai", "Tepat waktu", "Tepat waktu tanpa perpanjangan", "Hari kerja (median)")
PEOPLE = (
    "Nama",
    "Jabatan",
    "Wilayah",
    "Bagian diajukan",
    "Tepat waktu",
    "Keluarga dikroscek",
    "Dengan kunjungan",
    "Kartu diserahkan",
    "Pengaduan ditindaklanjuti",
    "Perpanjangan diminta",
)


def staff_report(the_round: Round, now: datetime | None = None) -> Report:
    """Of every cycle of the round; people are those who hold a post of PKH today or handed something in."""
    now = now or timezone.now()
    cycles = list(Cycle.objects.filter(round=the_round).select_related("round", "sop"))
    works = of_cycles(cycles)
    return Report(
        code=f"Laporan-Kinerja-SDM-{the_round.program}-{the_round.tahun}-{the_round.tahap}",
        title="Laporan Kinerja SDM PKH",
        period=str(the_round),
        source="Dihitung dari tenggat langkah SOP, hasil kroscek, penyerahan kartu, dan pengaduan",
        sections=[
            Section("Ketepatan waktu per langkah", heads=STEPS, rows=step_rows(works, now)),
            Section("Kegiatan per petugas", heads=PEOPLE, rows=_people(the_round, works, now)),
            Section("Bagian yang lewat tenggat", heads=LATE, rows=late_rows(works, now), empty="Tidak ada."),
        ],
    )


LATE = ("Langkah", "Siklus", "Wilayah", "Petugas", "Tenggat", "Diajukan", "Hari kerja lewat")


def step_rows(works: Iterable[Work], now: datetime) -> list[tuple]:
    """By step of the paper: parts, done, in time by the due in force and by the original one, median working days."""
    days = calendar()
    by_step: dict[tuple[int, str], list[Work]] = defaultdict(list)
    for work in works:
        by_step[work.no, work.title].append(work)
    found = []
    for (no, title), pieces in sorted(by_step.items()):
        done = [work for work in pieces if work.done_at]
        timed = [work for work in done if work.due]
        took = [
            days.count_working_days(after=_day(work.started_at), through=_day(work.done_at))
            for work in done
            if work.done_at
        ]
        found.append(
            (
                f"{no}. {title}",
                len(pieces),
                len(done),
                Share(sum(not work.is_late(now) for work in timed), len(timed)),
                Share(sum(not work.is_late(now, original=True) for work in timed), len(timed)),
                float(median(took)) if took else None,
            )
        )
    return found


def late_rows(works: Iterable[Work], now: datetime) -> list[tuple]:
    """The late pieces, the latest first."""
    days = calendar()
    late = [work for work in works if work.is_late(now) and work.due]
    rows = [
        (
            f"{work.no}. {work.title}",
            str(work.cycle),
            work.kecamatan or "Kabupaten",
            work.person or "Belum diajukan",
            _day(work.due),
            _day(work.done_at) if work.done_at else "Belum",
            days.count_working_days(after=_day(work.due), through=_day(work.done_at or now)),
        )
        for work in late
        if work.due
    ]
    return sorted(rows, key=lambda row: (-row[-1], *row[:3]))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, calendar().zone).date()


def _people(the_round: Round, works: list[Work], now: datetime) -> list[tuple]:
    """A line for each post of PKH held today, by office, place and name. Six queries."""
    checked, visited = _checked(the_round)
    span = _span(works, now)
    cards = _counts(KksEvent.objects.filter(at__range=span, move="hand_over"), "by")
    helped = _counts(
        ComplaintEvent.objects.filter(at__range=span, move__in=("take_up", "answer"), complaint__restricted=False), "by"
    )
    asked = _counts(Extension.objects.filter(asked_at__range=span), "asked_by")
    own: dict[int | None, list[Work]] = defaultdict(list)
    for work in works:
        own[work.person_id].append(work)
    posts = Posting.objects.in_force().filter(role__in=STAFF, user__is_active=True)
    rows = []
    for post in posts.select_related("user", "kecamatan", "desa"):
        handed = [work for work in own[post.user_id] if work.done_at and work.due]
        rows.append(
            (
                post.user.full_name,
                ROLES[post.role].label,
                str(post.kecamatan or post.desa or "Kabupaten"),
                len(own[post.user_id]),
                Share(sum(not work.is_late(now) for work in handed), len(handed)),
                checked.get(post.user_id, 0),
                visited.get(post.user_id, 0),
                cards.get(post.user_id, 0),
                helped.get(post.user_id, 0),
                asked.get(post.user_id, 0),
            )
        )
    order = {ROLES[code].label: place for place, code in enumerate(STAFF)}
    return sorted(rows, key=lambda row: (order[row[1]], row[2], row[0]))


def _checked(the_round: Round) -> tuple[dict[int, int], dict[int, int]]:
    rows = KroscekResult.objects.filter(entry__round=the_round).order_by().values_list("by")
    counted = rows.annotate(Count("pk"), visits=Count("pk", filter=Q(basis=Basis.VISIT)))
    found = list(counted)
    return {by: count for by, count, _ in found}, {by: visits for by, _, visits in found}


def _counts(rows, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


def _span(works: list[Work], now: datetime) -> tuple[datetime, datetime]:
    """From the first start of the round's work until the last was handed in, or now."""
    if not works:
        return now, now
    ends = [work.done_at or now for work in works]
    return min(work.started_at for work in works), max(ends)
