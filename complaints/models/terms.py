"""How long the office gives itself for complaints: dated data of the office (issue of the seeds' standards; LAPOR!)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from complaints.enums import Gravity


class ComplaintTermsQuerySet(models.QuerySet["ComplaintTerms"]):
    def on(self, day: date) -> "ComplaintTerms":
        """The terms in force on a day; before the first ones, the defaults of LAPOR! and local services."""
        return self.filter(since__lte=day).order_by("-since", "-pk").first() or ComplaintTerms(since=day)


class ComplaintTerms(models.Model):
    """Days of each clock, all in hari kerja, in force from a day until the next row's. Never changed (trigger)."""

    since = models.DateField("berlaku sejak", unique=True)
    verify = models.PositiveSmallIntegerField("verifikasi", default=3)
    follow_up = models.PositiveSmallIntegerField("tindak lanjut", default=5)
    light = models.PositiveSmallIntegerField("penyelesaian ringan", default=2)
    normative = models.PositiveSmallIntegerField("penyelesaian normatif", default=5)
    unweighted = models.PositiveSmallIntegerField("penyelesaian tidak berkadar pengawasan", default=14)
    weighted = models.PositiveSmallIntegerField("penyelesaian berkadar pengawasan", default=60)
    silence = models.PositiveSmallIntegerField("selesai otomatis sesudah tanpa tanggapan", default=10)
    clarification = models.PositiveSmallIntegerField("tindak lanjut BA klarifikasi", default=14)
    basis = models.CharField("dasar", max_length=300, blank=True, help_text="Misalnya nomor keputusan atau maklumat.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ComplaintTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verify__range=(1, 250),
                    follow_up__range=(1, 250),
                    light__range=(1, 250),
                    normative__range=(1, 250),
                    unweighted__range=(1, 250),
                    weighted__range=(1, 250),
                    silence__range=(1, 250),
                    clarification__range=(1, 250),
                ),
                name="complaint_terms_are_days",
            )
        ]

    def __str__(self) -> str:
        return f"sejak {self.since}"

    def limit(self, gravity: str) -> int:
        """Hari kerja to finish a complaint of this gravity."""
        return {
            Gravity.LIGHT: self.light,
            Gravity.NORMATIVE: self.normative,
            Gravity.UNWEIGHTED: self.unweighted,
            Gravity.WEIGHTED: self.weighted,
        }[Gravity(gravity)]
