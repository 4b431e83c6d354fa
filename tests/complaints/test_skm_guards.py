"""What the database refuses of the survey, and that it is the guard that refuses it."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.models import Survey, SurveyResponse, SurveyService
from complaints.services import skm as services
from complaints.services.skm import Sheet
from pkh_sembako.lib.errors import DomainError

GOOD = (4, 3, 2, 4, 3, 4, 4, 3, 3)
DAY = date(2026, 11, 10)


@pytest.fixture
def service(db) -> SurveyService:
    return SurveyService.objects.get(slug="loket")


@pytest.fixture
def survey(service, petugas) -> Survey:
    return services.open_period(
        service, opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30), population=500, by=petugas
    )


def row(survey, **changes) -> dict:
    given = dict(zip((f"u{number}" for number in range(1, 10)), GOOD, strict=True))
    return given | {"survey": survey, "key": uuid.uuid4(), "on": DAY} | changes


def drop(guard: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come is not altered
        cursor.execute(guard)


def refusal(act) -> str:
    with pytest.raises((IntegrityError, DomainError)) as refused, transaction.atomic():
        act()
    return str(refused.value).splitlines()[0]


def test_a_new_period_has_the_nine_standard_questions(survey):
    asked = list(survey.questions.all())
    assert [question.element for question in asked] == list(range(1, 10))
    assert asked[3].answers == ("Ya, mahal", "Ya, cukup besar", "Ya, sedikit", "Tidak, gratis")
    assert (survey.year, survey.sample) == (2026, 217)


def test_the_next_period_asks_as_the_one_before(survey, service, petugas):
    question = survey.questions.get(element=1)
    given = {number: {"text": asked.text} for number, asked in enumerate(survey.questions.all(), start=1)}
    services.word(survey, given | {1: {"text": "Apakah syaratnya jelas?"}}, by=petugas)
    later = services.open_period(
        service, opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 1), population=9, by=petugas
    )
    assert later.questions.get(element=1).text == "Apakah syaratnya jelas?" != question.text


def test_periods_of_one_service_do_not_overlap(survey, service, petugas):
    def once_more(opens_on=date(2026, 11, 30), of=service):
        dates = {"opens_on": opens_on, "closes_on": date(2026, 12, 24)}
        return services.open_period(of, **dates, population=9, by=petugas)

    assert refusal(once_more) == "Layanan ini sudah mempunyai masa survei pada tanggal itu."
    assert once_more(of=SurveyService.objects.get(slug="pengaduan")).pk
    assert once_more(opens_on=date(2026, 12, 1)).pk
    drop("ALTER TABLE complaints_survey DROP CONSTRAINT survey_periods_do_not_overlap")
    assert once_more().pk


@pytest.mark.parametrize("code", [f"u{number}" for number in range(1, 10)])
def test_an_answer_is_one_to_four(survey, code):
    for wrong in (0, 5):
        assert "survey_answers_are_1_to_4" in refusal(
            lambda w=wrong: SurveyResponse.objects.create(**row(survey, **{code: w}))
        )


def test_a_closed_survey_takes_no_answer_and_an_answer_lies_in_its_period(survey, petugas):
    def answer(on=DAY):
        return SurveyResponse.objects.create(**row(survey, on=on))

    assert refusal(lambda: answer(date(2026, 10, 31))) == "Tanggal jawaban di luar masa survei."
    assert refusal(lambda: answer(date(2026, 12, 1))) == "Tanggal jawaban di luar masa survei."
    assert answer(date(2026, 11, 30)).pk
    Survey.objects.filter(pk=survey.pk).update(closed_at="2026-11-20T00:00Z", closed_by=petugas)
    assert refusal(answer) == "Survei ini sudah ditutup; jawaban tidak dapat ditambahkan."
    drop("DROP TRIGGER in_time ON complaints_surveyresponse")
    assert answer().pk


def test_answers_are_never_changed_or_deleted(survey):
    kept = SurveyResponse.objects.create(**row(survey))
    same = SurveyResponse.objects.filter(pk=kept.pk)
    sentence = "Jawaban dan laporan survei tidak dapat diubah atau dihapus (complaints_surveyresponse)."
    assert refusal(lambda: same.update(u1=1)) == sentence
    assert refusal(same.delete) == sentence
    drop("DROP TRIGGER immutable ON complaints_surveyresponse")
    assert (same.update(u1=1), same.delete()[0]) == (1, 1)


def test_the_questions_stay_once_somebody_has_answered(survey):
    mine = survey.questions.filter(element=1)
    assert mine.update(text="Lain?") == 1
    SurveyResponse.objects.create(**row(survey))
    assert refusal(lambda: mine.update(text="Lagi?")) == "Survei ini sudah dijawab; pertanyaannya tidak dapat diubah."
    drop("DROP TRIGGER unanswered ON complaints_surveyquestion")
    assert mine.update(text="Lagi?") == 1


def test_a_period_keeps_its_answers_inside_and_a_closed_one_stays(survey, petugas):
    SurveyResponse.objects.create(**row(survey))

    def move(opens_on, closes_on):
        return services.change_period(survey, opens_on=opens_on, closes_on=closes_on, population=7, by=petugas)

    sentence = "Masa survei harus tetap memuat semua jawaban yang sudah masuk."
    assert refusal(lambda: move(date(2026, 11, 11), date(2026, 11, 30))) == sentence
    assert move(DAY, DAY).population == 7
    Survey.objects.filter(pk=survey.pk).update(closed_at="2026-11-20T00:00Z", closed_by=petugas)
    assert refusal(lambda: move(DAY, DAY)) == "Survei ini sudah ditutup dan tidak dapat diubah."
    drop("DROP TRIGGER guard ON complaints_survey")
    assert move(date(2026, 11, 11), date(2026, 11, 30)).pk


def test_the_same_form_is_one_answer(survey):
    key = uuid.uuid4()
    assert services.answer(survey, Sheet(GOOD, DAY), key=key)
    assert not services.answer(survey, Sheet(GOOD[::-1], DAY), key=key)
    assert [found.u3 for found in survey.responses.all()] == [2]


def test_nothing_of_a_person_is_kept_with_an_answer():
    names = {field.name for field in SurveyResponse._meta.get_fields()}
    asked = {"age", "sex", "schooling", "work", "suggestion"}
    assert names - asked - {f"u{number}" for number in range(1, 10)} == {"id", "survey", "key", "on", "batch"}
    assert SurveyResponse._meta.get_field("on").get_internal_type() == "DateField"
