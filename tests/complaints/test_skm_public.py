"""/skm/ as a citizen uses it: without login, script or name, and as somebody who means harm does."""

import re
import uuid
from datetime import date

import pytest
from django.utils import timezone

from complaints.models import PublicUse, Survey, SurveyResponse, SurveyService
from complaints.services import humanity
from complaints.services import skm as services
from complaints.services.skm import Sheet

ABOUT = {"age": "sd44", "sex": "P", "schooling": "smp", "work": "tani"}
ANSWERS = {f"u{number}": str(number % 4 + 1) for number in range(1, 10)}
LOKET = "/skm/?layanan=loket"


@pytest.fixture
def survey(petugas) -> Survey:
    today = timezone.localdate()
    return services.open_period(
        SurveyService.objects.get(slug="loket"),
        opens_on=date(today.year, 1, 1),
        closes_on=date(today.year, 12, 31),
        population=900,
        by=petugas,
    )


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def sheet(client, **changes) -> dict[str, str]:
    """What a browser would send of a filled page."""
    page = client.get(LOKET).content.decode()
    token = hidden(page, "token")
    given = {"key": hidden(page, "key"), "token": token, "human": humanity.answer_of(token)}
    return ANSWERS | ABOUT | given | {"suggestion": "Tambah kursi tunggu."} | changes


def test_without_a_survey_the_page_says_so(client, reference):
    response = client.get("/skm/")
    assert (response.status_code, "Belum ada survei yang berjalan" in response.content.decode()) == (200, True)


def test_the_services_that_are_surveyed_today_can_be_chosen(client, survey):
    assert f'href="{LOKET}"' in client.get("/skm/").content.decode()


def test_a_poster_of_an_ended_survey_leads_to_the_others(client, survey):
    response = client.get("/skm/?layanan=pendampingan-pkh")
    page = response.content.decode()
    assert response.status_code == 404
    assert ("Survei pada tautan Anda tidak sedang berjalan" in page, f'href="{LOKET}"' in page) == (True, True)


def test_one_page_asks_nine_questions_of_four_answers_in_words(client, survey):
    page = client.get(LOKET).content.decode()
    assert [len(re.findall(rf'type="radio" name="u{number}"', page)) for number in range(1, 10)] == [4] * 9
    assert "checked" not in page
    assert page.count("<legend") == 9


def test_an_answer_is_kept_without_anything_of_who_gave_it(client, survey):
    response = client.post(LOKET, sheet(client), REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Ponsel")
    assert (response.status_code, response["Location"]) == (302, "/skm/terima-kasih/")
    kept = SurveyResponse.objects.get()
    assert [getattr(kept, f"u{number}") for number in range(1, 10)] == [2, 3, 4, 1, 2, 3, 4, 1, 2]
    assert (kept.age, kept.sex, kept.schooling, kept.work) == ("sd44", "P", "smp", "tani")
    assert (kept.on, kept.suggestion, kept.batch) == (timezone.localdate(), "Tambah kursi tunggu.", None)
    assert "203.0.113.9" not in str(list(PublicUse.objects.values()))
    assert "sessionid" not in client.cookies
    assert "Terima kasih" in client.get("/skm/terima-kasih/").content.decode()


def test_sent_twice_it_is_one_answer(client, survey):
    filled = sheet(client)
    assert [client.post(LOKET, filled).status_code for _ in range(3)] == [302] * 3
    assert SurveyResponse.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_chosen_stays(client, survey):
    filled = sheet(client)
    del filled["u4"], filled["age"]
    response = client.post(LOKET, filled)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih satu jawaban untuk pertanyaan 4." in page
    assert page.count("checked") == 8
    assert "Tambah kursi tunggu." in page
    assert not SurveyResponse.objects.exists()


def test_who_answers_the_last_question_wrong_is_asked_anew(client, survey):
    filled = sheet(client, human="entahlah")
    response = client.post(LOKET, filled)
    page = response.content.decode()
    assert (response.status_code, "Jawaban tidak cocok. Jawab pertanyaan yang baru." in page) == (422, True)
    token = hidden(page, "token")
    assert token != filled["token"]
    again = filled | {"token": token, "human": humanity.answer_of(token)}
    assert client.post(LOKET, again).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"u1": "0"},
        {"u1": "5"},
        {"u1": "4; DROP TABLE"},
        {"u9": "\x00"},
        {"key": "bukan-kunci"},
        {"key": ""},
        {"token": "x" * 500},
        {"token": ""},
        {"age": "<script>"},
        {"work": "raja"},
        {"suggestion": "a" * 1001},
        {"human": "9" * 50},
    ],
)
def test_hostile_input_is_refused_in_words(client, survey, wrong):
    response = client.post(LOKET, sheet(client, **wrong))
    assert (response.status_code, SurveyResponse.objects.count()) == (422, 0)
    assert "Galat:" in response.content.decode()


def test_one_network_sends_only_so_many_in_an_hour(client, survey, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"survey": 2}
    assert [client.post(LOKET, sheet(client)).status_code for _ in range(3)] == [302, 302, 429]
    assert client.post(LOKET, sheet(client), REMOTE_ADDR="198.51.100.7").status_code == 302
    assert SurveyResponse.objects.count() == 3


def test_a_page_left_open_until_the_survey_was_closed_says_so(client, survey, petugas):
    filled = sheet(client)
    services.close(survey, by=petugas)
    response = client.post(LOKET, filled)
    assert (response.status_code, SurveyResponse.objects.count()) == (404, 0)
    assert "Survei pada tautan Anda tidak sedang berjalan" in response.content.decode()


def answered(survey, count: int, answers=(3,) * 9) -> None:
    for _ in range(count):
        services.answer(survey, Sheet(answers, timezone.localdate()), key=uuid.uuid4())


def test_the_result_is_public_from_ten_respondents_on(client, survey):
    answered(survey, 9)
    assert ("75,00" in client.get("/skm/hasil/").content.decode()) is False
    answered(survey, 1)
    page = client.get("/skm/hasil/").content.decode()
    assert page.count("<strong>75,00</strong>") == 2  # the service, and all services
    assert page.count('role="img"') == 2
    assert "Tambah kursi" not in page


@pytest.mark.parametrize("year", ["1999", "abc", "²", "9" * 40, "-1"])
def test_a_year_without_survey_is_not_found(client, survey, year):
    assert client.get("/skm/hasil/", {"tahun": year}).status_code == 404


@pytest.mark.parametrize("answers", [0, 40])
def test_pages_ask_a_fixed_number_of_questions_of_the_database(client, survey, answers, django_assert_num_queries):
    answered(survey, answers)
    client.get("/skm/")
    with django_assert_num_queries(3):  # office, survey, questions
        client.get(LOKET)
    with django_assert_num_queries(4):  # office, years, periods, sums
        client.get("/skm/hasil/")
