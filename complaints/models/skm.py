"""Survei Kepuasan Masyarakat: services, periods with their questions, anonymous answers, plans, yearly reports."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from complaints import skm
from complaints.enums_skm import AgeBand, RespondentSex, Schooling, SurveyDoor, Work
from complaints.skm_words import UNSUR
from pkh_sembako.documents.models import Document, DocumentState

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

ELEMENTS = range(1, len(skm.CODES) + 1)


class SurveyService(models.Model):
    """A service of the office that people are asked about; `slug` stands in the poster's address."""

    slug = models.SlugField("kode pada alamat", max_length=30, unique=True)
    name = models.CharField("nama layanan", max_length=80, unique=True)
    is_active = models.BooleanField("masih disurvei", default=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SurveyQuerySet(models.QuerySet["Survey"]):
    def running(self, on: date) -> "SurveyQuerySet":
        """Periods in which a citizen may answer on that day."""
        return self.filter(opens_on__lte=on, closes_on__gte=on, closed_at__isnull=True, service__is_active=True)

    def visible_to(self, user: "User") -> "SurveyQuerySet":
        """Nobody is named in a survey: whoever may open its pages sees every period."""
        return self.all() if user.is_authenticated else self.none()


class Survey(models.Model):
    """One period of one service. Periods of a service never overlap (exclusion constraint of the migration).

    Citizens answer from `opens_on` to `closes_on`; paper of those days may be typed until the period is closed.
    """

    service = models.ForeignKey(SurveyService, models.PROTECT, related_name="surveys", verbose_name="layanan")
    year = models.PositiveSmallIntegerField("tahun")
    opens_on = models.DateField("mulai")
    closes_on = models.DateField("sampai")
    population = models.PositiveIntegerField("penerima layanan setahun", help_text="N of the sample size")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "service"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_period"),
            models.CheckConstraint(
                condition=Q(opens_on__year=F("year"), closes_on__year=F("year")), name="survey_lies_in_its_year"
            ),
            models.CheckConstraint(condition=Q(population__gte=1), name="survey_has_a_population"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="survey_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"SKM {self.service.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("survey", args=[self.pk])

    @property
    def sample(self) -> int:
        """Respondents needed, by Krejcie and Morgan."""
        return skm.sample_size(self.population)

    def state(self, on: date) -> tuple[str, str]:
        """(words, tone)."""
        if self.closed_at:
            return "Ditutup", "netral"
        if on < self.opens_on:
            return "Belum mulai", "netral"
        return ("Berjalan", "proses") if on <= self.closes_on else ("Lewat, belum ditutup", "peringatan")


class SurveyQuestion(models.Model):
    """The wording of one unsur in one period; it stays once somebody has answered (trigger)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    element = models.PositiveSmallIntegerField()
    text = models.CharField("pertanyaan", max_length=200)
    answer1 = models.CharField("jawaban 1", max_length=60)
    answer2 = models.CharField("jawaban 2", max_length=60)
    answer3 = models.CharField("jawaban 3", max_length=60)
    answer4 = models.CharField("jawaban 4", max_length=60)

    class Meta:
        ordering = ["element"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "element"], name="survey_question_once"),
            models.CheckConstraint(condition=Q(element__range=(1, 9)), name="survey_question_of_an_unsur"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def code(self) -> str:
        return f"u{self.element}"

    @property
    def title(self) -> str:
        return UNSUR[self.element - 1].title

    @property
    def answers(self) -> tuple[str, str, str, str]:
        """From 1 to 4."""
        return self.answer1, self.answer2, self.answer3, self.answer4


class SurveyBatch(models.Model):
    """Answers that an officer typed from paper or imported: who did it, never who answered."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="batches")
    door = models.CharField(max_length=6, choices=SurveyDoor)
    count = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of an imported file: the same file is taken once")
    key = models.UUIDField(unique=True, help_text="of the form sent: sending it twice is once")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "sha256"], condition=~Q(sha256=""), name="survey_file_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_door_display()} {self.count}"


def _answer() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField()


class SurveyResponse(models.Model):
    """One anonymous answer sheet: no name, no address, no session, a day and no hour. Never changed (trigger)."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    key = models.UUIDField(unique=True, help_text="drawn with the form: sending it twice is once")
    u1 = _answer()
    u2 = _answer()
    u3 = _answer()
    u4 = _answer()
    u5 = _answer()
    u6 = _answer()
    u7 = _answer()
    u8 = _answer()
    u9 = _answer()
    age = models.CharField("umur", max_length=6, choices=AgeBand, blank=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=RespondentSex, blank=True)
    schooling = models.CharField("pendidikan", max_length=8, choices=Schooling, blank=True)
    work = models.CharField("pekerjaan", max_length=8, choices=Work, blank=True)
    suggestion = models.TextField("saran", max_length=1000, blank=True)
    on = models.DateField("tanggal")
    batch = models.ForeignKey(SurveyBatch, models.PROTECT, null=True, related_name="responses")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{code}__range": (1, 4) for code in skm.CODES}), name="survey_answers_are_1_to_4"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class SurveyPlan(models.Model):
    """Rencana tindak lanjut of one unsur of one service in one year."""

    service = models.ForeignKey(SurveyService, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    element = models.PositiveSmallIntegerField()
    action = models.TextField("rencana tindak lanjut", max_length=1000)
    owner = models.CharField("penanggung jawab", max_length=120)
    due = models.DateField("selesai paling lambat")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["service", "element"]
        constraints = [
            models.UniqueConstraint(fields=["service", "year", "element"], name="survey_plan_once"),
            models.CheckConstraint(condition=Q(element__range=(1, 9)), name="survey_plan_of_an_unsur"),
        ]

    def __str__(self) -> str:
        return self.action

    @property
    def title(self) -> str:
        return UNSUR[self.element - 1].title


class SurveyReport(models.Model):
    """The yearly report as issued. `figures` is everything it prints; a later version names the earlier one."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField(help_text="services.skm_report.figures")
    document = models.OneToOneField(Document, models.PROTECT, related_name="survey_report")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="survey_report_version")]

    def __str__(self) -> str:
        later = f" versi {self.version}" if self.version > 1 else ""
        return f"Laporan SKM {self.year}{later}"

    @property
    def is_final(self) -> bool:
        return self.document.state == DocumentState.FINAL
