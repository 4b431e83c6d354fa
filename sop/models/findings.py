"""The inspektorat's samples, and its findings with recommendation, owner, deadline and follow-up (TLHP)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.models import Kecamatan
from programs.models import Determination, DeterminedRow
from sop.enums import FindingState
from sop.models.runs import Cycle, StepRun, posted_kecamatan
from sop.transitions import FindingMachine

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class AuditSample(models.Model):
    """Drawn once of a determined list or of a cycle's steps; whoever has the seed can draw it again (lib.sampling).

    It and its items never change, and no further one is drawn of the same thing before every item of it was examined
    (triggers): nobody draws until the sample pleases.
    """

    determination = models.ForeignKey(Determination, models.PROTECT, null=True, related_name="audit_samples")
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, related_name="audit_samples")
    number = models.PositiveSmallIntegerField(help_text="1, and n+1 for a further sample of the same thing")
    seed = models.CharField(max_length=32, help_text="hexadecimal, from the system's own randomness")
    population = models.PositiveIntegerField(help_text="families or steps that were not drawn before")
    size = models.PositiveIntegerField()
    purpose = models.CharField(max_length=300)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(determination__isnull=True) ^ Q(cycle__isnull=True), name="audit_sample_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["determination", "cycle", "number"], name="audit_sample_number", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("population")), name="audit_sample_size"),
        ]

    def __str__(self) -> str:
        return f"Sampel {self.number}: {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("audit_sample", args=[self.pk])

    @property
    def about(self) -> str:
        """What it was drawn from, in words."""
        if self.determination:
            return f"daftar {self.determination.ba.round} versi {self.determination.ba.version}"
        return f"langkah siklus {self.cycle}"


class AuditItem(models.Model):
    """One family as determined, or one step, of a sample."""

    sample = models.ForeignKey(AuditSample, models.PROTECT, related_name="items")
    order = models.PositiveIntegerField(help_text="in the order drawn")
    row = models.ForeignKey(DeterminedRow, models.PROTECT, null=True, related_name="+")
    step_run = models.ForeignKey(StepRun, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sample", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "order"], name="audit_item_order"),
            models.UniqueConstraint(fields=["sample", "row", "step_run"], name="audit_item_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(row__isnull=True) ^ Q(step_run__isnull=True), name="audit_item_is_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.row.values["nama"] if self.row else self.step_run)

    def get_absolute_url(self) -> str:
        return reverse("audit_item", args=[self.pk])


class AuditCheck(models.Model):
    """An item that was examined and found in order; never changed."""

    item = models.OneToOneField(AuditItem, models.PROTECT, related_name="check_made")
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.item}: sesuai"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: "User") -> "FindingQuerySet":
        """Whoever works for the whole kabupaten sees all; others their own and those of their role and kecamatan."""
        if not user.may(Permission.VIEW_FINDINGS):
            return self.none()
        if user.sees_kabupaten:
            return self.all()
        roles = [posting.role for posting in user.postings_now]
        return self.filter(Q(owner=user) | Q(owner_role__in=roles, kecamatan__in=posted_kecamatan(user)))

    def open(self) -> "FindingQuerySet":
        return self.exclude(state=FindingState.CLOSED)


class Finding(FindingMachine):
    """A temuan. What was written stays (trigger); who owns it never closes it (constraint and trigger).

    Its owner may change while nothing waits for judgement (services.finding_course.reassign).
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="running number of the year")
    item = models.ForeignKey(AuditItem, models.PROTECT, null=True, related_name="findings")
    title = models.CharField(max_length=200)
    condition = models.TextField(max_length=4000, help_text="kondisi: what was found")
    criteria = models.TextField(max_length=2000, help_text="kriteria: what should have been")
    cause = models.TextField(max_length=2000, help_text="sebab")
    recommendation = models.TextField(max_length=2000, help_text="rekomendasi")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="findings")
    owner_role = models.CharField(max_length=20)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(help_text="working days for the follow-up")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("owner")), name="finding_not_closed_by_owner"
            ),
            models.CheckConstraint(condition=~Q(by=F("owner")), name="finding_not_about_its_writer"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="finding_closed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=250), name="finding_days"),
        ]

    def __str__(self) -> str:
        return f"Temuan {self.code}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("finding", args=[self.pk])

    @property
    def code(self) -> str:
        """Like "3/2026"."""
        return f"{self.number}/{self.year}"

    @property
    def subject(self) -> str:
        """Owner of its deadline."""
        return f"finding:{self.pk}"


class FindingEntry(models.Model):
    """One line of a finding's course: recorded, followed up, returned, given time, handed on, accepted.

    Never changed (trigger); a finding gets another owner only by a line that names them (trigger).
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=12)
    note = models.TextField(max_length=2000)
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="the owner from now on"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.verb}"
