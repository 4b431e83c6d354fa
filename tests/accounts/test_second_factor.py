"""The second factor: set up, asked after the password, bound to what is decided."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.accounts.models import SecondFactorProof, User
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.lib.errors import DomainError
from tests.accounts.codes import code_of, equip

pytestmark = pytest.mark.django_db

PASSWORD = "padi-menguning-2026"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LIST, OTHER_LIST = "a" * 64, "b" * 64


@pytest.fixture
def people(reference, time_machine) -> dict[str, User]:
    time_machine.move_to(NOW, tick=False)
    return create_cast(PASSWORD)


def enter(username: str) -> Client:
    client = Client()
    client.post("/masuk/", {"username": username, "password": PASSWORD})
    return client


def test_who_has_none_and_needs_none_logs_in_with_the_password(people):
    assert enter("ratri").get("/").status_code == 200


@pytest.mark.parametrize("username", ["admin", "kabid", "sekretaris", "kadis", "bank"])
def test_who_decides_must_set_it_up_before_anything_else(people, settings, username):
    settings.SECOND_FACTOR = True
    client = enter(username)
    answer = client.get("/kata-sandi/")
    assert (answer.status_code, answer.url) == (302, "/keamanan/?next=%2Fkata-sandi%2F")
    assert client.get("/keamanan/").status_code == 200


@pytest.mark.parametrize("username", ["ratri", "operator", "korkab", "kasi", "inspektorat"])
def test_nobody_else_must(people, settings, username):
    settings.SECOND_FACTOR = True
    assert enter(username).get("/").status_code == 200


def test_setting_it_up_shows_ten_codes_once_and_opens_the_rest(people, settings):
    settings.SECOND_FACTOR = True
    client, kadis = enter("kadis"), people["kadis"]
    client.get("/keamanan/")
    answer = client.post("/keamanan/pasang/", {"code": code_of(kadis)})
    assert answer.context["codes"] == list(
        StaticToken.objects.filter(device__user=kadis).order_by("pk").values_list("token", flat=True)
    )
    assert (len(answer.context["codes"]), client.get("/").status_code) == (10, 200)
    assert "codes" not in client.get("/keamanan/").context


def test_a_wrong_first_code_sets_nothing_up(people):
    client = enter("ratri")
    client.get("/keamanan/")
    answer = client.post("/keamanan/pasang/", {"code": "000000"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"] == [
        "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi."
    ]
    assert not second_factor.is_set_up(people["ratri"])


def test_after_the_password_the_code_is_asked_and_leads_on(people):
    equip(people["ratri"])
    client = enter("ratri")
    asked = client.get("/kroscek/")
    assert (asked.status_code, asked.url) == (302, "/masuk/kode/?next=%2Fkroscek%2F")
    answer = client.post("/masuk/kode/", {"code": code_of(people["ratri"]), "next": "/kroscek/"})
    assert (answer.url, client.get("/kroscek/").status_code) == ("/kroscek/", 200)


@pytest.mark.parametrize("path", ["/", "/kroscek/", "/keluarga/", "/keamanan/kode-pemulihan/", "/kata-sandi/"])
def test_before_the_code_nothing_else_is_open(people, path):
    equip(people["ratri"])
    client = enter("ratri")
    assert [client.get(path).url.split("?")[0], client.post(path).url] == ["/masuk/kode/", "/masuk/kode/"]


def test_before_the_code_it_cannot_be_replaced_by_a_new_one(people):
    """A stolen password opens no page that would set up a second phone."""
    equip(people["ratri"])
    client = enter("ratri")
    client.get("/keamanan/")
    client.post("/keamanan/pasang/", {"code": "000000"})
    assert TOTPDevice.objects.filter(user=people["ratri"], confirmed=False).count() == 0


def test_a_code_is_good_once(people):
    ratri = people["ratri"]
    equip(ratri)
    code = code_of(ratri)
    second_factor.check(code, by=ratri)
    with pytest.raises(second_factor.WrongCode, match="sudah dipakai"):
        second_factor.check(code, by=ratri)


def test_a_recovery_code_is_good_once(people):
    ratri = people["ratri"]
    code = equip(ratri)[3]
    assert second_factor.check(f" {code.upper()} ", by=ratri).name == "Kode pemulihan"
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(code, by=ratri)
    assert second_factor.codes_left(ratri) == 9


def test_after_a_wrong_code_one_waits_and_longer_each_time(people, time_machine):
    ratri = people["ratri"]
    equip(ratri)
    waits = []
    for _ in range(4):
        with pytest.raises(second_factor.WrongCode):
            second_factor.check("000000", by=ratri)
        with pytest.raises(second_factor.WrongCode) as refusal:
            second_factor.check(code_of(ratri), by=ratri)
        waits.append(int(refusal.value.sentence.split("Tunggu ")[1].split()[0]))
        time_machine.shift(waits[-1] + 1)
    assert waits == [1, 2, 4, 8]
    assert second_factor.check(code_of(ratri), by=ratri).name == "Aplikasi autentikator"


def test_the_code_of_another_person_opens_nothing(people):
    equip(people["ratri"])
    equip(people["bagas"])
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(code_of(people["bagas"]), by=people["ratri"])


def test_a_proof_is_for_one_person_one_list_and_five_minutes(people, time_machine):
    kadis = people["kadis"]
    equip(kadis)
    second_factor.check(code_of(kadis), by=kadis, about=LIST)
    time_machine.shift(timedelta(minutes=4, seconds=59))
    proven = [(who, what) for who in (kadis, people["kabid"]) for what in (LIST, OTHER_LIST)]
    assert [second_factor.is_proven(*each) for each in proven] == [True, False, False, False]
    time_machine.shift(1)
    assert second_factor.is_proven(kadis, LIST) is False


def test_who_must_have_one_proves_nothing_without(people, settings):
    second_factor.refuse_unproven(people["kadis"], LIST)
    settings.SECOND_FACTOR = True
    with pytest.raises(DomainError, match="Ketik kode"):
        second_factor.refuse_unproven(people["kadis"], LIST)


def test_a_proof_is_never_changed_or_removed(people):
    kadis = people["kadis"]
    equip(kadis)
    second_factor.check(code_of(kadis), by=kadis, about=LIST)
    for change in (lambda rows: rows.update(about=OTHER_LIST), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="tidak dapat diubah"), transaction.atomic():
            change(SecondFactorProof.objects.all())
    with connection.cursor() as cursor:  # without the guard it would happen
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_secondfactorproof DISABLE TRIGGER append_only")
    assert SecondFactorProof.objects.update(about=OTHER_LIST) == 1


def test_new_recovery_codes_end_the_old_ones(people):
    ratri = people["ratri"]
    old = equip(ratri)
    new = second_factor.renew_codes(code=code_of(ratri), by=ratri)
    assert (len(new), set(old) & set(new)) == (10, set())
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(old[0], by=ratri)


def test_it_is_taken_off_with_a_code_unless_the_role_demands_it(people, settings):
    ratri, kadis = people["ratri"], people["kadis"]
    equip(ratri)
    equip(kadis)
    second_factor.turn_off(code=code_of(ratri), by=ratri)
    settings.SECOND_FACTOR = True
    with pytest.raises(DomainError, match="wajib"):
        second_factor.turn_off(code=code_of(kadis), by=kadis)
    assert [second_factor.is_set_up(user) for user in (ratri, kadis)] == [False, True]


def test_an_administrator_resets_it_for_a_lost_phone_but_not_the_own(people, login):
    equip(people["ratri"])
    client = login(people["admin"])
    client.post(f"/pengguna/{people['ratri'].pk}/langkah-kedua/")
    assert second_factor.is_set_up(people["ratri"]) is False
    assert (
        people["ratri"].history.first().history_change_reason == f"Langkah kedua disetel ulang oleh {people['admin']}"
    )
    equip(people["admin"])
    client.post(f"/pengguna/{people['admin'].pk}/langkah-kedua/")
    assert second_factor.is_set_up(people["admin"]) is True
