"""Supervisi atasan langsung: a superior's note on a step or a kecamatan's share of it, and the answer to it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.deadlines.people import is_local
from sop.models.runs import Assignment, StepRun, Target, posted_kecamatan

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class SupervisionNoteQuerySet(models.QuerySet["SupervisionNote"]):
    def open(self) -> "SupervisionNoteQuerySet":
        return self.filter(answer__isnull=True)

    def addressed_to(self, user: "User") -> "SupervisionNoteQuerySet":
        """Notes that concern the user: a role of theirs is addressed, and of a share it is their kecamatan."""
        mine = Q(pk__in=[])
        here = Q(assignment__isnull=True) | Q(assignment__kecamatan__in=posted_kecamatan(user))
        for role in {posting.role for posting in user.postings_now}:
            mine |= Q(roles__contains=role) & here if is_local(role) else Q(roles__contains=role)
        return self.filter(mine).exclude(by=user)


class SupervisionNote(models.Model):
    """What a superior saw and wants done. Never changed or removed (trigger); an answer ends it."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="supervision")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="supervision")
    text = models.CharField("catatan", max_length=1000)
    answer_by = models.DateField("tindak lanjut paling lambat", null=True)
    roles = models.JSONField(help_text="role codes whom it concerns: those at work below the writer on the ladder")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SupervisionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="supervision_says_something")]

    def __str__(self) -> str:
        return self.text

    @property
    def target(self) -> Target:
        return self.assignment or self.step_run

    @property
    def is_late(self) -> bool:
        """The day that was asked for has passed without an answer."""
        return self.answer_by is not None and not hasattr(self, "answer") and self.answer_by < timezone.localdate()


class SupervisionAnswer(models.Model):
    """What was done about a note, said once by one whom it concerns."""

    note = models.OneToOneField(SupervisionNote, models.PROTECT, related_name="answer")
    text = models.CharField("jawaban", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="answer_says_something")]

    def __str__(self) -> str:
        return self.text
