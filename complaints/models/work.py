"""What the office does about a complaint: answers with proof of sending, sub-tickets, corrections, ready texts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from complaints.enums import CorrectionState, Intake, Outside, ReferralState, Subject
from complaints.models.cases import Complaint
from pkh_sembako.documents.models import Document, StoredFile
from programs.models import Household, Member


class Reply(models.Model):
    """An answer given by the channel the complaint came in, or by the one the citizen asked for. Never changed.

    `sent_at` and its proof come when it went out: a letter's dispatch, a screenshot of the chat, the mail's own record.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="replies")
    text = models.TextField("jawaban", max_length=4000)
    channel = models.CharField("saluran", max_length=10, choices=Intake)
    letter = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField("terkirim", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_proof = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    sent_note = models.CharField("bukti pengiriman", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_proof__isnull=False) | ~Q(sent_note=""),
                name="reply_sent_has_proof",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.get_channel_display()}"


class Referral(models.Model):
    """A sub-ticket: what another body was asked, until when, and what it said."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="referrals")
    to = models.CharField("instansi", max_length=10, choices=Outside)
    to_name = models.CharField("bagian atau pejabat", max_length=120, blank=True)
    question = models.TextField("yang diminta", max_length=2000)
    reference = models.CharField("nomor tiket di sana", max_length=60, blank=True)
    until = models.DateField("diharapkan paling lambat", null=True)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.WAITING)
    answer = models.TextField("jawaban", max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    evidence = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReferralState.ANSWERED) ^ Q(answered_at__isnull=True), name="referral_answered_at"
            ),
            models.CheckConstraint(condition=~Q(state=ReferralState.ANSWERED) | ~Q(answer=""), name="referral_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.get_to_display()}"


class Correction(models.Model):
    """A changed value that follows from a complaint, as a kroscek proposes one; the korcam accepts it, never its
    proposer (constraint). Field names and checks: `programs.services.proposals`."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="corrections")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    basis = models.CharField("dasar", max_length=300)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")),
                name="correction_not_by_its_proposer",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.PROPOSED) ^ Q(decided_at__isnull=False),
                name="correction_decided_at",
            ),
            models.UniqueConstraint(
                fields=["household", "member", "field"],
                condition=Q(state=CorrectionState.PROPOSED),
                name="one_open_correction",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.field}"


class ReplyTemplate(models.Model):
    """A ready text for a frequent answer; {tiket} {nama} {perihal} are filled in."""

    title = models.CharField("judul", max_length=80, unique=True)
    subject = models.CharField("perihal", max_length=24, choices=Subject, blank=True, help_text="empty = for every one")
    text = models.TextField("naskah", max_length=4000)
    active = models.BooleanField("dipakai", default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
