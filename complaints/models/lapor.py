"""A spreadsheet of SP4N-LAPOR! as it was read: what each row is, until it is taken over."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile


class LaporFile(models.Model):
    """Rows with their verdict (new, known, refused). Once applied, only number and verdict of each row remain."""

    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    rows = models.JSONField(default=list, help_text="[{row, tracking_id, verdict, message, ...}]")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.stored.name
