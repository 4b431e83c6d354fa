"""Survei Kepuasan Masyarakat of the demo office: last year's finished with its plans, this year's still running."""

import uuid
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from complaints.enums_skm import AgeBand, RespondentSex, Schooling, SurveyDoor, Work
from complaints.models import Survey, SurveyService
from complaints.queries import skm as queries
from complaints.services import skm as services
from complaints.services.skm import Sheet
from pkh_sembako.accounts.models import User
from pkh_sembako.management.demo.story import Office, at

# service: respondents a year ago, respondents so far, people served in a year, how each unsur does (mean of 1-4)
SURVEYED = {
    "pendampingan-pkh": (68, 24, 2400, (3.4, 3.2, 2.7, 3.8, 3.3, 3.5, 3.6, 2.8, 3.0)),
    "loket": (53, 17, 900, (3.2, 3.0, 2.6, 3.9, 3.1, 3.3, 3.4, 3.0, 2.5)),
}
BETTER = 0.15  # what a year has brought
SUGGESTIONS = (
    "Antrean di loket terlalu lama pada awal bulan.",
    "Tolong kursi tunggu ditambah.",
    "Pendamping ramah dan sabar menjelaskan.",
    "Jadwal pertemuan kelompok diberitahukan lebih awal.",
    "Papan syarat kurang terbaca dari jauh.",
)
ACTIONS = (
    "Menambah petugas loket pada minggu pertama setiap bulan dan memasang nomor antrean.",
    "Memasang papan syarat dan alur layanan yang baru di ruang tunggu.",
    "Menjawab setiap pengaduan dalam lima hari kerja dan memeriksanya dalam rapat bulanan.",
)


def surveys(office: Office, seed: int) -> None:
    """Two services, last year and this year; the chance is its own, so that nothing else of the office changes."""
    dice, today, petugas = Random(seed), timezone.localdate(), office["petugas"]
    for slug, (before, now, population, means) in SURVEYED.items():
        service = SurveyService.objects.get(slug=slug)
        _last_year(service, today.year - 1, before, population, means, dice, petugas)
        _this_year(service, today, now, population, [mean + BETTER for mean in means], dice, petugas)


def _last_year(service: SurveyService, year: int, count: int, population: int, means, dice: Random, by: User) -> None:
    opens, closes = date(year, 9, 1), date(year, 11, 30)
    with at(_morning(opens)):
        survey = services.open_period(service, opens_on=opens, closes_on=closes, population=population, by=by)
    with at(_morning(closes)):
        sheets = _sheets(survey, count, means, dice, closes)
        services.type_in(survey, sheets, door=SurveyDoor.PAPER, key=_key(dice), by=by)
        services.close(survey, by=by)
    score = next(one.score for one in queries.by_service([year])[year] if one.service == service)
    assert score is not None  # it has just been answered
    with at(_morning(date(year, 12, 10))):
        for place, action in zip(score.lowest, ACTIONS, strict=True):
            given = {"action": action, "owner": "Kepala Bidang Linjamsos", "due": date(year + 1, 6, 30)}
            services.plan(service, year, place + 1, **given, by=by)


def _this_year(service: SurveyService, today: date, count: int, population: int, means, dice: Random, by: User) -> None:
    opens = max(date(today.year, 1, 1), today - timedelta(days=40))
    with at(_morning(opens)):
        closes = date(today.year, 12, 31)
        survey = services.open_period(service, opens_on=opens, closes_on=closes, population=population, by=by)
    for sheet in _sheets(survey, count, means, dice, today):
        services.answer(survey, sheet, key=_key(dice))


def _sheets(survey: Survey, count: int, means, dice: Random, last: date) -> list[Sheet]:
    span = (last - survey.opens_on).days
    return [
        Sheet(
            tuple(_one(mean, dice) for mean in means),
            survey.opens_on + timedelta(days=dice.randint(0, span)),
            _person(dice),
        )
        for _ in range(count)
    ]


def _one(mean: float, dice: Random) -> int:
    return min(4, max(1, round(dice.gauss(mean, 0.6))))


def _person(dice: Random) -> dict[str, str]:
    said = dice.choice(SUGGESTIONS) if dice.random() < 0.15 else ""
    return {
        "age": dice.choice(AgeBand.values),
        "sex": dice.choices(RespondentSex.values, (7, 3))[0],
        "schooling": dice.choices(Schooling.values, (2, 6, 5, 4, 1, 1, 0))[0],
        "work": dice.choices(Work.values, (6, 6, 3, 2, 1, 1, 1, 1))[0],
        "suggestion": said,
    }


def _key(dice: Random) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=timezone.get_current_timezone())
