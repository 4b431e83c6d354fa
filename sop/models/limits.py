"""Batas Kemensos: what Kemensos asks by when, of a whole cycle or of one step, with the letter that says so."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import IncomingLetter, StoredFile
from sop.models.runs import Cycle, StepRun

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class KemensosLimitQuerySet(models.QuerySet["KemensosLimit"]):
    def visible_to(self, user: "User") -> "KemensosLimitQuerySet":
        """Of cycles that the user sees; a limit of one step only where the step is seen."""
        cycles, runs = Cycle.objects.visible_to(user), StepRun.objects.visible_to(user)
        return self.filter(Q(step_run=None) | Q(step_run__in=runs), cycle__in=cycles)

    def in_force(self) -> "KemensosLimitQuerySet":
        """The newest entry of each cycle and step; one without `due` says that no limit is left."""
        return self.order_by("cycle_id", "step_run_id", "-id").distinct("cycle_id", "step_run_id")


class KemensosLimit(models.Model):
    """One entry: set, moved or taken away (`due` empty). Never changed (trigger); the newest counts."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="limits")
    step_run = models.ForeignKey(StepRun, models.PROTECT, null=True, related_name="limits", help_text="empty = all")
    due = models.DateTimeField(null=True)
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = KemensosLimitQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__isnull=False, letter__isnull=False)
                | Q(due__isnull=False, file__isnull=False)
                | (Q(due__isnull=True) & ~Q(note="")),
                name="limit_shows_its_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.due}"
