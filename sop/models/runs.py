"""Cycles, their steps, and the kecamatan's shares of steps that fan out."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.lib.access import Permission
from pkh_sembako.office.models import Kecamatan
from programs.models import Round
from sop.enums import OPEN_CYCLES, CycleState
from sop.models.definitions import SopVersion, Step
from sop.transitions import CycleMachine, StepMachine

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

NOT_ONESELF = Q(checked_by__isnull=True) | Q(submitted_by__isnull=True) | ~Q(checked_by=models.F("submitted_by"))


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, user: "User") -> "CycleQuerySet":
        """Whoever may see cycles sees all; others those of which a step has come to them."""
        if user.may(Permission.VIEW_CYCLES):
            return self.all()
        return self.filter(pk__in=StepRun.objects.visible_to(user).values("cycle"))

    def open(self) -> "CycleQuerySet":
        return self.filter(state__in=OPEN_CYCLES)


class Cycle(CycleMachine):
    """A siklus: one run of one SOP version for one Round."""

    sop = models.ForeignKey(SopVersion, models.PROTECT, related_name="cycles")
    round = models.ForeignKey(Round, models.PROTECT, related_name="cycles")
    sop_code = models.CharField(max_length=40, help_text="copy of sop.code, for the constraint")
    has_candidates = models.BooleanField(help_text="Kemensos sent new candidates")
    note = models.CharField(max_length=400, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "sop_code"],
                condition=Q(state__in=["prepared", "running"]),
                name="one_open_cycle_per_round_and_sop",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        return reverse("cycle_board", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state == CycleState.RUNNING


class StepRunQuerySet(models.QuerySet["StepRun"]):
    def visible_to(self, user: "User") -> "StepRunQuerySet":
        """All for whoever may see cycles; a bank sees only its own steps, once they are begun."""
        if user.may(Permission.VIEW_CYCLES):
            return self.all()
        own = Q(pk__in=[])
        for posting in user.postings_now:
            own |= Q(step__roles__contains=posting.role) | Q(step__checker=posting.role)
        return self.filter(own, activated_at__isnull=False)


class StepRun(StepMachine):
    """One step of one cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="steps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    kecamatan = None  # a whole step, as against a kecamatan's share of it
    objects = StepRunQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "step__no"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "step"], name="step_run_once"),
            models.CheckConstraint(condition=NOT_ONESELF, name="step_not_checked_by_submitter"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} langkah {self.step.no}"

    def get_absolute_url(self) -> str:
        return reverse("step_page", args=[self.cycle_id, self.step.no])

    @property
    def step_run(self) -> "StepRun":
        return self

    @property
    def subject(self) -> str:
        """Owner of its deadline."""
        return f"step:{self.pk}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: "User") -> "AssignmentQuerySet":
        """The whole kabupaten, or the kecamatan where the user is posted."""
        if user.sees_kabupaten or user.may(Permission.MANAGE_OFFICE):
            return self.all()
        return self.filter(kecamatan__in=posted_kecamatan(user))


class Assignment(StepMachine):
    """A kecamatan's share of a step that fans out."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="assignments")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["step_run", "kecamatan__name"]
        constraints = [
            models.UniqueConstraint(fields=["step_run", "kecamatan"], name="assignment_once"),
            models.CheckConstraint(condition=NOT_ONESELF, name="assignment_not_checked_by_submitter"),
        ]

    def __str__(self) -> str:
        return f"{self.step_run} {self.kecamatan}"

    def get_absolute_url(self) -> str:
        return reverse("share_page", args=[self.cycle.pk, self.step.no, self.kecamatan_id])

    @property
    def step(self) -> Step:
        return self.step_run.step

    @property
    def cycle(self) -> Cycle:
        return self.step_run.cycle

    @property
    def subject(self) -> str:
        """Owner of its deadline."""
        return f"assignment:{self.pk}"


Target = StepRun | Assignment


def posted_kecamatan(user: "User") -> list[str]:
    """Kecamatan where the user works, be it posted to the kecamatan itself or to a desa of it."""
    postings = user.postings_now
    return [code for code in (p.kecamatan_id or (p.desa and p.desa.kecamatan_id) for p in postings) if code]
