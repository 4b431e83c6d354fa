"""Definitions of SOPs (immutable), and their runs: cycles, steps, assignments, events, evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_fsm import FSMField, FSMModelMixin

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.office.models import Kecamatan
from programs.models import Round
from sop.enums import CycleState, StepState


class SopVersion(models.Model):
    """One version of one SOP, as its definition file says; never changed after it was loaded."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    program = models.CharField(max_length=8)
    region = models.CharField(max_length=5)
    zone = models.CharField(max_length=30)
    in_force_from = models.DateField()
    definition = models.JSONField(help_text="the whole definition as read")
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="sop_version_once")]

    def __str__(self) -> str:
        return f"{self.name} (versi {self.version})"


class Step(models.Model):
    """One row of the paper's table."""

    sop = models.ForeignKey(SopVersion, models.PROTECT, related_name="steps")
    no = models.PositiveSmallIntegerField()
    kegiatan = models.CharField(max_length=300)
    lane = models.CharField(max_length=40, help_text="code of the penanggung jawab's lane")
    roles = models.JSONField(help_text="role codes that act for the lane (or the step's own peran)")
    level = models.CharField(max_length=10, help_text="kabupaten, kecamatan or luar")
    checker = models.CharField(max_length=20, blank=True, help_text="role code of the pemeriksa")
    unit = models.CharField(max_length=14)
    amount = models.PositiveIntegerField(null=True)
    after = models.JSONField(default=list, help_text="numbers of the steps before (setelah)")
    activities = models.JSONField(default=list, help_text="aktivitas, in order")
    checklist = models.JSONField(default=list, help_text="kelengkapan")
    output = models.CharField(max_length=300, blank=True)
    candidates_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["sop", "no"]
        constraints = [models.UniqueConstraint(fields=["sop", "no"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.no}. {self.kegiatan}"


class Cycle(FSMModelMixin, models.Model):
    """A siklus: one run of one SOP version for one Round."""

    sop = models.ForeignKey(SopVersion, models.PROTECT, related_name="cycles")
    round = models.ForeignKey(Round, models.PROTECT, related_name="cycles")
    sop_code = models.CharField(max_length=40, help_text="copy of sop.code, for the constraint")
    state = FSMField(choices=CycleState, default=CycleState.PREPARED, protected=True)
    has_candidates = models.BooleanField(help_text="Kemensos sent new candidates")
    note = models.CharField(max_length=400, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

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


class StepRun(FSMModelMixin, models.Model):
    """One step of one cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="steps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    state = FSMField(choices=StepState, default=StepState.WAITING, protected=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cycle", "step__no"]
        constraints = [models.UniqueConstraint(fields=["cycle", "step"], name="step_run_once")]

    def __str__(self) -> str:
        return f"{self.cycle} langkah {self.step.no}"


class Assignment(FSMModelMixin, models.Model):
    """A kecamatan's share of a step that fans out."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="assignments")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    state = FSMField(choices=StepState, default=StepState.ACTIVE, protected=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["step_run", "kecamatan__name"]
        constraints = [models.UniqueConstraint(fields=["step_run", "kecamatan"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.step_run} {self.kecamatan}"


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
    stands_in = models.CharField(max_length=120, blank=True, help_text="whose place the actor took, in words")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at} {self.verb}"


class Evidence(models.Model):
    """A file or note kept with a step (or a kecamatan's share of it)."""

    step_run = models.ForeignKey(StepRun, models.PROTECT, related_name="evidence")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

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
