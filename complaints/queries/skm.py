"""Figures of the survey out of the database: each page asks a fixed number of questions, whatever the answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet, Sum

from complaints import skm
from complaints.models import Survey, SurveyPlan, SurveyResponse, SurveyService

FEWEST = 10  # respondents below which nothing is shown to the public
TRAITS = {"age": "Umur", "sex": "Jenis kelamin", "schooling": "Pendidikan", "work": "Pekerjaan"}
UNSAID = "Tidak diisi"


@dataclass(frozen=True)
class Figures:
    """The SKM of one service in one year, or of all services (service None)."""

    service: SurveyService | None
    score: skm.Score | None  # None = nobody has answered
    needed: int = 0  # sample by Krejcie and Morgan over its periods

    @property
    def name(self) -> str:
        return self.service.name if self.service else "Semua layanan"

    @property
    def respondents(self) -> int:
        return self.score.respondents if self.score else 0

    @property
    def is_small(self) -> bool:
        """Too few for the public: single answers might be guessed."""
        return self.respondents < FEWEST


def listed(year: int | None = None) -> QuerySet[Survey]:
    """Periods with their `answered`, newest first."""
    found = Survey.objects.select_related("service").annotate(answered=Count("responses"))
    return found.filter(year=year) if year else found


def years() -> list[int]:
    """Years of which there is a period, the newest first (one query)."""
    return list(Survey.objects.order_by("-year").values_list("year", flat=True).distinct())


def running(on: date, slug: str = "") -> list[Survey]:
    """Periods that citizens may answer on that day; of one service with its questions."""
    found = Survey.objects.running(on).select_related("service").order_by("service")
    return list(found.filter(service__slug=slug).prefetch_related("questions") if slug else found)


def by_service(wanted: Iterable[int]) -> dict[int, list[Figures]]:
    """{year: figures of each service surveyed, then of all together} (two queries)."""
    asked = set(wanted)
    periods = defaultdict(lambda: defaultdict(int))
    services: dict[int, SurveyService] = {}
    for survey in Survey.objects.filter(year__in=asked).select_related("service"):
        periods[survey.year][survey.service_id] += survey.sample
        services[survey.service_id] = survey.service
    scores = _scores(asked)
    return {year: _figures(year, needed, services, scores) for year, needed in periods.items()}


def _scores(years_: set[int]) -> dict[tuple[int, int], skm.Score]:
    rows = (
        SurveyResponse.objects.filter(survey__year__in=years_)
        .values_list("survey__year", "survey__service_id")
        .annotate(Count("id"), *(Sum(code) for code in skm.CODES))
        .order_by()
    )
    return {(year, service): skm.Score(count, tuple(sums)) for year, service, count, *sums in rows}


def _figures(
    year: int, needed: dict[int, int], services: dict[int, SurveyService], scores: dict[tuple[int, int], skm.Score]
) -> list[Figures]:
    own = [Figures(services[pk], scores.get((year, pk)), needed[pk]) for pk in sorted(needed)]
    return [*own, Figures(None, together([one.score for one in own if one.score]), sum(needed.values()))]


def together(scores: list[skm.Score]) -> skm.Score | None:
    """The score of all their respondents."""
    if not scores:
        return None
    sums = tuple(sum(column) for column in zip(*(one.sums for one in scores), strict=True))
    return skm.Score(sum(one.respondents for one in scores), sums)


def traits(year: int) -> list[tuple[str, list[tuple[str, int]]]]:
    """[(Umur, [(band, respondents)])]: who answered in that year, in the order of the form (one query a trait)."""
    found = []
    for name, title in TRAITS.items():
        rows = SurveyResponse.objects.filter(survey__year=year).values_list(name).annotate(Count("id")).order_by()
        counts = dict(rows)
        choices = SurveyResponse._meta.get_field(name).choices or ()
        bands = [(str(label), counts.get(value, 0)) for value, label in choices]
        found.append((title, [*bands, *([(UNSAID, counts[""])] if counts.get("") else [])]))
    return found


def plans(year: int) -> dict[tuple[int, int], SurveyPlan]:
    """{(service, element): plan}."""
    return {(plan.service_id, plan.element): plan for plan in SurveyPlan.objects.filter(year=year)}


def suggestions(survey: Survey, most: int = 100) -> list[SurveyResponse]:
    """What respondents wrote, the newest first."""
    return list(survey.responses.exclude(suggestion="").order_by("-on", "-pk")[:most])


def answered_between(survey: Survey) -> tuple[date | None, date | None]:
    """First and last day of an answer."""
    found = survey.responses.aggregate(first=Min("on"), last=Max("on"))
    return found["first"], found["last"]
