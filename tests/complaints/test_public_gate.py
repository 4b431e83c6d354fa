"""S8: limits of the public forms hold by origin, also for those who come at one moment, and nobody is followed."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import RequestFactory
from lxml import html

from complaints.enums import Gate
from complaints.models import Complaint, ComplaintDraft, PublicUse, SpentQuestion
from complaints.services import brake, gate, humanity
from complaints.tasks import sweep_public
from pkh_sembako.lib.clients import client_address
from tests.complaints.citizen import ANSWERS, Citizen, photo, text
from tests.sop.test_race import at_once

HERE, THERE = "203.0.113.7", "198.51.100.9"
MONDAY = "2026-11-23 09:00+07:00"


@pytest.fixture(autouse=True)
def unhurried(settings) -> None:
    settings.PUBLIC_SECONDS = 0


def entered(name: Gate, address: str | None = HERE) -> str:
    try:
        gate.enter(name, address)
    except gate.TooMany:
        return "refused"
    return "entered"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "most"), [("file", 5), ("draft", 30), ("upload", 20), ("track", 20)])
def test_so_many_an_hour_by_origin_then_again_after_the_hour(name, most, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    assert Counter(entered(Gate(name)) for _ in range(most + 3)) == {"entered": most, "refused": 3}
    assert entered(Gate(name), THERE) == "entered"
    time_machine.shift(3601)
    assert entered(Gate(name)) == "entered"


@pytest.mark.django_db
def test_midnight_opens_nothing(time_machine, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"file": 1}
    time_machine.move_to("2026-11-23 23:50+07:00", tick=False)
    assert entered(Gate.FILE) == "entered"
    time_machine.move_to("2026-11-24 00:20+07:00", tick=False)
    assert entered(Gate.FILE) == "refused"
    time_machine.move_to("2026-11-24 00:51+07:00", tick=False)
    assert entered(Gate.FILE) == "entered"


@pytest.mark.django_db(transaction=True)
def test_those_who_come_at_one_moment_are_counted_one_by_one():
    answers = at_once(*[lambda: entered(Gate.FILE)] * 8)
    assert Counter(answers) == {"entered": 5, "refused": 3}
    assert PublicUse.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_are_one_complaint(cast):
    citizen = Citizen()
    citizen.answer()
    sheet, cookie = citizen.question(), citizen.client.cookies["laporan"].value

    def click() -> tuple[int, str]:
        twin = Citizen()
        twin.client.cookies["laporan"] = cookie
        response = twin.post("periksa/", **sheet)
        return response.status_code, response.get("Location", "")

    assert set(at_once(*[click] * 4)) == {(302, "/pengaduan/terkirim/")}
    assert Complaint.objects.count() == 1


@pytest.mark.django_db
def test_no_address_is_kept_and_a_day_changes_the_name(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    entered(Gate.FILE)
    time_machine.shift(86_400)
    entered(Gate.FILE)
    assert HERE not in repr(list(PublicUse.objects.values()))
    assert PublicUse.objects.values("origin").distinct().count() == 2


@pytest.mark.django_db
def test_an_ipv6_house_is_one_origin(settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"file": 1}
    assert entered(Gate.FILE, "2001:db8:1:2::1") == "entered"
    assert entered(Gate.FILE, "2001:db8:1:2:ffff::9") == "refused"
    assert entered(Gate.FILE, "2001:db8:1:3::1") == "entered"
    assert entered(Gate.FILE, "::ffff:203.0.113.7") == "entered"
    assert entered(Gate.FILE, "203.0.113.7") == "refused"
    assert entered(Gate.FILE, None) == "entered"


@pytest.mark.django_db
def test_the_sixth_complaint_waits_with_everything_that_was_typed(cast, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    for _ in range(5):
        Citizen().file()
    citizen = Citizen()
    citizen.answer()
    response = citizen.send()
    assert (response.status_code, response["Retry-After"]) == (429, "3601")
    notice = html.fromstring(text(response)).xpath('//*[contains(@class, "notis")]//p')
    assert any(
        "Coba lagi pukul 10.01 WIB. Yang sudah Anda tulis tidak hilang." in each.text_content() for each in notice
    )
    assert Complaint.objects.count() == 5
    time_machine.shift(3601)
    assert citizen.send().status_code == 302


@pytest.mark.django_db
def test_a_refused_first_page_keeps_what_was_chosen(cast, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"draft": 0}
    response = Citizen().post("uraian/", **ANSWERS["uraian"])
    assert response.status_code == 429
    assert html.fromstring(text(response)).get_element_by_id("id_uraian").text.strip() == ANSWERS["uraian"]["uraian"]
    assert ComplaintDraft.objects.count() == 0


@pytest.mark.django_db
def test_guessing_at_the_question_is_limited(cast, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"answer": 3}
    citizen = Citizen()
    citizen.answer()
    assert [citizen.send(jawaban="?").status_code for _ in range(5)] == [422, 422, 422, 429, 429]
    assert SpentQuestion.objects.count() == 3


@pytest.mark.django_db
def test_guessing_at_codes_is_limited(cast):
    ticket, code = Citizen(THERE).file()
    citizen = Citizen()
    assert {citizen.track(ticket, "AAAA-AAAA").status_code for _ in range(20)} == {422}
    response = citizen.track(ticket, code)
    assert response.status_code == 429
    assert html.fromstring(text(response)).get_element_by_id("id_nomor").get("value") == ticket


@pytest.mark.django_db
def test_the_office_keeps_so_much_a_day_and_complaints_go_on_without_files(cast, settings):
    settings.PUBLIC_UPLOAD_MB_A_DAY = 0
    citizen = Citizen()
    citizen.answer()
    response = citizen.post("lampiran/", berkas=photo())
    assert response.status_code == 422
    assert "Tempat untuk lampiran hari ini sudah penuh." in text(response)
    assert citizen.send().status_code == 302


@pytest.mark.django_db
def test_old_traces_are_swept(cast, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    Citizen().file()
    assert sweep_public() == {"drafts": 0, "uses": 0, "questions": 0}
    time_machine.shift(timedelta(hours=26).total_seconds())
    swept = sweep_public()
    assert (swept["drafts"], swept["questions"]) == (1, 1)
    assert PublicUse.objects.count() == 0
    assert sweep_public() == {"drafts": 0, "uses": 0, "questions": 0}


@pytest.mark.django_db
def test_a_flood_is_turned_away_before_it_is_read(cast, settings, monkeypatch, django_assert_num_queries):
    settings.PUBLIC_POSTS_A_MINUTE = 9  # a third of it at once
    monkeypatch.setattr("complaints.middleware.public_posts", brake.Brake())
    citizen = Citizen()
    assert [citizen.post("perihal/").status_code for _ in range(3)] == [422] * 3
    response = citizen.post("perihal/", perihal="kks_hilang")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Terlalu banyak kiriman" in text(response)
    assert "default-src 'self'" in response["Content-Security-Policy"]
    with django_assert_num_queries(0):
        assert citizen.post("lacak/", nomor="x", kode="y").status_code == 429
    assert citizen.get("perihal/").status_code == 200
    assert Citizen(THERE).post("perihal/").status_code == 422


def test_the_brake_gives_way_at_the_pace_of_a_minute(settings):
    settings.PUBLIC_POSTS_A_MINUTE = 60
    now = [0.0]
    held = brake.Brake(clock=lambda: now[0])
    assert [held.holds(HERE) for _ in range(22)] == [False] * 20 + [True] * 2
    now[0] = 3.0
    assert [held.holds(HERE) for _ in range(5)] == [False] * 3 + [True] * 2
    assert not held.holds(THERE)


@pytest.mark.django_db
def test_a_body_that_is_no_form_is_not_read(cast):
    post = Citizen().client.post
    assert post("/pengaduan/lampiran/", {}, CONTENT_LENGTH=str(26 * 1024 * 1024)).status_code == 413
    assert post("/pengaduan/lampiran/", {}, CONTENT_LENGTH="-1").status_code == 413


@pytest.mark.parametrize(
    ("proxies", "said", "counts"),
    [
        (0, "198.51.100.9", "203.0.113.7"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.9.9.9, 198.51.100.9", "198.51.100.9"),
        (2, "10.9.9.9, 198.51.100.9, 192.0.2.1", "198.51.100.9"),
        (2, "198.51.100.9", "203.0.113.7"),
        (1, "", "203.0.113.7"),
        (1, "unknown", "203.0.113.7"),
        (1, "' OR 1=1 --", "203.0.113.7"),
    ],
)
def test_behind_a_proxy_the_address_is_what_the_proxy_wrote(settings, proxies, said, counts):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=said)
    assert client_address(request) == counts


def test_every_question_has_an_answer_that_is_not_in_its_token():
    asked = [humanity.ask() for _ in range(300)]
    assert len({question.words for question in asked}) > 100
    for question in asked:
        answer = humanity.answer_of(question.token)
        assert answer
        assert question.words.endswith("?")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["  {} ", "{}.", "“{}”"])
def test_an_answer_may_be_written_as_people_write(typed):
    question = humanity.ask()
    assert humanity.spend(question.token, typed.format(humanity.answer_of(question.token).upper())) == ""


def test_every_gate_has_a_limit(settings):
    assert settings.PUBLIC_LIMITS.keys() == set(Gate.values)
