"""Surat pemberitahuan of a cycle to each kecamatan, and which desa it told (SOP Sembako 4-5)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import Letter, StoredFile
from pkh_sembako.office.models import Desa, Kecamatan
from sop.enums import DesaChannel
from sop.models.links import PersonalLink
from sop.models.runs import Cycle

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User") -> "NoticeQuerySet":
        """The whole kabupaten, or the own kecamatan and that of the own desa."""
        if user.sees_kabupaten:
            return self.all()
        around = Desa.objects.filter(pk__in=user.desa_codes).order_by().values("kecamatan")
        return self.filter(Q(kecamatan__in=user.kecamatan_codes) | Q(kecamatan__in=around))


class Notice(models.Model):
    """The letter of a cycle to one kecamatan; a cancelled letter is replaced, a dropped draft takes it along."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="notices", db_index=False)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, models.CASCADE, related_name="notice")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["kecamatan__name"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kecamatan"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.cycle}: Kecamatan {self.kecamatan}"


class DesaInformedQuerySet(models.QuerySet["DesaInformed"]):
    def visible_to(self, user: "User") -> "DesaInformedQuerySet":
        if user.sees_kabupaten:
            return self.all()
        return self.filter(Q(desa__kecamatan__in=user.kecamatan_codes) | Q(desa__in=user.desa_codes))


class DesaInformed(models.Model):
    """A desa knows; said by its kecamatan or itself, with an account or through a personal link (`link`, then `by` is
    empty), or written down by the Dinas with evidence. Never changed (trigger)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="desa_informed", db_index=False)
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+")
    informed_on = models.DateField()
    channel = models.CharField(max_length=8, choices=DesaChannel)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(PersonalLink, models.PROTECT, null=True, related_name="told")
    at = models.DateTimeField(default=timezone.now)
    recorded_for = models.BooleanField(default=False, help_text="written down by the Dinas for the kecamatan")
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    objects = DesaInformedQuerySet.as_manager()

    class Meta:
        ordering = ["desa__name"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "desa"], name="desa_informed_once"),
            models.CheckConstraint(
                condition=Q(recorded_for=False) | Q(evidence__isnull=False), name="desa_informed_with_paper"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, link__isnull=True)
                | Q(by__isnull=True, link__isnull=False, channel=DesaChannel.LINK),
                name="desa_informed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.desa}"

    @property
    def said_by(self) -> str:
        return self.link.said_by if self.link else str(self.by)
