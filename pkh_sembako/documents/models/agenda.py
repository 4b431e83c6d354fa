"""Buku agenda surat masuk: every letter and message that came to the office, numbered by year."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.documents.models.papers import StoredFile

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class LetterChannel(models.TextChoices):
    PAPER = "paper", "Surat fisik"
    MAIL = "mail", "Surel"
    MESSAGE = "message", "Pesan WhatsApp"
    SRIKANDI = "srikandi", "SRIKANDI"
    SIKS = "siks", "Pengumuman SIKS-NG"


class IncomingLetterQuerySet(models.QuerySet["IncomingLetter"]):
    def visible_to(self, user: "User") -> "IncomingLetterQuerySet":
        """Sender, number and subject are for everybody who may open the documents' pages."""
        return self.all() if user.is_authenticated else self.none()

    def readable_by(self, user: "User") -> "IncomingLetterQuerySet":
        """A scan may name families, so only whoever works for the whole kabupaten reads it."""
        return self.all() if user.sees_kabupaten else self.none()


class IncomingLetter(models.Model):
    """A surat masuk. Its own number never changes and it is never deleted (trigger); corrections keep their history."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="the office's own running number of the year")
    received_on = models.DateField()
    sender = models.CharField(max_length=160)
    letter_number = models.CharField(max_length=80, blank=True, help_text="as the sender wrote it")
    letter_date = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=300)
    channel = models.CharField(max_length=10, choices=LetterChannel, default=LetterChannel.PAPER)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    disposition = models.CharField(max_length=1000, blank=True, help_text="who is to do what")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = IncomingLetterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="agenda_number_once")]

    def __str__(self) -> str:
        return f"Agenda {self.agenda_number}: {self.sender}, {self.letter_number or self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("letter", args=[self.pk])

    @property
    def agenda_number(self) -> str:
        """Like "12/2026"."""
        return f"{self.number}/{self.year}"
