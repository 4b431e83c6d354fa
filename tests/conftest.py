"""The cast as fixtures, the reference data, and a client logged in as any of the cast."""

import gc
import shutil
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, TransactionTestCase

from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.accounts.models import User
from tests import pristine, schema

QUICK_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_configure() -> None:
    """Passwords hash fast: that Argon2 is slow on purpose is under test in one place only."""
    settings.PASSWORD_HASHERS = QUICK_HASHER


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks over every page go first: in the middle both workers would get a part of them and walk twice."""
    items.sort(key=lambda item: "/security/" not in item.nodeid)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request):
    """The test database is copied from one with the schema of an earlier run, where that fits."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    if schema.load(f"schema{worker}"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = f"schema{worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """SOPs, wilayah and calendar are loaded once, by the same command that an office uses."""
    with django_db_blocker.unblock():
        schema.keep()
        call_command("reference_load", verbosity=0)
        pristine.remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: pristine.restore())
        yield


@pytest.fixture
def reference(db) -> None:
    """For tests that read SOPs, wilayah or calendar and nothing else of the database."""


@pytest.fixture
def cast(db, reference) -> dict[str, User]:
    """Everybody of contract.md's cast, by username."""
    return create_cast(None)


def _character(username: str):
    @pytest.fixture(name=username.replace(".", "_"))
    def fixture(cast) -> User:
        return cast[username]

    return fixture


admin = _character("admin")
apd = _character("apd")
operator = _character("operator")
korkab = _character("korkab")
korcam_plaosan = _character("korcam.plaosan")
korcam_parang = _character("korcam.parang")
ratri = _character("ratri")
bagas = _character("bagas")
kasi = _character("kasi")
kabid = _character("kabid")
sekretaris = _character("sekretaris")
kadis = _character("kadis")
bank = _character("bank")
camat_plaosan = _character("camat.plaosan")
desa_plaosan = _character("desa.plaosan")
inspektorat = _character("inspektorat")
petugas = _character("petugas")


@pytest.fixture
def login() -> Callable[[User], Client]:
    """`login(ratri).get("/keluarga/")`: a client with that person's session."""

    def as_user(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's chromium: nothing is downloaded, nothing talks to the outside."""
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [f"--{flag}" for flag in f"{flags} disable-sync disable-dev-shm-usage".split()],
    }


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Uploaded and generated files of a test go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "berkas"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.BACKUP_DIR = tmp_path / "cadangan"
