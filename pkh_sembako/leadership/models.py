"""The yearly evaluation of staff: one round of it, and what each rater says of whom (Sragen's standard, row 14)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.leadership.enums import Relation


def _score(name: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(name)


class StaffReview(models.Model):
    """The evaluation of one year, with the targets that the extract for e-SAKIP is measured against (per cent)."""

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    closes_on = models.DateField("diisi paling lambat")
    target_on_time = models.PositiveSmallIntegerField("target tepat waktu (%)", default=95)
    target_checked = models.PositiveSmallIntegerField("target keluarga dikroscek (%)", default=100)
    target_complaints = models.PositiveSmallIntegerField("target pengaduan selesai dalam batas (%)", default=90)
    target_satisfaction = models.PositiveSmallIntegerField("target SKM", default=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    target_on_time__lte=100,
                    target_checked__lte=100,
                    target_complaints__lte=100,
                    target_satisfaction__lte=100,
                ),
                name="review_targets_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ Q(closed_by__isnull=False), name="review_closed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluasi pelaksana {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("staff_review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class StaffRating(models.Model):
    """What one person says of another (or of oneself). May be changed until the review is closed (trigger)."""

    review = models.ForeignKey(StaffReview, models.PROTECT, related_name="ratings")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ratings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    relation = models.CharField("hubungan", max_length=12, choices=Relation)
    service = _score("orientasi pelayanan")
    punctual = _score("ketepatan waktu")
    careful = _score("ketelitian data")
    together = _score("kerja sama")
    honest = _score("integritas")
    note = models.CharField("catatan", max_length=600, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["review", "about", "relation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "about", "by"], name="rated_once"),
            models.CheckConstraint(
                condition=Q(relation=Relation.SELF, about=F("by")) | (~Q(relation=Relation.SELF) & ~Q(about=F("by"))),
                name="only_oneself_rates_oneself",
            ),
            models.CheckConstraint(
                condition=Q(
                    service__range=(1, 5),
                    punctual__range=(1, 5),
                    careful__range=(1, 5),
                    together__range=(1, 5),
                    honest__range=(1, 5),
                ),
                name="ratings_from_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.about}"
