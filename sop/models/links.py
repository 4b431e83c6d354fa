"""Personal links: a camat or a desa confirms one letter or one schedule without an account (SOP Sembako 5 and 8)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import Letter
from pkh_sembako.office.models import Desa, Kecamatan
from programs.models import KksSchedule
from sop.models.runs import Cycle

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

MOST_TRIES = 5  # wrong codes, then the link is locked for good
MAIL_TRIES = 10


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def visible_to(self, user: "User") -> "PersonalLinkQuerySet":
        """Whoever works for the whole kabupaten: they are made there."""
        return self.all() if user.sees_kabupaten else self.none()

    def standing(self) -> "PersonalLinkQuerySet":
        """Neither used nor revoked; what the database allows one of for each letter and place."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)

    def to_mail(self) -> "PersonalLinkQuerySet":
        """Waiting to be sent; its secret is drawn at that moment."""
        waiting = self.standing().exclude(mail_to="").filter(token_hash__isnull=True)
        return waiting.filter(mail_attempts__lt=MAIL_TRIES, expires_at__gt=timezone.now())


class PersonalLink(models.Model):
    """One link with a code, good for one letter or one schedule, one place and one confirmation.

    The token and the code are known only to who received them: `token_hash` is the SHA-256 of 256 random bits,
    `code_hash` the HMAC of six digits under the token, so the table tells neither. Guarded by a trigger: nothing of it
    changes after use, and a locked or expired one is never used.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="personal_links")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="personal_links")
    schedule = models.ForeignKey(KksSchedule, models.PROTECT, null=True, related_name="+")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    mail_to = models.EmailField(blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, help_text="mailed, or shown to the officer who hands it on")
    opened_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="wrong codes")
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True, help_text="false: an objection to the schedule")
    name = models.CharField(max_length=120, blank=True, help_text="who confirmed")
    position = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=False, schedule__isnull=True)
                | Q(letter__isnull=True, schedule__isnull=False),
                name="link_for_one_matter",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MOST_TRIES), name="link_few_tries"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, agreed__isnull=True, name="", position="")
                | (Q(used_at__isnull=False, agreed__isnull=False) & ~Q(name="") & ~Q(position="")),
                name="link_used_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["letter", "schedule", "kecamatan", "desa"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                nulls_distinct=False,
                name="one_standing_link",
            ),
        ]

    def __str__(self) -> str:
        return f"Tautan {self.what} untuk {self.place}"

    @property
    def what(self) -> str:
        return "surat pemberitahuan" if self.letter_id else "jadwal kartu"

    @property
    def place(self) -> str:
        return f"Desa/Kelurahan {self.desa}" if self.desa else f"Kecamatan {self.kecamatan}"

    @property
    def said_by(self) -> str:
        """As a record of what it brought names it."""
        return f"melalui tautan pribadi, oleh {self.name} ({self.position})"

    @property
    def is_locked(self) -> bool:
        return self.attempts >= MOST_TRIES

    def is_expired(self, now: datetime | None = None) -> bool:
        return self.expires_at <= (now or timezone.now())


class LinkTry(models.Model):
    """A wrong answer to a personal link, for slowing down who tries many; `source` is a keyed hash of the address."""

    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "at"], name="linktry_source")]

    def __str__(self) -> str:
        return f"{self.source[:8]} {self.at}"
