"""People, where they are posted, and which desa a pendamping accompanies."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.accounts.roles import ROLES, Area, Role
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.enums import PROGRAMS, Executor
from pkh_sembako.office.models import Desa, Kecamatan, Official

if TYPE_CHECKING:
    from pkh_sembako.accounts.models.leave import Substitution

ROLE_CHOICES = [(role.code, role.label) for role in ROLES.values()]


class User(AbstractUser):
    """A person who logs in. Users are deactivated, never deleted: their acts stay theirs."""

    full_name = models.CharField("nama lengkap", max_length=120)
    phone = models.CharField("WhatsApp", max_length=20, blank=True)
    first_name = last_name = None  # type: ignore[assignment]  # Indonesian names are one field

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    @cached_property
    def postings_now(self) -> list["Posting"]:
        """The postings in force today (one query per request)."""
        return list(self.postings.in_force().select_related("kecamatan", "desa"))

    @property
    def roles(self) -> list[Role]:
        return [ROLES[posting.role] for posting in self.postings_now]

    def has_role(self, *codes: str) -> bool:
        return any(posting.role in codes for posting in self.postings_now)

    def may(self, *permissions: Permission) -> bool:
        """True when one of the user's roles has one of the permissions. Superusers get no more than their roles."""
        return any(not role.permissions.isdisjoint(permissions) for role in self.roles)

    @property
    def is_approver(self) -> bool:
        return any(role.approver for role in self.roles)

    @property
    def sees_kabupaten(self) -> bool:
        return any(role.area == Area.KABUPATEN for role in self.roles)

    @cached_property
    def kecamatan_codes(self) -> list[str]:
        """Kecamatan over which the user's kecamatan-level postings stand."""
        wide = (p for p in self.postings_now if ROLES[p.role].area == Area.KECAMATAN and p.kecamatan_id)
        return [posting.kecamatan_id for posting in wide]

    @cached_property
    def desa_codes(self) -> list[str]:
        """Desa over which the user's desa-level postings stand."""
        narrow = (p for p in self.postings_now if ROLES[p.role].area == Area.DESA and p.desa_id)
        return [posting.desa_id for posting in narrow]

    @cached_property
    def accompanies(self) -> list[int]:
        """Ids of the pendamping whose families this user works: the own, and of whom they replace today."""
        if not self.may(Permission.DO_KROSCEK):
            return []
        own = [self.pk] if any(role.area == Area.OWN for role in self.roles) else []
        return [*own, *(row.absent_id for row in self.replacing_now)]

    @cached_property
    def replacing_now(self) -> list["Substitution"]:
        """For whom this user stands in today (one query per request)."""
        return list(self.standing_in.in_force().select_related("absent"))

    @property
    def replaced_now(self) -> "Substitution | None":
        """Who stands in for this user today."""
        return self.absences.in_force().select_related("substitute").first()

    def household_scope(self) -> Q | None:
        """Which families this user sees, as a filter on Enrollment; None = all, an impossible Q = none."""
        if self.sees_kabupaten:
            return None
        scope = Q(pk__in=[])
        if self.kecamatan_codes:
            scope |= Q(household__desa__kecamatan_id__in=self.kecamatan_codes)
        if self.accompanies:
            scope |= Q(pendamping_id__in=self.accompanies)
        return scope

    @property
    def role_label(self) -> str:
        return ", ".join(posting.title for posting in self.postings_now) or "Tanpa penempatan"


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_force(self, on: date | None = None) -> "PostingQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)


class Posting(models.Model):
    """Where and as what a user works, from and to; the area of what the user sees follows from it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, null=True, blank=True)
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True)
    program = models.CharField("program", max_length=8, choices=PROGRAMS, blank=True, help_text="Kosong = keduanya")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    sk_number = models.CharField("nomor SK", max_length=80, blank=True)
    sk_date = models.DateField("tanggal SK", null=True, blank=True)
    acting = models.OneToOneField(
        Official, models.PROTECT, null=True, editable=False, help_text="made with this Plt., Plh. or delegated official"
    )

    objects = PostingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["user", "role", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")), name="posting_period"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["korcam", "kecamatan"]) | Q(kecamatan__isnull=False), name="posting_kecamatan"
            ),
            models.CheckConstraint(condition=~Q(role="desa") | Q(desa__isnull=False), name="posting_desa"),
        ]

    def __str__(self) -> str:
        return f"{self.user} sebagai {self.title}"

    @property
    def title(self) -> str:
        """The office's own title for the role, with the place where it is posted."""
        place = self.kecamatan or self.desa
        return f"{self.role_title} {place}" if place else self.role_title

    @property
    def role_title(self) -> str:
        return RoleLabel.of(self.role)

    @property
    def place_words(self) -> str:
        if self.kecamatan:
            return f"Kec. {self.kecamatan}"
        return str(self.desa) if self.desa else "Kabupaten"

    @property
    def program_words(self) -> str:
        """Empty for a role that is not divided by programme."""
        if self.role not in Executor.values:
            return ""
        return self.get_program_display() if self.program else "PKH dan Sembako"

    @property
    def is_in_force(self) -> bool:
        today = timezone.localdate()
        return self.starts <= today and (self.ends is None or self.ends >= today)

    @property
    def ends_soon(self) -> bool:
        return self.ends is not None and 0 <= (self.ends - timezone.localdate()).days <= 30


_titles: ContextVar[dict[str, str] | None] = ContextVar("titles_of_roles", default=None)


@contextmanager
def remembered_titles() -> Iterator[None]:
    """Within this block the titles of roles are read at most once; a request is one such block."""
    token = _titles.set({})
    try:
        yield
    finally:
        _titles.reset(token)


class SecondFactorProof(models.Model):
    """A code typed for one act: `about` is the SHA-256 of what is decided. Never changed, never removed."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    about = models.CharField("untuk", max_length=64)
    device = models.CharField("alat", max_length=80)
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "about", "at"], name="proof_by_act")]

    def __str__(self) -> str:
        return f"{self.user}, {self.about[:16]}"


class RoleLabel(models.Model):
    """The office's own title of a role ("Ketua Tim" instead of "Kepala seksi")."""

    role = models.CharField("peran", max_length=20, primary_key=True, choices=ROLE_CHOICES)
    label = models.CharField("sebutan", max_length=80)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.role}: {self.label}"

    @classmethod
    def of(cls, role: str) -> str:
        return cls.titles()[role]

    @classmethod
    def titles(cls) -> dict[str, str]:
        """{role code: title}, the office's own title where it has one (one query, see `remembered_titles`)."""
        memory = _titles.get()
        if memory:
            return memory
        titles = {code: role.label for code, role in ROLES.items()} | dict(cls.objects.values_list("role", "label"))
        if memory is not None:
            memory.update(titles)
        return titles


class WorkArea(models.Model):
    """Which pendamping accompanies a desa for a program; imported families of that desa become theirs."""

    desa = models.ForeignKey(Desa, models.PROTECT, related_name="work_areas")
    program = models.CharField(max_length=8, choices=PROGRAMS)
    pendamping = models.ForeignKey(User, models.PROTECT, related_name="work_areas")

    history = HistoricalRecords()

    class Meta:
        ordering = ["desa", "program"]
        constraints = [models.UniqueConstraint(fields=["desa", "program"], name="one_pendamping_per_desa")]

    def __str__(self) -> str:
        return f"{self.desa} {self.program}: {self.pendamping}"
