"""The survey of an office with something of everything: one period that runs, one that ended in a yearly report."""

import uuid
from datetime import date

from django.utils import timezone

from complaints import tasks_skm
from complaints.enums_skm import SurveyDoor
from complaints.models import Survey, SurveyReport, SurveyService
from complaints.queries import skm as queries
from complaints.services import skm, skm_report
from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job

ENOUGH = queries.FEWEST
SHEET = (3, 3, 2, 4, 3, 3, 4, 3, 2)


def _opened(year: int, by: User) -> Survey:
    days = {"opens_on": date(year, 1, 1), "closes_on": date(year, 12, 31)}
    return skm.open_period(SurveyService.objects.get(slug="loket"), **days, population=400, by=by)


def running(by: User) -> Survey:
    """This year's; the same at every asking."""
    year = timezone.localdate().year
    return Survey.objects.filter(year=year).first() or _opened(year, by)


def reported(by: User) -> SurveyReport:
    """Last year's, closed, planned for, and issued with its files; the same at every asking."""
    known = SurveyReport.objects.first()
    if known:
        return known
    survey = _opened(timezone.localdate().year - 1, by)
    sheets = [skm.Sheet(SHEET, survey.closes_on, {"suggestion": "Tambah kursi."})] * ENOUGH
    skm.type_in(survey, sheets, door=SurveyDoor.PAPER, key=uuid.uuid4(), by=by)
    skm.close(survey, by=by)
    for element in (3, 9, 1):
        skm.plan(
            survey.service, survey.year, element, action="Perbaikan", owner="Kasi", due=timezone.localdate(), by=by
        )
    made = skm_report.issue(survey.year, dated=timezone.localdate(), number=f"SKM-{survey.year}", by=by)
    assert jobs.handlers[skm_report.JOB] is tasks_skm.publish
    jobs.run(Job.objects.get(kind=skm_report.JOB, key=str(made.pk)).pk)
    return made
