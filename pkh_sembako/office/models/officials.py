"""Who holds the posts of the office, who signs after whom, and how many staff the standards promise."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.office.enums import ACTING, DELEGATED, PROGRAMS, Capacity, Executor


class OfficialQuerySet(models.QuerySet["Official"]):
    def in_force(self, on: date | None = None) -> "OfficialQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)

    def overlapping(self, starts: date, ends: date | None) -> "OfficialQuerySet":
        rows = self.filter(Q(ends__isnull=True) | Q(ends__gte=starts))
        return rows.filter(starts__lte=ends) if ends else rows


class Official(models.Model):
    """Who holds a post of the office and signs for it, or that nobody does. `post` is a role code."""

    post = models.CharField("jabatan", max_length=20)
    capacity = models.CharField("sebagai", max_length=10, choices=Capacity, default=Capacity.DEFINITIVE)
    title = models.CharField("sebutan jabatan", max_length=120)
    own_title = models.CharField("jabatan sendiri", max_length=120, blank=True)
    name = models.CharField("nama", max_length=120, blank=True)
    nip = models.CharField("NIP", max_length=24, blank=True)
    rank = models.CharField("pangkat/golongan", max_length=60, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="officials")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    order_number = models.CharField("nomor surat perintah", max_length=80, blank=True)
    order_date = models.DateField("tanggal surat perintah", null=True, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)

    objects = OfficialQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["post", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")), name="official_period"
            ),
            models.CheckConstraint(
                condition=~Q(capacity__in=ACTING) | (~Q(order_number="") & Q(order_date__isnull=False)),
                name="official_acting_by_order",
            ),
            models.CheckConstraint(
                condition=~Q(capacity__in=[Capacity.PLT, Capacity.PLH]) | Q(ends__isnull=False),
                name="official_acting_ends",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.VACANT, name="", user__isnull=True)
                | (~Q(capacity=Capacity.VACANT) & ~Q(name="")),
                name="official_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'Kosong'} ({self.printed_title})"

    @property
    def is_acting(self) -> bool:
        return self.capacity in ACTING

    @property
    def title_lines(self) -> list[str]:
        """As it stands above a signature: "Plt. Kepala Dinas", or "a.n. Kepala Dinas" with the own post below."""
        if self.capacity in (Capacity.PLT, Capacity.PLH):
            return [_with(f"{self.capacity.capitalize()}.", self.title)]
        if self.capacity in DELEGATED:
            between = ["u.b."] if self.capacity == Capacity.UB else []
            return [line for line in (_with("a.n.", self.title), *between, self.own_title) if line]
        return [self.title]

    @property
    def printed_title(self) -> str:
        """The same in one line."""
        return ", ".join(self.title_lines)


def _with(mark: str, title: str) -> str:
    return title if title.lower().startswith(mark.lower()) else f"{mark} {title}"


class ChainLink(models.Model):
    """The office's signing chain in order; the last link determines (Magetan: kasi, kabid, kadis)."""

    order = models.PositiveSmallIntegerField("urutan", unique=True)
    role = models.CharField("jabatan", max_length=20, unique=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.order}. {self.role}"


class StaffPromise(models.Model):
    """How many people the service standard of a programme promises ("jumlah pelaksana"), and which roles it counts."""

    program = models.CharField("program", max_length=8, primary_key=True, choices=PROGRAMS)
    number = models.PositiveSmallIntegerField("jumlah pelaksana")
    roles = ArrayField(models.CharField(max_length=20, choices=Executor), verbose_name="yang dihitung")
    source = models.CharField("menurut", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["program"]

    def __str__(self) -> str:
        return f"{self.get_program_display()}: {self.number}"
