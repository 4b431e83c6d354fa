"""Jadwal pendistribusian KKS: when, where and by which team the cards of each desa are handed out (SOP Sembako 6-8)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.fsm import FSMModelMixin
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import KksScheduleState as S
from programs.models.rounds import Round

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

DOCUMENTS_TO_BRING = (
    "KTP-el asli dan fotokopi dua lembar; kartu keluarga (KK) asli dan fotokopi dua lembar; undangan ini; "
    "surat keterangan beda identitas dari desa/kelurahan bila nama pada undangan dan KTP berbeda."
)


class KksScheduleQuerySet(models.QuerySet["KksSchedule"]):
    def visible_to(self, user: "User") -> "KksScheduleQuerySet":
        """Who plans sees all; a kecamatan, a desa or a pendamping those in force that send somebody to them."""
        if user.sees_kabupaten or user.has_role("bank"):
            return self.all()
        own = KksSlot.objects.visible_to(user).order_by()
        return self.filter(state=S.RECEIVED, pk__in=own.values("schedule"))

    def in_force(self) -> "KksScheduleQuerySet":
        return self.exclude(state=S.WITHDRAWN)


class KksSchedule(FSMModelMixin, models.Model):
    """One schedule of one round; another version replaces it by withdrawing this one."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="kks_schedules")
    version = models.PositiveSmallIntegerField()
    state = FSMField("keadaan", choices=S, default=S.DRAFT, protected=True)
    starts = models.DateField("mulai")
    days = models.PositiveSmallIntegerField("janji (hari)", default=15)
    teams = models.PositiveSmallIntegerField("jumlah tim")
    per_hour = models.PositiveSmallIntegerField("kartu per tim per jam")
    documents_to_bring = models.CharField("berkas yang dibawa", max_length=400, default=DOCUMENTS_TO_BRING)
    contact = models.CharField("narahubung bank", max_length=120, blank=True)
    note = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", help_text="the bank's own paper, when it sent one"
    )

    made_for_bank = models.BooleanField("disusun Dinas untuk bank", default=False)

    objects = KksScheduleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="kks_schedule_version"),
            models.UniqueConstraint(
                fields=["round"], condition=~Q(state=S.WITHDRAWN), name="kks_one_schedule_per_round"
            ),
            models.CheckConstraint(
                condition=Q(teams__gte=1, teams__lte=50, per_hour__gte=1, per_hour__lte=500, days__gte=1, days__lte=90),
                name="kks_schedule_sizes",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RECEIVED) | Q(made_by__isnull=False, received_by__isnull=False),
                name="kks_schedule_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(received_by=F("made_by")) | Q(made_for_bank=True),
                name="kks_schedule_received_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Jadwal KKS {self.round} versi {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("kks_schedule", args=[self.pk])

    @property
    def tone(self) -> str:
        return {S.DRAFT: "netral", S.MADE: "proses", S.RECEIVED: "positif", S.WITHDRAWN: "negatif"}[S(self.state)]

    @transition(field=state, source=S.DRAFT, target=S.MADE)
    def make(self) -> None:
        """The bank says: this is the schedule (step 6)."""

    @transition(field=state, source=S.MADE, target=S.DRAFT)
    def reopen(self) -> None:
        """Handed back to be changed."""

    @transition(field=state, source=S.MADE, target=S.RECEIVED)
    def receive(self) -> None:
        """The Dinas has it (step 7)."""

    @transition(field=state, source=[S.DRAFT, S.MADE, S.RECEIVED], target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """Another version takes its place."""


class KksSlotQuerySet(models.QuerySet["KksSlot"]):
    def visible_to(self, user: "User") -> "KksSlotQuerySet":
        if user.sees_kabupaten or user.has_role("bank"):
            return self.all()
        scope = Q(desa__in=user.desa_codes) | Q(desa__kecamatan__in=user.kecamatan_codes)
        if user.accompanies:
            scope |= Q(bookings__household__enrollments__pendamping__in=user.accompanies)
        return self.filter(pk__in=KksSlot.objects.filter(scope).order_by().values("pk"))


class KksSlot(models.Model):
    """A desa's cards, or a part of them, at one place, by one team, inside one interval of working time."""

    schedule = models.ForeignKey(KksSchedule, models.CASCADE, related_name="slots", db_index=False)
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("tanggal")
    start = models.TimeField("mulai")
    end = models.TimeField("selesai")
    team = models.PositiveSmallIntegerField("tim")
    cards = models.PositiveIntegerField("jumlah kartu")
    place = models.CharField("tempat", max_length=120, blank=True)
    officers = models.CharField("petugas", max_length=300, blank=True)

    objects = KksSlotQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["day", "start", "team", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="kks_slot_has_length"),
            models.CheckConstraint(condition=Q(cards__gte=1), name="kks_slot_has_cards"),
            models.CheckConstraint(condition=Q(team__gte=1), name="kks_slot_has_a_team"),
            ExclusionConstraint(
                name="kks_team_in_one_place",
                expressions=[
                    ("schedule", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (Func(F("day") + F("start"), F("day") + F("end"), function="tsrange"), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Satu tim tidak dapat berada di dua tempat pada waktu yang sama.",
            ),
        ]
        indexes = [models.Index(fields=["schedule", "desa", "day"], name="kks_slot_desa")]

    def __str__(self) -> str:
        return f"{self.desa}, {self.day:%d-%m-%Y} {self.start:%H.%M}"


class KksScheduleReceipt(models.Model):
    """A kecamatan has the schedule and tells its desa (step 8): with an account (`by`), through a personal link
    (`through` says who), or the Dinas writes it down with the kecamatan's paper."""

    schedule = models.ForeignKey(KksSchedule, models.CASCADE, related_name="receipts", db_index=False)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    through = models.CharField("melalui", max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    recorded_for = models.BooleanField("dicatat Dinas untuk kecamatan", default=False)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    note = models.CharField("catatan", max_length=300, blank=True)

    class Meta:
        ordering = ["kecamatan"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "kecamatan"], name="kks_schedule_receipt_once"),
            models.CheckConstraint(
                condition=Q(recorded_for=False) | Q(evidence__isnull=False), name="kks_schedule_receipt_with_paper"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, through="") | (Q(by__isnull=True, recorded_for=False) & ~Q(through="")),
                name="kks_schedule_receipt_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}: {self.kecamatan}"

    @property
    def said_by(self) -> str:
        return self.through or str(self.by)
