"""The office of `objects.build`, made once for all tests here; a client for everybody; one walk of them all.

Whatever a test writes is undone after it, the office itself after the last one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from pkh_sembako.accounts.cast import CAST, create_cast
from tests.security.forms import Form, forms
from tests.security.objects import World, build
from tests.security.walking import NOBODY, Answer, Listening, walk

FEW = ("operator", "ratri", "admin", NOBODY)
PASSWORD = "kata-sandi-contoh"
EVERYBODY = (*(character.username for character in CAST), NOBODY)


@dataclass(frozen=True)
class Walk:
    answers: list[Answer]
    log: str


def clients_of(world: World) -> dict[str, Client]:
    """A client for each person by username, and for nobody; errors come back as answers."""
    found = {NOBODY: Client(raise_request_exception=False)}
    for username, user in world.cast.items():
        found[username] = Client(raise_request_exception=False)
        found[username].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture(scope="package")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("berkas")


@pytest.fixture(autouse=True)
def media(settings, folder) -> None:
    """The files of the office made once stay where they are."""
    settings.MEDIA_ROOT = settings.EMAIL_FILE_PATH = folder


@pytest.fixture(scope="package")
def office(django_db_setup, django_db_blocker, folder) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder, EMAIL_FILE_PATH=folder):
            made = build(create_cast(None))
        for user in made.cast.values():
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(office, db) -> World:
    return office


@pytest.fixture
def clients(world) -> dict[str, Client]:
    return clients_of(world)


@pytest.fixture(scope="package", params=[FEW, pytest.param(EVERYBODY, marks=pytest.mark.slow)], ids=["few", "all"])
def walked(request, office, folder) -> Walk:
    """Every address as opened by a few people of the cast, or (slow) by each of them."""
    with override_settings(MEDIA_ROOT=folder, EMAIL_FILE_PATH=folder), transaction.atomic(), Listening() as heard:
        answers = walk(office, clients_of(office), request.param)
        transaction.set_rollback(True)
    return Walk(answers, heard.text)


@pytest.fixture
def found(walked) -> list[Form]:
    """Every form that the walkers met."""
    return forms(walked.answers)
