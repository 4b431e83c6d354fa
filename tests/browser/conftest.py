"""A browser on the running application, logged in as anybody of the cast without typing a password."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from pkh_sembako.accounts.models import User


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
