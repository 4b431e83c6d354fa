"""SOPs as loaded from their definition files: never changed afterwards (trigger)."""

from datetime import date

from django.db import models
from django.utils import timezone

KECAMATAN_LEVEL = "kecamatan"
OUTSIDE = "luar"


class SopVersionQuerySet(models.QuerySet["SopVersion"]):
    def newest_in_force(self, on: date | None = None) -> "SopVersionQuerySet":
        """Of each SOP the newest version that is in force on a day (today)."""
        in_force = self.filter(in_force_from__lte=on or timezone.localdate())
        return in_force.order_by("code", "-version").distinct("code")


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

    objects = SopVersionQuerySet.as_manager()

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

    @property
    def fans_out(self) -> bool:
        """Led by a lane of the kecamatan: each kecamatan with families on the list has its own share."""
        return self.level == KECAMATAN_LEVEL

    @property
    def is_recorded_for_others(self) -> bool:
        """A lane without users (Kemensos, KPM): the operator records, with date and source."""
        return self.level == OUTSIDE
