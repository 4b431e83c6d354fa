"""The office's code of conduct, and who accepted which version of it. Nothing here is ever changed or removed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from pkh_sembako.accounts.models.people import User


class CodeOfConductQuerySet(models.QuerySet["CodeOfConduct"]):
    def in_force(self, on: date | None = None) -> "CodeOfConduct | None":
        """The newest version whose day has come; None when the office has none yet."""
        return self.filter(dated__lte=on or timezone.localdate()).order_by("-version").first()


class CodeOfConduct(models.Model):
    """One version of the kode etik: one rule a line. A new wording is a new version, which everybody accepts anew."""

    version = models.PositiveSmallIntegerField("versi", unique=True)
    text = models.TextField("butir kode etik")
    dated = models.DateField("berlaku sejak")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CodeOfConductQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Kode etik versi {self.version}"

    @property
    def rules(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class CodeAcceptance(models.Model):
    """A person read one version of the kode etik and promised to keep it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="code_acceptances")
    code = models.ForeignKey(CodeOfConduct, models.PROTECT, related_name="acceptances")
    at = models.DateTimeField("diterima pada", default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="code_accepted_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.code}"
