"""The calendar of deadlines: a month page of one's scope, a file, and a feed by a personal address."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pkh_sembako.deadlines.models import CalendarFeed
from pkh_sembako.deadlines.services import feeds, outer
from tests.deadlines.conftest import at

PARANG, PLAOSAN = "35.20.02", "35.20.07"


@pytest.fixture(autouse=True)
def now(cast):
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        yield


def titles(page) -> list[tuple[str, str, str]]:
    return [(row.kind, row.title, row.where) for rows in page.context["days"].values() for row in rows]


def test_the_month_shows_what_is_due_and_kemensoss_limits_by_day(login, work, operator):
    deadline = work("2026-11-23 09:00", "hari_kerja", 3)
    outer.set_limits({deadline.subject: at("2026-11-25 12:00")}, by=operator)
    page = login(operator).get("/tenggat/?bulan=2026-11")
    assert [(day.day, row.kind) for day, rows in page.context["days"].items() for row in rows] == [
        (25, "Batas Kemensos"),
        (26, "Tenggat"),
    ]
    assert titles(login(operator).get("/tenggat/?bulan=2026-12")) == []


@pytest.mark.parametrize("text", ["", "2026-13", "x", "0001-01", "99999-01", "2040-12", "2020-01"])
def test_any_month_that_is_asked_for_answers(login, operator, text):
    assert login(operator).get(f"/tenggat/?bulan={text}").status_code == 200


def test_kecamatan_of_one_step_stand_together_and_the_step_itself_is_left_out(
    login, fanned_out, share, operator, korcam_parang, bank
):
    for code in (PARANG, PLAOSAN):
        share(code, fanned_out, start="2026-11-23 09:00")
    october = "/tenggat/?bulan=2026-11"
    assert titles(login(operator).get(october)) == [("Tenggat", "9. Kroscek", "2 kecamatan")]
    assert titles(login(korcam_parang).get(october)) == [("Tenggat", "9. Kroscek", "Kec. Parang")]
    assert titles(login(bank).get(october)) == []


def test_the_page_costs_the_same_for_two_and_for_thirty(login, work, operator):
    client = login(operator)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/tenggat/")
        return len(queries)

    work("2026-11-23 09:00", "hari_kerja", 3)
    client.get("/tenggat/")
    few = cost()
    for _ in range(30):
        work("2026-11-23 09:00", "hari_kerja", 3)
    assert cost() == few


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_file_is_a_calendar_with_folded_lines(login, work, operator):
    work("2026-11-23 09:00", "hari_kerja", 3, title="12. Rapat, koordinasi; dan " + "pemutakhiran " * 9)
    answer = login(operator).get("/tenggat/unduh.ics")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    lines = unfolded(text)
    assert (lines[0], lines[-2], lines.count("BEGIN:VEVENT")) == ("BEGIN:VCALENDAR", "END:VCALENDAR", 1)
    assert "DTSTART:20261126T090000Z" in lines
    assert [line for line in lines if line.startswith("SUMMARY:Tenggat: 12. Rapat\\, koordinasi\\; dan")] != []


def test_the_personal_address_needs_no_login_and_ends_when_renewed(login, share, korcam_parang):
    share(PARANG, start="2026-11-23 09:00")
    share(PLAOSAN, start="2026-11-23 09:00")
    client = login(korcam_parang)
    client.post("/tenggat/tautan/")
    first = client.get("/tenggat/").context["feed_url"].removeprefix("http://testserver")
    body = Client().get(first).content.decode()
    assert (body.count("BEGIN:VEVENT"), "Kec. Parang" in body) == (1, True)
    client.post("/tenggat/tautan/")
    second = client.get("/tenggat/").context["feed_url"].removeprefix("http://testserver")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


@pytest.mark.parametrize("token", ["x", "1.1~x", "~", "1.1", "%00"])
def test_a_forged_address_opens_nothing(db, token):
    assert Client().get(f"/tenggat/umpan/{token}.ics").status_code == 404


def test_who_may_not_log_in_has_no_feed(korcam_parang):
    token = feeds.token(feeds.renew(by=korcam_parang))
    korcam_parang.is_active = False
    korcam_parang.save()
    assert (feeds.owner(token), CalendarFeed.objects.count()) == (None, 1)
