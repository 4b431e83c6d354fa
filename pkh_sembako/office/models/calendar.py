"""The office's working calendar: days off and hours."""

from datetime import time

from django.db import models
from simple_history.models import HistoricalRecords

from pkh_sembako.lib.worktime import HoursRule


class DayOffKind(models.TextChoices):
    NATIONAL = "national", "Libur nasional"
    JOINT = "joint", "Cuti bersama"
    OFFICE = "office", "Libur kantor"


class DayOff(models.Model):
    """One day on which the office does not work, beside Saturday and Sunday."""

    day = models.DateField("tanggal", primary_key=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=10, choices=DayOffKind, default=DayOffKind.OFFICE)

    history = HistoricalRecords()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkingHours(models.Model):
    """Working hours in a period; of several rules that cover a day the one with the latest start wins."""

    name = models.CharField("nama", max_length=80)
    starts = models.DateField("mulai", null=True, blank=True, help_text="Kosong = sejak dahulu")
    ends = models.DateField("sampai", null=True, blank=True, help_text="Kosong = seterusnya")
    week = models.JSONField("jam kerja", help_text='tujuh hari, Senin dahulu: [[["07:30","12:00"],...],...]')
    estimate = models.BooleanField("perkiraan", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = [models.F("starts").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(starts__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="hours_period",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def rule(self) -> HoursRule:
        """The same hours as the clock understands them; ValueError (an Indonesian sentence) for impossible ones."""
        week = [tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day) for day in self.week]
        return HoursRule(self.starts, self.ends, tuple(week))  # type: ignore[arg-type]  # its own check counts the days
