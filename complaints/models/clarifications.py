"""BA klarifikasi: what a citizen whose aid stopped declares at the counter, and what became of it in SIKS-NG."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from complaints.enums import ClarificationReason, ClarificationResult
from complaints.models.cases import Complaint
from pkh_sembako.documents.models import Document
from programs.models import Household, Member


class Clarification(models.Model):
    """The declaration never changes (trigger); it is sent on once and ends once. Its paper is `document`."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clarifications")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", help_text="who declares")
    reason = models.CharField("sebab bantuan berhenti", max_length=12, choices=ClarificationReason)
    statement = models.TextField("pernyataan warga", max_length=2000)
    document = models.OneToOneField(Document, models.PROTECT, related_name="clarification")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sent_on = models.DateField("diteruskan", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_reference = models.CharField("nomor usulan SIKS-NG", max_length=60, blank=True)
    due = models.DateField("tindak lanjut", null=True)
    result = models.CharField("hasil", max_length=10, choices=ClarificationResult, blank=True)
    result_note = models.CharField("keterangan hasil", max_length=300, blank=True)
    result_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_by__isnull=True, due__isnull=True, sent_reference="")
                | (Q(sent_on__isnull=False, sent_by__isnull=False, due__isnull=False) & ~Q(sent_reference="")),
                name="clarification_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True)
                | (~Q(result="") & Q(result_on__isnull=False, sent_on__isnull=False)),
                name="clarification_result_after_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"BA klarifikasi {self.complaint.ticket}"

    @property
    def state(self) -> tuple[str, str]:
        """(words, tone)."""
        if self.result:
            return self.get_result_display(), "positif" if self.result == ClarificationResult.RESTORED else "netral"
        if self.sent_on is None:
            signed = self.document.signed_id is not None
            return ("Ditandatangani, belum diteruskan" if signed else "Menunggu tanda tangan"), "peringatan"
        late = self.due is not None and self.due < timezone.localdate()
        return ("Tindak lanjut lewat tanggal", "negatif") if late else ("Diteruskan ke SIKS-NG", "proses")
