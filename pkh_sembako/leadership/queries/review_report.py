"""Evaluasi pelaksana of a year as a report, with the extract that goes into e-SAKIP."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q
from django.utils import timezone

from complaints.models import Complaint
from complaints.queries import skm_results
from pkh_sembako.leadership.enums import ASPECTS
from pkh_sembako.leadership.models import StaffReview
from pkh_sembako.leadership.queries.reviews import Result, results
from pkh_sembako.leadership.queries.service_report import in_time
from pkh_sembako.leadership.queries.work import between, year_of
from pkh_sembako.leadership.report import Report, Section, Share
from pkh_sembako.lib.numbers import share
from programs.models import RoundEntry

SAKIP = ("Indikator kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)")
PEOPLE = ("Nama", "Jabatan", "Atasan", "Rekan dan bawahan", "Diri sendiri", "Nilai", "Tepat waktu")


def review_report(review: StaffReview, now: datetime | None = None) -> Report:
    found = results(review)
    heads = ("Nama", *(title for title, _ in ASPECTS.values()))
    return Report(
        code=f"Evaluasi-Pelaksana-{review.year}",
        title="Evaluasi Kinerja Pelaksana",
        period=f"Tahun {review.year}",
        source="Penilaian 360 derajat dan tenggat langkah SOP",
        sections=[
            Section("Ikhtisar untuk e-SAKIP", heads=SAKIP, rows=sakip(review, now or timezone.now())),
            Section("Nilai per orang", (WEIGHING,), PEOPLE, [_line(one) for one in found]),
            Section("Nilai per hal", heads=heads, rows=[_aspects(one) for one in found]),
        ],
    )


WEIGHING = (
    "Nilai 1 sampai 5: atasan 60 %, rekan dan bawahan bersama 30 %, diri sendiri 10 %, dari yang ada. "
    "Nilai rekan dan bawahan baru disebut dari tiga penilai."
)


def _line(one: Result) -> tuple:
    words = one.around_words
    around = words if isinstance(words, str) else rounded(words)
    return (
        str(one.user),
        one.role_label,
        rounded(one.superior),
        around,
        rounded(one.own),
        rounded(one.whole),
        one.on_time,
    )


def _aspects(one: Result) -> tuple:
    return (str(one.user), *(rounded(mean) for mean in one.aspects.values()))


def rounded(mean: float | None) -> Decimal | None:
    """Two decimals, half up."""
    return None if mean is None else Decimal(str(mean)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def sakip(review: StaffReview, now: datetime) -> list[tuple]:
    """Each indicator: unit, target, what was reached, and how much of the target that is."""
    start, end = year_of(review.year)
    timed = [work for work in between(start, end) if work.done_at and work.original_due]
    on_time = Share(sum(not work.is_late(now, original=True) for work in timed), len(timed))
    listed = RoundEntry.objects.filter(round__tahun=review.year, round__program="pkh")
    counts = listed.aggregate(all=Count("pk"), checked=Count("pk", filter=Q(kroscek__isnull=False)))
    answered = in_time(Complaint.objects.filter(received_at__gte=start, received_at__lt=end, restricted=False)).values()
    complaints = Share(sum(good for good, _ in answered), sum(whole for _, whole in answered))
    surveys = [result for result in skm_results.of_year(review.year) if result.score]
    index = surveys[-1].score.index if surveys and surveys[-1].score else None
    return [
        _indicator("Langkah SOP selesai tepat waktu", "%", review.target_on_time, _percent(on_time)),
        _indicator(
            "Keluarga PKH selesai dikroscek",
            "%",
            review.target_checked,
            _percent(Share(counts["checked"], counts["all"])),
        ),
        _indicator("Pengaduan dijawab dalam batas waktu", "%", review.target_complaints, _percent(complaints)),
        _indicator("Kepuasan masyarakat (SKM)", "indeks", review.target_satisfaction, index),
    ]


def _percent(part: Share) -> Decimal | None:
    return rounded(float(share(part.part, part.whole))) if part.whole else None


def _indicator(name: str, unit: str, target: int, reached: Decimal | None) -> tuple:
    kept = rounded(float(reached) * 100 / target) if reached is not None and target else None
    return name, unit, target, reached, kept
