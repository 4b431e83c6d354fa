"""The yearly SKM report: everything it prints is frozen and numbered in one transaction; a job makes its files."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.models import Survey, SurveyReport
from complaints.queries import skm as queries
from complaints.queries import skm_results as results
from complaints.queries.skm_results import Line, Result
from complaints.skm import LOWEST
from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import numbers
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError

JOB = "skm.report"
KIND = "laporan_skm"


def unmet(year: int) -> list[str]:
    """Why the report of that year cannot be issued yet, a sentence each; [] when it can."""
    periods = list(Survey.objects.filter(year=year).select_related("service"))
    found = [f"Tutup dahulu {survey}." for survey in periods if survey.closed_at is None]
    rows = results.of_year(year)
    if not rows or rows[-1].score is None:
        return [*found, f"Belum ada jawaban survei tahun {year}."]
    missing = [row for row in rows[:-1] if any(line.plan is None for line in row.lowest)]
    told = f"Tulis rencana tindak lanjut untuk {LOWEST} unsur terendah"
    return [*found, *(f"{told} layanan {row.name}." for row in missing)]


def newest(year: int) -> SurveyReport | None:
    return SurveyReport.objects.filter(year=year).select_related("document").order_by("-version").first()


@transaction.atomic
def issue(year: int, *, dated: date, number: str = "", by: User) -> SurveyReport:
    """Freeze the figures, draw the number, order the files. The same figures are not issued twice."""
    if told := unmet(year):
        raise DomainError(" ".join(told))
    if not date(year, 1, 1) <= dated <= timezone.localdate():
        raise DomainError(f"Tanggal laporan harus antara {tanggal(date(year, 1, 1))} dan hari ini.")
    frozen = figures(year)
    before = newest(year)
    if before and before.figures == frozen:
        raise DomainError(f"{before} sudah memuat angka yang sama. Tidak ada yang perlu diterbitkan lagi.")
    version = before.version + 1 if before else 1
    made = SurveyReport.objects.create(
        year=year, version=version, figures=frozen, document=_document(year, version, frozen, dated, number, by), by=by
    )
    publish_later(made, by=by)
    return made


def publish_later(report: SurveyReport, *, by: User) -> None:
    """Order workbook and PDF; what is there already stays."""
    jobs.enqueue(JOB, {"report": report.pk}, by=by, key=str(report.pk))


def _document(year: int, version: int, frozen: dict[str, Any], dated: date, number: str, by: User) -> Document:
    later = f" (versi {version})" if version > 1 else ""
    written = numbers.draw(dated=dated, typed=number, by=by)
    try:
        with transaction.atomic():
            return Document.objects.create(
                kind=KIND,
                title=f"Laporan Survei Kepuasan Masyarakat Tahun {year}{later}",
                number=written,
                dated=dated,
                subject=f"{KIND}:{year}:{version}",
                list_hash=hashlib.sha256(json.dumps(frozen, sort_keys=True).encode()).hexdigest(),
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Nomor {written} baru saja dipakai dokumen lain.") from error


def figures(year: int) -> dict[str, Any]:
    """Everything the report prints, as JSON: decimals are text with a dot, days are ISO."""
    rows = results.of_year(year)
    return {
        "year": year,
        "services": [_service(row) for row in rows[:-1]],
        "total": _service(rows[-1]),
        "periods": [_period(survey) for survey in queries.listed(year).order_by("service", "opens_on")],
        "traits": [[title, [list(band) for band in bands]] for title, bands in queries.traits(year)],
    }


def _period(survey: Survey) -> dict[str, Any]:
    return {
        "service": survey.service.name,
        "opens_on": survey.opens_on.isoformat(),
        "closes_on": survey.closes_on.isoformat(),
        "population": survey.population,
        "sample": survey.sample,
        "answered": survey.answered,  # type: ignore[attr-defined]  # annotated by queries.listed
    }


def _service(row: Result) -> dict[str, Any]:
    score = row.score
    return {
        "name": row.name,
        "respondents": row.figures.respondents,
        "needed": row.figures.needed,
        "sums": list(score.sums) if score else None,
        "index": str(score.index) if score else None,
        "before": [[year, str(index) if index is not None else None] for year, index in row.before],
        "plans": [_plan(line) for line in row.lowest if line.plan],
    }


def _plan(line: Line) -> dict[str, str]:
    assert line.plan is not None  # asked by the caller
    return {
        "title": f"{line.element}. {line.title}",
        "value": str(line.value),
        "action": line.plan.action,
        "owner": line.plan.owner,
        "due": line.plan.due.isoformat(),
    }
