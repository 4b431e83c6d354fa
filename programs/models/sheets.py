"""Kroscek on paper: the sheets that were printed, and the signed scans that came back (SOP Magetan step 9)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile, new_code
from pkh_sembako.office.models import Desa
from programs.models.rounds import Round

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class KroscekSheetQuerySet(models.QuerySet["KroscekSheet"]):
    def visible_to(self, user: "User") -> "KroscekSheetQuerySet":
        """The whole kabupaten's, the own kecamatan's, and those of the own families."""
        if user.sees_kabupaten:
            return self.all()
        return self.filter(Q(desa__kecamatan__in=user.kecamatan_codes) | Q(owner=user))


class KroscekSheet(models.Model):
    """A sheet as it was printed. The same list prints as the same version; another list is the next version."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets")
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+")
    dusun = models.CharField("kelompok (dusun)", max_length=80, blank=True, help_text="empty = the whole desa")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="of whom; empty = of everybody"
    )
    version = models.PositiveSmallIntegerField("versi")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the families and what was printed of them")
    families = models.PositiveIntegerField("keluarga")
    code = models.CharField("kode lembar", max_length=10, unique=True, default=new_code)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = KroscekSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "desa", "dusun", "owner", "version"], name="sheet_version_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"Lembar kroscek {self.round} {self.place} versi {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("kroscek_sheet", args=[self.code])

    @property
    def place(self) -> str:
        """Like "Desa Plumpung, Dusun Krajan"."""
        return f"{self.desa.get_kind_display()} {self.desa.name}" + (f", {self.dusun}" if self.dusun else "")


class KroscekScanQuerySet(models.QuerySet["KroscekScan"]):
    def visible_to(self, user: "User") -> "KroscekScanQuerySet":
        """For who may see that kecamatan, and for who uploaded it."""
        if user.sees_kabupaten:
            return self.all()
        return self.filter(Q(desa__kecamatan__in=user.kecamatan_codes) | Q(by=user))


class KroscekScan(models.Model):
    """A signed sheet as it came back: evidence of step 9, never changed or removed (trigger)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="scans")
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(KroscekSheet, models.PROTECT, null=True, related_name="scans")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="copy of the file's, so that one scan is not counted twice")
    note = models.CharField("keterangan", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = KroscekScanQuerySet.as_manager()

    class Meta:
        ordering = ["desa__name", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "desa", "sha256"], name="scan_once")]

    def __str__(self) -> str:
        return f"Pindaian {self.round} {self.desa}"
