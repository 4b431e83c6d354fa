"""A small Round that was determined, and its published paper, all inside the test's own transaction."""

from datetime import date

import pytest

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from programs import tasks_publish
from programs.models import Determination
from tests.programs.test_penetapan import checked, determine, drafted, signed

__all__ = ["checked", "drafted", "signed"]
DATED = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def real_office(settings):
    """No watermark and no line about samples, unless a test asks for them."""
    settings.DEMO = False


class Silent(jobs.Progress):
    """Says nothing: the page's connection cannot see a job of a transaction that is rolled back."""

    def say(self, stage: str, done: int = 0, total: int = 0, *, message: str = "") -> None:
        pass


def run_here(job: Job, handler) -> Job:
    """Claim and do a job inside the test's transaction."""
    claimed = jobs.claim(job.pk)
    handler(claimed, Silent(claimed))
    job.refresh_from_db()
    return job


@pytest.fixture
def determined(signed, kadis) -> Determination:
    return determine(signed, kadis)


@pytest.fixture
def published(determined) -> Determination:
    run_here(Job.objects.get(kind="ba.publish"), tasks_publish.publish)
    return determined
