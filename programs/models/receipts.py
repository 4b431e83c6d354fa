"""That PKH Pusat received the result (SOP Magetan step 12)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from programs.enums import Channel
from programs.models.kroscek import Determination


class Receipt(models.Model):
    """One recorded receipt of a determined result; never changed, a mistake is followed by a newer one."""

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="receipts")
    sent_on = models.DateField("tanggal dikirim")
    channel = models.CharField("saluran", max_length=12, choices=Channel)
    receiver = models.CharField("penerima", max_length=120)
    note = models.CharField("keterangan", max_length=300, blank=True)
    evidence = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.determination}: {self.receiver}"
