"""Traces of the public forms: an unfinished complaint, counted uses of an address, questions already answered.

Nothing here names a person: whoever knocks is known by a keyed hash that changes with the day.
"""

import uuid

from django.db import models
from django.utils import timezone

from complaints.enums import Gate
from complaints.models.cases import Complaint
from pkh_sembako.documents.models import StoredFile


class ComplaintDraft(models.Model):
    """Answers given so far on the public form; its id is in the citizen's signed cookie, and it dies after a day.

    Sent, its answers are gone and `complaint` says what it became: once, and never another (trigger).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers = models.JSONField(default=dict)
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="complaint_draft_at")]

    def __str__(self) -> str:
        return str(self.pk)


class DraftFile(models.Model):
    """A file uploaded to an unfinished complaint."""

    draft = models.ForeignKey(ComplaintDraft, models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.stored}"


class PublicUse(models.Model):
    """One counted use of a public address by one origin, for the limits an hour; swept after a day."""

    gate = models.CharField(max_length=8, choices=Gate)
    origin = models.CharField(max_length=64, help_text="keyed hash of the network address and the day")
    size = models.PositiveIntegerField(default=0, help_text="bytes kept, for the quota of a day")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["gate", "origin", "at"], name="public_use_limit"),
            models.Index(fields=["at"], name="public_use_at"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.at}"


class SpentQuestion(models.Model):
    """A question "are you human" that has been answered: it opens the gate once."""

    nonce = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="spent_question_at")]

    def __str__(self) -> str:
        return self.nonce
