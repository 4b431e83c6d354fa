"""Letters the office writes: versioned texts per kind, and each letter from draft to number."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.documents.enums import LetterKind, LetterState
from pkh_sembako.documents.models.papers import Document
from pkh_sembako.office.enums import Post

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class LetterTemplate(models.Model):
    """One version of a kind's text; a version is never changed, the newest one is used for new letters."""

    kind = models.CharField(max_length=16, choices=LetterKind)
    version = models.PositiveSmallIntegerField()
    blocks = models.JSONField(help_text="name of the block -> text with placeholders")
    note = models.CharField(max_length=200, blank=True, help_text="what changed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="letter_template_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} versi {self.version}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: "User") -> "LetterQuerySet":
        """Letters in the making are for whoever works for the whole kabupaten."""
        return self.all() if user.sees_kabupaten else self.none()


class Letter(models.Model):
    """A letter from draft to number. What was approved is what is printed: the database keeps it from then on.

    An approved or numbered one can only be cancelled, with a reason; its number is never used again.
    """

    kind = models.CharField(max_length=16, choices=LetterKind)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="+")
    matter = models.CharField(max_length=40, blank=True, help_text='what it belongs to, e.g. "round:4"')
    subject = models.CharField(max_length=200, help_text="hal, or what stands after TENTANG")
    dated = models.DateField()
    addressees = models.JSONField(default=list, help_text="lines after Yth.")
    attachment = models.CharField(max_length=60, blank=True, help_text="as printed after Lampiran")
    details = models.JSONField(default=dict, help_text="name of the detail -> text")
    rows = models.JSONField(default=list, help_text="[{column: text}]")
    blocks = models.JSONField(help_text="the template's texts as this letter has them")
    copies = models.JSONField(default=list, help_text="lines of the tembusan")
    signer = models.CharField(max_length=20, choices=Post, default=Post.KADIS)
    state = models.CharField(max_length=9, choices=LetterState, default=LetterState.DRAFT)
    facts = models.JSONField(default=dict, help_text="words of the matter, as they were when it was approved")
    returned_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="letter")
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], approved_by__isnull=True, approved_at__isnull=True)
                | Q(
                    state__in=["approved", "issued", "cancelled"], approved_by__isnull=False, approved_at__isnull=False
                ),
                name="letter_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", document__isnull=False)
                | Q(state="cancelled")
                | (~Q(state="issued") & Q(document__isnull=True)),
                name="letter_number_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")), name="letter_approved_by_another"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="cancelled", cancelled_by__isnull=False, cancelled_at__isnull=False)
                    & ~Q(cancelled_reason="")
                )
                | (
                    ~Q(state="cancelled") & Q(cancelled_by__isnull=True, cancelled_at__isnull=True, cancelled_reason="")
                ),
                name="letter_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
