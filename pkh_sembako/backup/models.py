"""What came of each backup and each drill: one row at its end, never changed."""

from django.db import models
from django.utils import timezone


class RunKind(models.TextChoices):
    BACKUP = "backup", "Pencadangan"
    DRILL = "drill", "Uji pemulihan"


class BackupRun(models.Model):
    """One backup or restore drill and how it ended; `reason` is the sentence of a failure."""

    kind = models.CharField(max_length=6, choices=RunKind)
    ok = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    file_name = models.CharField(max_length=80, blank=True, help_text="the backup made or restored, in BACKUP_DIR")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes of that file")
    free = models.PositiveBigIntegerField(default=0, help_text="bytes free on its disk afterwards")
    facts = models.JSONField(default=dict, help_text="tables, rows, files, lists, link: how many were kept or compared")
    job = models.OneToOneField("audit.Job", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "ok", "-finished_at"], name="backup_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ok=True) ^ ~models.Q(reason=""), name="backup_failure_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name} {self.ok}"

    @property
    def seconds(self) -> float:
        return (self.finished_at - self.started_at).total_seconds()
