"""Electronic signatures found in a signed copy, and whether the office lets people sign here."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from pkh_sembako.documents.models.papers import Document


class Trust(models.TextChoices):
    """Whether the certificate leads to a root the office trusts."""

    TRUSTED = "trusted", "Dipercaya"
    UNTRUSTED = "untrusted", "Tidak dipercaya"
    UNKNOWN = "unknown", "Belum dapat dipastikan"


class Intactness(models.TextChoices):
    """What happened to the file since it was signed."""

    INTACT = "intact", "Tidak berubah sejak ditandatangani"
    ADDED = "added", "Ada tambahan setelah tanda tangan ini"
    BROKEN = "broken", "Isi berubah setelah ditandatangani"


class DocumentSignature(models.Model):
    """One electronic signature of a signed copy, as it was read when the copy came in."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField()
    signer = models.CharField(max_length=200, help_text="common name of the certificate")
    issuer = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, help_text="as the signature says; no witness unless stamped")
    stamped = models.BooleanField(default=False, help_text="the time comes from a time stamping authority")
    intactness = models.CharField(max_length=6, choices=Intactness)
    trust = models.CharField(max_length=9, choices=Trust)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="signature_once")]

    def __str__(self) -> str:
        return self.signer


class SigningPolicy(models.Model):
    """A decision of the office whether its own PKCS#12 certificates may sign here; the newest one counts."""

    local = models.BooleanField(help_text="signing with a PKCS#12 file is allowed")
    reason = models.CharField(max_length=200, help_text="basis, e.g. the letter that allows it")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return "boleh" if self.local else "tidak boleh"
