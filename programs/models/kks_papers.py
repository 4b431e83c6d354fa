"""Berita Acara of cards: what was handed over in a desa, and what went back to the bank. Its list never changes."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.models import Document, DocumentState
from pkh_sembako.office.models import Desa
from programs.enums import KksPaper
from programs.models.rounds import Round

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class KksBeritaAcaraQuerySet(models.QuerySet["KksBeritaAcara"]):
    def visible_to(self, user: "User") -> "KksBeritaAcaraQuerySet":
        """Who signs it reads it: the Dinas, the bank, and the kecamatan and desa it is about."""
        if user.sees_kabupaten or user.has_role("bank"):
            return self.all()
        return self.filter(Q(desa__in=user.desa_codes) | Q(desa__kecamatan__in=user.kecamatan_codes))


class KksBeritaAcara(models.Model):
    """One issued paper. Totals and rows are those of the moment it was made; the database compares the totals with
    its own (migration 0024) and refuses every later change. What happens afterwards stands in the next version.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+", db_index=False)
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=KksPaper)
    version = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField("alasan versi baru", max_length=200, blank=True)
    received = models.PositiveIntegerField()
    handed_over = models.PositiveIntegerField()
    to_do = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    replaced = models.PositiveIntegerField()
    rows = models.JSONField(help_text="the list as printed, one object a card (queries.kks_ba)")
    list_hash = models.CharField(max_length=64)
    counted_at = models.DateTimeField(help_text="the moment of totals and rows")
    place = models.CharField("tempat", max_length=120)
    signers = models.JSONField(help_text="[{institution, title, name, nip}] of Dinas, desa, bank, in this order")
    document = models.OneToOneField(Document, models.PROTECT, related_name="kks_berita_acara")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = KksBeritaAcaraQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "desa", "kind", "version"], name="kks_ba_version"),
            models.CheckConstraint(
                condition=Q(received=F("handed_over") + F("to_do") + F("returned") + F("lost") + F("replaced")),
                name="kks_ba_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True)
                | (Q(version__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="kks_ba_names_the_earlier",
            ),
        ]

    def __str__(self) -> str:
        later = f" versi {self.version}" if self.version > 1 else ""
        return f"BA {self.get_kind_display().lower()} KKS {self.desa.name}, {self.round}{later}"

    def get_absolute_url(self) -> str:
        return reverse("kks_ba", args=[self.pk])

    @property
    def is_final(self) -> bool:
        return self.document.state == DocumentState.FINAL
