"""A failure to protect personal data (UU 27/2022 Pasal 46): the register, its lines, and whom it reaches."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.lib.access import Permission
from pkh_sembako.privacy.enums import INCIDENT_TONES, IncidentAct, IncidentState
from pkh_sembako.privacy.transitions import IncidentMachine

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

LIMIT = timedelta(hours=72)  # 3 x 24 jam from the moment it was found (Pasal 46)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: "User") -> "IncidentQuerySet":
        """Nobody sees the incident in which their own account is looked into."""
        return self.exclude(user=user) if user.may(Permission.VIEW_INCIDENTS) else self.none()


class Incident(IncidentMachine):
    """One incident. When and what was found never changes; what is learnt later stands in its lines (triggers)."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="running number of the year")
    found_at = models.DateTimeField("ditemukan")
    starts = models.DateTimeField("mulai terjadi")
    ends = models.DateTimeField("sampai")
    what = models.TextField("apa yang terjadi", max_length=2000)
    how = models.TextField("bagaimana terjadinya dan diketahuinya", max_length=2000)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose account it is about",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="incident_number_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="incident_window"),
            models.CheckConstraint(condition=Q(starts__lte=F("found_at")), name="incident_found_after_it_began"),
            models.CheckConstraint(condition=Q(user__isnull=True) | ~Q(user=F("by")), name="incident_by_another"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("incident", args=[self.pk])

    @property
    def code(self) -> str:
        """Like "PDP-INS-2026-01"."""
        return f"PDP-INS-{self.year}-{self.number:02d}"

    @property
    def due(self) -> datetime:
        return self.found_at + LIMIT

    @property
    def tone(self) -> str:
        return INCIDENT_TONES[IncidentState(self.state)]

    @property
    def clock_subject(self) -> str:
        return f"incident:{self.pk}"


class IncidentEntry(models.Model):
    """One line of the register; never changed, and none is written by whose account it is about (triggers)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within the incident")
    act = models.CharField(max_length=12, choices=IncidentAct)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=IncidentState)
    note = models.TextField("catatan", max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="incident_entry_number")]

    def __str__(self) -> str:
        return f"{self.incident_id}.{self.number} {self.act}"


class IncidentScope(models.Model):
    """One computation of whom it reaches: what was asked, how many, and the fingerprint of the list (immutable).

    The list itself is computed anew from what never changes; the same question gives the same fingerprint.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="scopes")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    address = models.CharField(
        "alamat halaman", max_length=100, blank=True, help_text="beginning of the pages' address"
    )
    with_reach = models.BooleanField("termasuk jangkauan akun", default=False)
    persons = models.PositiveIntegerField()
    families = models.PositiveIntegerField()
    summary = models.JSONField(
        help_text="{classes, ways: {code: persons}, places: [[kecamatan, families, persons]], unknown}"
    )
    list_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="incident_scope_number")]

    def __str__(self) -> str:
        return f"{self.incident} perhitungan {self.number}"
