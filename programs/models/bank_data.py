"""Family data handed on to the bank that opens the accounts, with a receipt (SOP Sembako of Magetan step 3)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from programs.models.rounds import Round

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class BankDataQuerySet(models.QuerySet["BankData"]):
    def visible_to(self, user: "User") -> "BankDataQuerySet":
        """The office sees all; the bank what was handed to it, nobody else anything."""
        if user.sees_kabupaten:
            return self.all()
        return self.filter(handed_at__isnull=False) if user.has_role("bank") else self.none()


class BankData(models.Model):
    """One workbook for the bank: ordered, made once, handed over, and its receipt; what was received never changes."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="bank_data")
    bank = models.CharField("bank penyalur", max_length=40)
    purpose = models.CharField("keperluan", max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    families = models.PositiveIntegerField("keluarga", default=0, help_text="those with a NIK, on the first sheet")
    without_nik = models.PositiveIntegerField("keluarga tanpa NIK", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField("diserahkan", null=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    receiver = models.CharField("diterima oleh", max_length=120, blank=True)
    receiver_position = models.CharField("jabatan penerima", max_length=120, blank=True)
    received_on = models.DateField("tanggal diterima", null=True)
    evidence = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    objects = BankDataQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | Q(file__isnull=False, handed_by__isnull=False),
                name="bank_data_handed_over_is_made",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=True, received_on__isnull=True, receiver="", recorded_by__isnull=True)
                | (
                    Q(evidence__isnull=False, received_on__isnull=False, recorded_by__isnull=False)
                    & Q(handed_at__isnull=False)
                    & ~Q(receiver="")
                    & ~Q(receiver_position="")
                ),
                name="bank_data_receipt_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Data {self.round} untuk {self.bank}"

    def get_absolute_url(self) -> str:
        return reverse("bank_data", args=[self.pk])
