"""Who works the families of a pendamping on leave, from and to."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.accounts.models.people import Posting, User


class LeaveBasis(models.TextChoices):
    ANNUAL = "tahunan", "Cuti tahunan"
    SICK = "sakit", "Cuti sakit"
    BIRTH = "melahirkan", "Cuti melahirkan"
    IMPORTANT = "penting", "Cuti karena alasan penting"
    DUTY = "tugas", "Tugas atau pelatihan"
    OTHER = "lain", "Lainnya"


class DateRange(Func):
    """daterange(starts, ends, '[]') of the row."""

    function = "DATERANGE"
    output_field = DateRangeField()


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def in_force(self, on: date | None = None) -> "SubstitutionQuerySet":
        day = on or timezone.localdate()
        return self.filter(starts__lte=day, ends__gte=day)

    def overlapping(self, starts: date, ends: date) -> "SubstitutionQuerySet":
        return self.filter(starts__lte=ends, ends__gte=starts)

    def visible_to(self, user: User) -> "SubstitutionQuerySet":
        """Those of pendamping whom the user oversees: the whole kabupaten, or the own kecamatan."""
        return self if user.sees_kabupaten else self.filter(absent__in=overseen(user))


def overseen(user: User) -> models.QuerySet[User]:
    """Active pendamping of today whose absence this user arranges."""
    now = Posting.objects.in_force().filter(role="pendamping")
    if not user.sees_kabupaten:
        now = now.filter(
            Q(kecamatan__in=user.kecamatan_codes) | Q(user__work_areas__desa__kecamatan__in=user.kecamatan_codes)
        )
    return User.objects.filter(pk__in=now.values("user"), is_active=True).order_by("full_name")


class Substitution(models.Model):
    """A pendamping on leave and who works the families meanwhile. It begins and ends by itself."""

    absent = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="yang cuti")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="standing_in", verbose_name="pengganti")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    basis = models.CharField("dasar", max_length=12, choices=LeaveBasis)
    letter_number = models.CharField("nomor surat", max_length=80, blank=True)
    letter_date = models.DateField("tanggal surat", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SubstitutionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="substitution_period"),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="substitution_by_another"),
            ExclusionConstraint(
                name="substitution_one_at_a_time",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    (DateRange("starts", "ends", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} menggantikan {self.absent}"

    @property
    def is_in_force(self) -> bool:
        return self.starts <= timezone.localdate() <= self.ends

    @property
    def is_over(self) -> bool:
        return self.ends < timezone.localdate()
