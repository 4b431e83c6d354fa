"""The first person of a new office."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.management.commands import create_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What the person types when a password is asked."""

    def set_answers(*answers: str) -> None:
        remaining = iter(answers)
        monkeypatch.setattr(create_admin, "getpass", lambda prompt: next(remaining))

    return set_answers


def test_the_first_administrator_can_log_in_and_has_the_role(typed: Callable[..., None]) -> None:
    typed("Gunung-Lawu-3265", "Gunung-Lawu-3265")

    call_command("create_admin", "wulan", "Wulan Prameswari", verbosity=0)

    user = User.objects.get(username="wulan")
    assert (user.full_name, user.has_role("admin"), user.is_superuser) == ("Wulan Prameswari", True, False)
    answer = Client().post("/masuk/", {"username": "wulan", "password": "Gunung-Lawu-3265"})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (("Gunung-Lawu-3265", "Gunung-Lawu-3266"), CommandError),
        (("pendek", "pendek"), DomainError),
    ],
)
def test_a_bad_password_makes_nobody(
    answers: tuple[str, str], refusal: type[Exception], typed: Callable[..., None]
) -> None:
    typed(*answers)

    with pytest.raises(refusal):
        call_command("create_admin", "wulan", "Wulan Prameswari", verbosity=0)
    assert User.objects.filter(username="wulan").exists() is False


def test_a_taken_name_is_refused_before_a_password_is_asked(ratri: User) -> None:
    with pytest.raises(CommandError, match=r"^Nama pengguna ratri sudah dipakai\.$"):
        call_command("create_admin", "ratri", "Ratri Lain", verbosity=0)
