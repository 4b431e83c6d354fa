"""A full number is shown for a purpose, and never without a row in the read log."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.audit.reveal import reveal
from pkh_sembako.audit.services import log_read

pytestmark = pytest.mark.django_db

NIK = "3520074107900001"
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


class Desk:
    """One person's session at one browser."""

    def __init__(self, user, htmx: bool = True):
        self.user, self.session, self.htmx = user, SessionStore(), htmx

    def ask(self, **data):
        headers = {"HX-Request": "true"} if self.htmx else {}
        request = RequestFactory().post("/keluarga/7/nik/", data, headers=headers)
        request.user, request.session, request.htmx = self.user, self.session, HtmxDetails(request)
        return reveal(request, subject="NIK Siti Rekaan", value=NIK, label="NIK Siti Rekaan")


@pytest.fixture
def desk(ratri) -> Desk:
    return Desk(ratri)


def shows(response) -> bool:
    return NIK in response.content.decode()


def test_the_first_click_asks_what_for_and_shows_nothing(desk):
    response = desk.ask()
    assert (response.status_code, shows(response), ReadLog.objects.count()) == (200, False, 0)


def test_an_answer_without_a_choice_asks_again_in_words(desk):
    response = desk.ask(asked="1")
    said = "Pilih keperluannya." in response.content.decode()
    assert (response.status_code, said, shows(response)) == (422, True, False)


def test_a_purpose_that_does_not_exist_shows_nothing(desk):
    response = desk.ask(asked="1", purpose="iseng")
    assert (response.status_code, shows(response)) == (422, False)


def test_with_a_purpose_the_number_is_shown_and_one_row_is_left(desk, ratri):
    response = desk.ask(asked="1", purpose="kroscek")
    row = ReadLog.objects.get()
    assert (shows(response), row.user, row.kind, row.subject, row.purpose, row.url) == (
        True,
        ratri,
        "reveal",
        "NIK Siti Rekaan",
        "Kroscek dan pemutakhiran data keluarga",
        "/keluarga/7/nik/",
    )


def test_the_number_is_kept_by_no_cache(desk):
    assert desk.ask(purpose="kroscek")["Cache-Control"] == "no-store"


def test_the_purpose_holds_a_quarter_of_an_hour_and_each_showing_leaves_its_row(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        shown = [shows(desk.ask(purpose="kroscek"))]
        clock.shift(timedelta(minutes=14, seconds=59))
        shown.append(shows(desk.ask()))
        clock.shift(timedelta(seconds=1))
        shown.append(shows(desk.ask()))
    assert (shown, ReadLog.objects.count()) == ([True, True, False], 2)


def test_without_javascript_the_answer_is_a_whole_page(ratri):
    response = Desk(ratri, htmx=False).ask(purpose="kroscek")
    assert (shows(response), response.content.decode().count("<h1>")) == (True, 1)


def test_the_log_never_keeps_the_number(desk, ratri):
    log_read(ReadKind.CHECK, by=ratri, subject=f"NIK {NIK}", purpose="Mencocokkan KTP")
    assert ReadLog.objects.get().subject == "NIK 3520********0001"


def change(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", ["DELETE FROM audit_readlog", "UPDATE audit_readlog SET purpose = 'lain'"])
def test_the_database_refuses_to_touch_the_log(desk, sql):
    desk.ask(purpose="kroscek")
    with pytest.raises(IntegrityError, match=r"^Jejak baca tidak dapat diubah atau dihapus\."):
        change(sql)


def test_without_the_guard_the_row_would_be_gone(desk):
    change("ALTER TABLE audit_readlog DISABLE TRIGGER append_only")
    desk.ask(purpose="kroscek")
    change("DELETE FROM audit_readlog")
    assert ReadLog.objects.count() == 0
