"""The door: passwords, throttling, disabled people, idle sessions."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.test import Client

from pkh_sembako import settings as offices_own
from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "padi-menguning-2026"
WRONG = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture
def people(reference) -> dict[str, User]:
    return create_cast(PASSWORD)


def enter(client: Client, username: str, password: str = PASSWORD, **data):
    return client.post("/masuk/", {"username": username, "password": password, **data})


def errors_of(response) -> list[str]:
    return response.context["form"].non_field_errors()


def test_the_right_password_opens_home(people, client):
    response = enter(client, "ratri")
    assert (response.status_code, response.url, client.get("/").status_code) == (302, "/", 200)


def test_login_leads_back_to_the_page_that_was_asked_for(people, client):
    assert enter(client, "ratri", next="/kata-sandi/").url == "/kata-sandi/"


def test_login_never_leads_to_another_site(people, client):
    assert enter(client, "ratri", next="https://contoh.invalid/").url == "/"


def test_passwords_are_kept_as_argon2(reference, settings):
    settings.PASSWORD_HASHERS = offices_own.PASSWORD_HASHERS
    stored = create_cast(PASSWORD)["ratri"].password
    assert (stored.split("$")[:2], check_password(PASSWORD, stored)) == (["argon2", "argon2id"], True)


def test_wrong_password_unknown_name_and_disabled_account_read_the_same(people, client):
    User.objects.filter(username="bagas").update(is_active=False)
    answers = [enter(client, "ratri", "salah"), enter(client, "tiada"), enter(client, "bagas")]
    assert [(answer.status_code, errors_of(answer)) for answer in answers] == [(422, [WRONG])] * 3


def test_what_was_typed_as_name_is_kept(people, client):
    assert enter(client, "ratri", "salah").context["form"]["username"].value() == "ratri"


def test_empty_fields_are_named(people, client):
    assert enter(client, "", "").context["form"].errors == {
        "username": ["Isi nama pengguna."],
        "password": ["Isi kata sandi."],
    }


@pytest.mark.parametrize("name", ["ratri", "tiada"])
def test_the_fifth_wrong_try_locks_known_and_unknown_names_alike(people, client, name):
    statuses = [enter(client, name, "salah").status_code for _ in range(6)]
    assert (statuses, enter(client, name).status_code) == ([422, 422, 422, 422, 429, 429], 429)


def test_the_lock_says_in_words_how_long(people, client):
    for _ in range(5):
        response = enter(client, "ratri", "salah")
    text = response.content.decode()
    said = [
        "Lima kali kata sandi yang salah dari alamat ini untuk nama pengguna tersebut.",
        "Tunggu 15 menit, lalu coba lagi.",
    ]
    assert [sentence for sentence in said if sentence in text] == said


def test_the_lock_opens_after_a_quarter_of_an_hour_and_never_hits_others(people, client):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            enter(client, "ratri", "salah")
        others = enter(Client(), "bagas").status_code
        clock.shift(timedelta(minutes=16))
        assert (others, enter(client, "ratri").status_code) == (302, 302)


def test_somebody_disabled_while_logged_in_is_out_at_once(people, client):
    enter(client, "ratri")
    User.objects.filter(username="ratri").update(is_active=False)
    assert client.get("/").url == "/masuk/?next=%2F"


def test_a_posting_that_ended_yesterday_opens_nothing(people, client):
    with time_machine.travel(NOON, tick=False):
        people["ratri"].postings.update(ends="2026-11-22")
        enter(client, "ratri")
        assert client.get("/").status_code == 403


def test_a_posting_holds_on_its_last_day(people, client):
    with time_machine.travel(NOON, tick=False):
        people["ratri"].postings.update(ends="2026-11-23")
        enter(client, "ratri")
        assert client.get("/").status_code == 200


def statuses_after(client: Client, username: str, *minutes: int) -> list[int]:
    """Answers of the home page when so many minutes pass before each request."""
    with time_machine.travel(NOON, tick=False) as clock:
        enter(client, username)
        answers = []
        for pause in minutes:
            clock.shift(timedelta(minutes=pause))
            answers.append(client.get("/").status_code)
        return answers


def test_a_session_may_rest_thirty_minutes(people, client):
    assert statuses_after(client, "ratri", 30, 30, 31) == [200, 200, 302]


def test_an_approvers_session_may_rest_fifteen(people, client):
    assert statuses_after(client, "kadis", 15, 15, 16) == [200, 200, 302]


@pytest.mark.slow
def test_twelve_hours_after_login_every_session_ends(people, client):
    assert statuses_after(client, "ratri", *[29] * 24, 29) == [200] * 24 + [302]


def test_the_login_page_says_that_the_session_ended(people, client):
    with time_machine.travel(NOON, tick=False) as clock:
        enter(client, "ratri")
        clock.shift(timedelta(minutes=31))
        assert client.get("/").url == "/masuk/?berakhir=1&next=%2F"


def test_an_expired_partial_request_sends_the_whole_page_to_login(people, client):
    response = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/?a=1"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/masuk/?next=%2F%3Fa%3D1")


def test_logging_out_closes_the_door(people, client):
    enter(client, "ratri")
    assert (client.post("/keluar/").url, client.get("/").status_code) == ("/masuk/", 302)


def change(client: Client, old: str, new: str, again: str):
    return client.post("/kata-sandi/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_changing_the_own_password(people, client):
    enter(client, "ratri")
    changed = change(client, PASSWORD, "sawah-terasering-7", "sawah-terasering-7")
    assert (changed.status_code, enter(Client(), "ratri", "sawah-terasering-7").status_code) == (302, 302)


def test_a_bad_new_password_is_refused_in_words(people, client):
    enter(client, "ratri")
    response = change(client, "salah", "pendek", "lain")
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"old_password": ["Kata sandi lama tidak cocok."], "new_password2": ["Kedua kata sandi baru tidak sama."]},
    )


def test_a_name_longer_than_the_record_of_failed_logins_is_refused_in_words(client):
    response = enter(client, "x" * 300)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["username"])
