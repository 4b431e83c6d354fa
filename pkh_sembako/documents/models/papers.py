"""Files kept outside the web root, documents with number and verification code, the yearly register of numbers."""

import secrets
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """Ten characters without look-alikes: readable aloud, not guessable (50 bits)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))


def stored_path(stored: "StoredFile", name: str) -> str:
    return f"{stored.pk.hex[:2]}/{stored.pk.hex}"


class StoredFile(models.Model):
    """A file under a random name; its own name and type are columns, its SHA-256 proves it unchanged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=stored_path)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class SignatureKind(models.TextChoices):
    NONE = "none", "Belum ditandatangani"
    INK = "ink", "Tanda tangan basah"
    CERTIFIED = "certified", "Tanda tangan elektronik tersertifikasi"
    LOCAL = "local", "Tanda tangan elektronik dengan sertifikat kantor"


class DocumentState(models.TextChoices):
    ISSUED = "issued", "Terbit, menunggu tanda tangan"
    FINAL = "final", "Final"
    VOID = "void", "Dibatalkan"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User") -> "DocumentQuerySet":
        """Number, date and state are for everybody who may open the documents' pages."""
        return self.all() if user.is_authenticated else self.none()

    def readable_by(self, user: "User") -> "DocumentQuerySet":
        """Files name every family of the kabupaten, so only whoever works for the whole kabupaten reads them."""
        return self.all() if user.sees_kabupaten else self.none()


class Document(models.Model):
    """An issued document: its number, its date, its PDF and (later) the signed copy."""

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    dated = models.DateField()
    code = models.CharField(max_length=10, unique=True, default=new_code)
    subject = models.CharField(max_length=60, unique=True, help_text='what it documents, e.g. "determination:4"')
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.ISSUED)
    list_hash = models.CharField(max_length=64, blank=True)
    pdf = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    workbook = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    signed = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signature_kind = models.CharField(max_length=10, choices=SignatureKind, default=SignatureKind.NONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="document_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state="final") | models.Q(signed__isnull=False, signed_on__isnull=False),
                name="final_needs_signed_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class NumberState(models.TextChoices):
    USED = "used", "Terpakai"
    VOID = "void", "Dibatalkan"


class RegisterNumber(models.Model):
    """One number of the office's own yearly register; a gap is filled by nobody, a void keeps its reason."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=5, choices=NumberState, default=NumberState.USED)
    written = models.CharField(max_length=80, help_text="the whole number as printed")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="register_number_once"),
            models.CheckConstraint(condition=~models.Q(state="void") | ~models.Q(reason=""), name="void_has_reason"),
        ]

    def __str__(self) -> str:
        return self.written


class DownloadQuerySet(models.QuerySet["Download"]):
    def visible_to(self, user: "User") -> "DownloadQuerySet":
        """One's own orders; inspektorat sees all of them in the read log."""
        return self.filter(user_id=user.pk)


class Download(models.Model):
    """A file made in the background for one person: expires, and says why it was asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="downloads")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    job = models.OneToOneField("audit.Job", models.PROTECT, null=True, related_name="+")
    file = models.OneToOneField(StoredFile, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title
