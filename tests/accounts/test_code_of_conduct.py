"""Kode etik: accepted before anything else, rewritten by the office, never changed afterwards."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pkh_sembako.accounts.models import CodeAcceptance, CodeOfConduct
from pkh_sembako.accounts.services import conduct

pytestmark = pytest.mark.django_db


@pytest.fixture
def demanded(settings):
    settings.CODE_OF_CONDUCT = True


def test_nobody_is_asked_where_the_office_does_not_demand_it(ratri, login):
    assert login(ratri).get("/").status_code == 200


def test_every_page_leads_to_it_until_it_is_accepted(demanded, ratri, login):
    client = login(ratri)
    answers = [client.get(path) for path in ("/keluarga/", "/kata-sandi/", "/kode-etik/")]
    assert [(answer.status_code, answer.get("Location", "")) for answer in answers] == [
        (302, "/kode-etik/?next=%2Fkeluarga%2F"),
        (302, "/kode-etik/?next=%2Fkata-sandi%2F"),
        (200, ""),
    ]


def test_accepting_opens_the_rest_and_is_written_down(demanded, ratri, login):
    client = login(ratri)
    answer = client.post("/kode-etik/", {"version": 1, "agreed": "on", "next": "/keluarga/"})
    assert (answer.status_code, answer.url) == (302, "/keluarga/")
    assert client.get("/keluarga/").status_code == 200
    assert list(CodeAcceptance.objects.values_list("user__username", "code__version")) == [("ratri", 1)]


def test_without_the_tick_nothing_is_accepted(demanded, ratri, login):
    answer = login(ratri).post("/kode-etik/", {"version": 1})
    assert (answer.status_code, CodeAcceptance.objects.count()) == (422, 0)
    assert answer.context["form"].errors["agreed"] == ["Centang pernyataan ini untuk melanjutkan."]


def test_leaving_stays_possible(demanded, ratri, login):
    assert login(ratri).post("/keluar/").url == "/masuk/"


def test_the_code_of_the_authenticator_comes_first(demanded, kadis, login, settings):
    settings.SECOND_FACTOR = True
    assert login(kadis).get("/").url == "/keamanan/?next=%2F"


def test_a_new_version_is_asked_of_everybody_from_its_day_on(demanded, ratri, admin, login, time_machine):
    time_machine.move_to("2026-11-22T02:00:00Z", tick=False)
    conduct.accept(version=1, by=ratri)
    conduct.accept(version=1, by=admin)
    rules = "Menjaga data.\nMenolak pemberian."
    answer = login(admin).post("/kode-etik/ubah/", {"text": rules, "dated": "2026-12-01"})
    assert (answer.status_code, answer.url) == (302, "/kode-etik/")
    assert login(ratri).get("/").status_code == 200
    time_machine.move_to("2026-12-01T02:00:00Z", tick=False)
    assert login(ratri).get("/").url == "/kode-etik/?next=%2F"
    assert CodeOfConduct.objects.in_force().rules == ["Menjaga data.", "Menolak pemberian."]


def test_what_was_accepted_costs_no_query_until_a_new_version_is_published(demanded, ratri, admin, login):
    conduct.accept(version=1, by=ratri)
    page = login(ratri)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert page.get("/").status_code == 200
        asked.append(sum("accounts_codeofconduct" in query["sql"] for query in queries))
    assert asked == [1, 0]
    conduct.publish(text="Menjaga data.", dated=date(2026, 2, 1), by=admin)
    assert page.get("/").url == "/kode-etik/?next=%2F"


def test_who_read_the_old_version_does_not_accept_the_new_one(demanded, ratri, admin, login):
    page = login(ratri)
    conduct.publish(text="Menjaga data.", dated=date(2026, 2, 1), by=admin)
    answer = page.post("/kode-etik/", {"version": 1, "agreed": "on"})
    assert answer.context["form"].non_field_errors() == [
        "Kode etik baru saja diperbarui. Bacalah versi yang baru, lalu setujui."
    ]
    assert (answer.status_code, CodeAcceptance.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("text", "dated", "words"),
    [
        ("same", "2026-02-01", "Belum ada butir yang berubah."),
        ("Menjaga data.", "2025-12-31", "Tanggal berlaku tidak boleh sebelum tanggal berlaku versi yang lama."),
    ],
)
def test_what_makes_no_new_version_is_said(admin, login, text, dated, words):
    text = CodeOfConduct.objects.get().text if text == "same" else text
    answer = login(admin).post("/kode-etik/ubah/", {"text": text, "dated": dated})
    assert (answer.status_code, answer.context["form"].errors["text"]) == (422, [words])


@pytest.mark.slow
def test_only_who_keeps_the_office_rewrites_it(cast, login):
    assert [n for n, user in cast.items() if login(user).get("/kode-etik/ubah/").status_code == 200] == ["admin"]


@pytest.mark.parametrize("table", ["accounts_codeacceptance", "accounts_codeofconduct"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_database_keeps_both_and_without_its_guard_would_not(ratri, table, statement):
    conduct.accept(version=1, by=ratri)
    statement = statement.format(table)
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_codeacceptance DISABLE TRIGGER append_only")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        if "DELETE" in statement and table.endswith("conduct"):
            cursor.execute("DELETE FROM accounts_codeacceptance")
        cursor.execute(statement)
        assert cursor.rowcount == 1
