"""What the tests of the survey's pages set up: a period, its answers, a page's text."""

import uuid
from datetime import date

from complaints.models import Survey, SurveyService
from complaints.services import skm as services
from complaints.services.skm import Sheet
from tests.complaints.test_skm_figures import SHEETS


def opened(slug: str, by, year: int = 2026, population: int = 300) -> Survey:
    dates = {"opens_on": date(year, 3, 1), "closes_on": date(year, 11, 30)}
    return services.open_period(SurveyService.objects.get(slug=slug), **dates, population=population, by=by)


def answered(survey: Survey, sheets=SHEETS, **about) -> None:
    for sheet in sheets:
        services.answer(survey, Sheet(sheet, date(survey.year, 5, 4), about), key=uuid.uuid4())


def text(response) -> str:
    return response.content.decode()
