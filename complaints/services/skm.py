"""The survey's course: a period is opened with its questions, answered, and closed for good."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from complaints import skm
from complaints.enums_skm import SurveyDoor
from complaints.models import Survey, SurveyBatch, SurveyPlan, SurveyQuestion, SurveyResponse, SurveyService
from complaints.skm_words import UNSUR
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words

OVERLAP = "Layanan ini sudah mempunyai masa survei pada tanggal itu."
FIELDS = ("age", "sex", "schooling", "work", "suggestion")


@dataclass(frozen=True)
class Sheet:
    """One answer sheet: nine answers 1-4, and what the respondent says of himself (keys of FIELDS)."""

    answers: Sequence[int]
    on: date
    about: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def open_period(service: SurveyService, *, opens_on: date, closes_on: date, population: int, by: User) -> Survey:
    """A new period; its questions are those of the service's last period, else the standard ones."""
    _check(opens_on, closes_on)
    before = service.surveys.order_by("-opens_on").first()
    with guards_in_words(OVERLAP):
        made = Survey.objects.create(
            service=service, year=opens_on.year, opens_on=opens_on, closes_on=closes_on, population=population, by=by
        )
    SurveyQuestion.objects.bulk_create(_questions(made, before))
    return made


def _check(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise DomainError("Tanggal selesai tidak boleh sebelum tanggal mulai.")
    if closes_on.year != opens_on.year:
        raise DomainError("Masa survei tidak boleh melewati akhir tahun, karena SKM dihitung per tahun.")


def _questions(survey: Survey, before: Survey | None) -> Iterable[SurveyQuestion]:
    if before is not None:
        for question in before.questions.all():
            question.pk, question.survey = None, survey
            yield question
        return
    for element, unsur in enumerate(UNSUR, start=1):
        answers = {f"answer{number}": words for number, words in enumerate(unsur.answers, start=1)}
        yield SurveyQuestion(survey=survey, element=element, text=unsur.question, **answers)


@transaction.atomic
def change_period(survey: Survey, *, opens_on: date, closes_on: date, population: int, by: User) -> Survey:
    """Other dates or population; answers that are in stay inside (the database holds it)."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    _check(opens_on, closes_on)
    survey.opens_on, survey.closes_on, survey.year = opens_on, closes_on, opens_on.year
    survey.population = population
    with guards_in_words(OVERLAP):
        survey.save(update_fields=["opens_on", "closes_on", "year", "population"])
    return survey


@transaction.atomic
def word(survey: Survey, wording: Mapping[int, Mapping[str, str]], *, by: User) -> None:
    """Other words for the questions, {element: {text, answer1..answer4}}; refused once somebody has answered."""
    for question in survey.questions.select_for_update():
        new = wording[question.element]
        if any(getattr(question, name) != text for name, text in new.items()):
            for name, text in new.items():
                setattr(question, name, text)
            with guards_in_words():
                question.save()


@transaction.atomic
def close(survey: Survey, *, by: User) -> Survey:
    """No more answers, on paper neither; for good. A period of which days are still to come is not closed."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.closed_at:
        raise DomainError("Survei ini sudah ditutup.")
    if survey.opens_on > timezone.localdate():
        raise DomainError(f"Survei ini baru mulai {tanggal(survey.opens_on)}. Ubah tanggalnya bila tidak jadi.")
    survey.closed_at, survey.closed_by = timezone.now(), by
    survey.save(update_fields=["closed_at", "closed_by"])
    return survey


def answer(survey: Survey, sheet: Sheet, *, key: uuid.UUID) -> bool:
    """Keep what a citizen answered; False when this form has been sent already, which changes nothing."""
    if SurveyResponse.objects.filter(key=key).exists():
        return False
    with guards_in_words("Jawaban ini baru saja terkirim."):
        _response(survey, sheet, key=key).save(force_insert=True)
    return True


@transaction.atomic
def type_in(
    survey: Survey, sheets: Sequence[Sheet], *, door: str, key: uuid.UUID, by: User, sha256: str = "", refused: int = 0
) -> SurveyBatch:
    """Keep paper sheets or an imported file as one batch; the same form or file a second time is refused."""
    if not sheets:
        raise DomainError("Belum ada jawaban yang diisi.")
    if sha256 and survey.batches.filter(sha256=sha256).exists():
        raise DomainError("Berkas ini sudah pernah diimpor untuk survei ini.")
    with guards_in_words("Jawaban ini sudah tersimpan."):
        batch = SurveyBatch.objects.create(
            survey=survey, door=SurveyDoor(door), count=len(sheets), refused=refused, sha256=sha256, key=key, by=by
        )
        SurveyResponse.objects.bulk_create(
            [_response(survey, sheet, key=uuid.uuid4(), batch=batch) for sheet in sheets], batch_size=2_000
        )
    return batch


def _response(survey: Survey, sheet: Sheet, *, key: uuid.UUID, batch: SurveyBatch | None = None) -> SurveyResponse:
    answers = dict(zip(skm.CODES, sheet.answers, strict=True))
    about = {name: sheet.about.get(name, "") for name in FIELDS}
    return SurveyResponse(survey=survey, key=key, on=sheet.on, batch=batch, **answers, **about)


@transaction.atomic
def plan(
    service: SurveyService, year: int, element: int, *, action: str, owner: str, due: date, by: User
) -> SurveyPlan:
    """Write what the office does about an unsur, or write it anew."""
    if due.year < year:
        raise DomainError("Tindak lanjut tidak mungkin selesai sebelum tahun survei.")
    given = {"action": action.strip(), "owner": owner.strip(), "due": due, "by": by, "at": timezone.now()}
    return SurveyPlan.objects.update_or_create(service=service, year=year, element=element, defaults=given)[0]
