"""A browser on the running application, logged in as anybody of the cast without typing a password."""

import os
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from pkh_sembako.accounts.models import User
from pkh_sembako.celery import app as celery
from pkh_sembako.management.commands.demo_seed import seed_office

expect.set_options(timeout=20_000)  # a page that makes a paper takes longer on a busy machine
MONDAY = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="session", autouse=True)
def database_from_playwrights_loop() -> None:
    """Playwright's loop makes Django take every query for one in asynchronous code, until the session has ended."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture
def become(context: BrowserContext, live_server) -> Callable[[User | None], None]:
    """`become(ratri)`: from now on the browser holds that person's session; None logs out."""
    sessions: dict[int, str] = {}

    def as_user(user: User | None) -> None:
        context.clear_cookies()
        if user is None:
            return
        if user.pk not in sessions:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": sessions[user.pk], "url": live_server.url}]
        )

    return as_user


@pytest.fixture
def monday():
    """The clock stands, so that the same office gives the same pictures; seeding goes through time by itself."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def open_office(transactional_db, reference, settings, monday) -> Callable[[int], dict[str, User]]:
    """`open_office(120)`: the demo office of so many families in the middle of a kroscek; its people by username."""

    def of(households: int) -> dict[str, User]:
        settings.DEMO = True
        seed_office(households, seed=1)
        return {user.username: user for user in User.objects.all()}

    return of


@pytest.fixture
def jobs_at_once():
    """There is no worker beside the test: a job runs when its hint is sent."""
    celery.conf.task_always_eager = True
    yield
    celery.conf.task_always_eager = False
