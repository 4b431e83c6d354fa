"""What is kept of a run: its events, its evidence, the ticks of its checklists."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from sop.models.runs import Assignment, Cycle, StepRun, posted_kecamatan

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class Event(models.Model):
    """One move of a cycle, step or assignment; never changed (trigger)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="events")
    step_run = models.ForeignKey(StepRun, models.PROTECT, null=True, related_name="events")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField(null=True, help_text="lanes without users: when it happened")
    reference = models.CharField(max_length=200, blank=True, help_text="lanes without users: which letter or system")
    stands_in = models.CharField(max_length=120, blank=True, help_text="whose place the actor took, in words")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at} {self.verb}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User") -> "EvidenceQuerySet":
        """It may show families: for who sees the kabupaten, works in the kecamatan, leads the step, or gave it."""
        if user.sees_kabupaten:
            return self.all()
        own_steps = Q(pk__in=[])
        for posting in user.postings_now:
            own_steps |= Q(step_run__step__roles__contains=posting.role, assignment__isnull=True)
        return self.filter(own_steps | Q(assignment__kecamatan__in=posted_kecamatan(user)) | Q(by=user))


class Evidence(models.Model):
    """A file or note kept with a step (or a kecamatan's share of it)."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="evidence")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(note=""), name="evidence_has_content")
        ]

    def __str__(self) -> str:
        return self.note or str(self.file)


class Tick(models.Model):
    """An item of the checklist (kelengkapan) that is at hand."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="ticks")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="ticks")
    item = models.PositiveSmallIntegerField(help_text="index in step.checklist")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["step_run", "assignment", "item"], name="tick_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.step_run_id} {self.item}"
