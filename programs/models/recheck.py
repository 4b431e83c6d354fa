"""Uji petik: a drawn sample of what one person checked, and what the second visit found."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pkh_sembako.office.models import Kecamatan
from programs.enums import Basis, ExitReason, Outcome, RecheckVerdict
from programs.models.rounds import Round, RoundEntry

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class RecheckItemQuerySet(models.QuerySet["RecheckItem"]):
    def visible_to(self, user: "User") -> "RecheckItemQuerySet":
        """The whole kabupaten's or the own kecamatan's: who was checked does not see what is checked again."""
        if user.sees_kabupaten:
            return self.all()
        return self.filter(sample__kecamatan__in=user.kecamatan_codes)


class RecheckSample(models.Model):
    """Drawn once for one checker of a kecamatan in a Round; whoever has the seed can draw it again (lib.sampling).

    It and its families never change (trigger), so nobody draws until the sample pleases.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="recheck_samples")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=32, help_text="hexadecimal, from the system's own randomness")
    population = models.PositiveIntegerField(help_text="families that the checker recorded when it was drawn")
    percent = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="families drawn")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["round", "kecamatan", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kecamatan", "checker"], name="sample_drawn_once"),
            models.CheckConstraint(condition=~Q(drawn_by=F("checker")), name="sample_not_drawn_by_checker"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("population")), name="sample_size"),
        ]

    def __str__(self) -> str:
        return f"Uji petik {self.round} Kec. {self.kecamatan}: {self.checker}"


class RecheckItem(models.Model):
    """A family of a sample."""

    sample = models.ForeignKey(RecheckSample, models.PROTECT, related_name="items")
    entry = models.ForeignKey(RoundEntry, models.PROTECT, related_name="recheck_items")
    order = models.PositiveSmallIntegerField()

    objects = RecheckItemQuerySet.as_manager()

    class Meta:
        ordering = ["sample", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "entry"], name="sampled_once"),
            models.UniqueConstraint(fields=["sample", "order"], name="sample_order"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.order}"


class RecheckResult(models.Model):
    """What a second visit found, beside the first result as it stood then. The newest counts; none is ever changed.

    By somebody who never recorded a result of that family (trigger).
    """

    item = models.ForeignKey(RecheckItem, models.PROTECT, related_name="results")
    verdict = models.CharField("hasil uji petik", max_length=8, choices=RecheckVerdict)
    outcome = models.CharField("yang ditemukan", max_length=16, choices=Outcome)
    note = models.CharField("keterangan", max_length=400, blank=True)
    checked_on = models.DateField("tanggal diperiksa")
    basis = models.CharField("dasar", max_length=12, choices=Basis)
    first_outcome = models.CharField(max_length=16, choices=Outcome, help_text="the first result, as it stood")
    first_exit_reason = models.CharField(max_length=16, choices=ExitReason, blank=True)
    first_note = models.CharField(max_length=400, blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_checked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(verdict="beda") | ~Q(note=""), name="difference_has_note"),
            models.CheckConstraint(
                condition=~Q(verdict="sama") | Q(outcome=F("first_outcome")), name="same_means_same_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"
