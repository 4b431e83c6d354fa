"""Who read what, and the jobs whose truth is a row. (Who changed what is in each model's history table.)"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReadKind(models.TextChoices):
    REVEAL = "reveal", "Menampilkan nomor identitas"
    EXPORT = "export", "Mengekspor data"
    DOWNLOAD = "download", "Mengunduh berkas"
    CHECK = "check", "Mencocokkan NIK"
    LOOK_UP = "look_up", "Mencari di loket"


class ReadLog(models.Model):
    """One reading of protected data (UU 27/2022 Pasal 31: all processing is recorded). Never the value itself."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ReadKind)
    purpose = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, help_text="what was read, in words without identity numbers")
    url = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="readlog_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_id} {self.kind} {self.subject}"


class JobState(models.TextChoices):
    QUEUED = "queued", "Menunggu giliran"
    RUNNING = "running", "Sedang dikerjakan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def unsent(self, *, now, resend_after: timedelta) -> "JobQuerySet":
        """Queued jobs whose hint was never sent, or was sent so long ago that the broker must have lost it."""
        late = models.Q(sent_at__isnull=True) | models.Q(sent_at__lt=now - resend_after)
        return self.filter(late, state=JobState.QUEUED)

    def abandoned(self, *, now) -> "JobQuerySet":
        """Running jobs whose worker has not renewed its lease: it was killed."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)


class Job(models.Model):
    """One piece of background work. The row is also its outbox entry: `sent_at` is empty until the hint went out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True, help_text="same key = same work: at most one open job")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    stage = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True)
    result = models.JSONField(default=dict)
    cancel_requested = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="one_open_job_per_key",
            )
        ]
        indexes = [
            models.Index(fields=["state", "sent_at"], name="job_to_send", condition=models.Q(state="queued")),
            models.Index(fields=["lease_until"], name="job_lease", condition=models.Q(state="running")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ChainLink(models.Model):
    """One link of the audit chain: what a row was when it was written, changed or deleted (docs/adr/0010).

    Written by a deferred trigger of each watched table (`sources.py`), never by Python; the database keeps it as it is.
    """

    number = models.BigIntegerField(primary_key=True, help_text="1, 2, 3 without a gap")
    at = models.DateTimeField()
    source = models.CharField(max_length=63, help_text="the table")
    row_key = models.CharField(max_length=40)
    act = models.CharField(max_length=1, help_text="+ written, ~ changed, - deleted")
    payload = models.TextField(help_text="the row as JSON")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 over all of the above")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["source", "row_key", "-number"], name="chain_of_row")]

    def __str__(self) -> str:
        return f"{self.number} {self.source} {self.row_key}"


class ChainAnchor(models.Model):
    """Where the chain's head left the database: whoever cuts the chain afterwards contradicts that paper."""

    place = models.CharField(max_length=80, unique=True, help_text='e.g. "document:12"')
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.place}: {self.number}"
