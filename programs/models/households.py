"""Families, their members, and what they take part in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from pkh_sembako.lib.fsm import FSMModelMixin
from pkh_sembako.office.models import Desa
from programs.enums import STATUS_TONES, Component, EnrollmentStatus, Program, Sex
from programs.transitions import ENROLLMENT_MOVES as MOVES

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


NIK_TAKEN = "NIK ini sudah dipakai keluarga lain. Periksa KTP, lalu tulis NIK yang benar."


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, user: "User") -> "HouseholdQuerySet":
        """The families this user's postings reach; nobody else's exist for them."""
        if user.sees_kabupaten:
            return self.all()
        mine = Enrollment.objects.visible_to(user).filter(household=models.OuterRef("pk"))
        return self.filter(models.Exists(mine))


class Household(models.Model):
    """A family (KPM), shared by both programmes. `nik` is that of the pengurus, the one who receives for the family."""

    no_kk = models.CharField("nomor KK", max_length=16, blank=True, db_index=True)
    nik = models.CharField("NIK pengurus", max_length=16, blank=True)
    name = models.CharField("nama pengurus", max_length=120)
    name_search = models.CharField(max_length=120, editable=False, help_text="lower case, letters and spaces only")
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="households", db_index=False)  # household_desa_name
    alamat = models.CharField("alamat", max_length=200, blank=True)
    dusun = models.CharField("dusun", max_length=80, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    iddtks = models.CharField("ID DTKS", max_length=40, blank=True)
    phone = models.CharField("nomor HP", max_length=20, blank=True)
    desil = models.PositiveSmallIntegerField("desil", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="raised by every edit; guards against lost updates")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = HouseholdQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name_search", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nik"], condition=~Q(nik=""), name="household_nik_once", violation_error_message=NIK_TAKEN
            ),
            models.CheckConstraint(condition=Q(nik="") | Q(nik__regex=r"^\d{16}$"), name="household_nik_16"),
            models.CheckConstraint(condition=Q(no_kk="") | Q(no_kk__regex=r"^\d{16}$"), name="household_kk_16"),
            models.CheckConstraint(condition=~Q(nik="") | ~Q(no_kk=""), name="household_has_a_number"),
            models.CheckConstraint(
                condition=Q(desil__isnull=True) | Q(desil__gte=1, desil__lte=10), name="household_desil"
            ),
        ]
        indexes = [
            GinIndex(OpClass("name_search", name="gin_trgm_ops"), name="household_name_trgm"),
            models.Index(fields=["name_search", "id"], name="household_name_key"),
            models.Index(fields=["desa", "name_search", "id"], name="household_desa_name"),
            models.Index(fields=["updated_at", "id"], name="household_updated"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("household", args=[self.pk])


class Member(models.Model):
    """A person of a family. A V1 file makes the pengurus only."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    nik = models.CharField("NIK", max_length=16, blank=True, db_index=True)
    name = models.CharField("nama", max_length=120)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField("tanggal lahir", null=True, blank=True)
    relation = models.CharField("hubungan keluarga", max_length=40, blank=True)
    is_pengurus = models.BooleanField("pengurus", default=False)
    components = models.JSONField("komponen PKH", default=list, help_text="codes of enums.Component")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-is_pengurus", "birth_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["household"], condition=Q(is_pengurus=True), name="one_pengurus"),
            models.CheckConstraint(condition=Q(nik="") | Q(nik__regex=r"^\d{16}$"), name="member_nik_16"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def component_labels(self) -> list[str]:
        return [Component(code).label for code in self.components if code in Component.values]


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, user: "User") -> "EnrollmentQuerySet":
        """The families this user's postings reach; nobody else's exist for them."""
        scope = user.household_scope()
        return self.all() if scope is None else self.filter(scope)


class Enrollment(FSMModelMixin, models.Model):
    """A family's membership in one programme: status, pendamping, notes and the values last imported."""

    # No index of its own where a wider one begins with the column.
    household = models.ForeignKey(Household, models.CASCADE, related_name="enrollments", db_index=False)
    program = models.CharField(max_length=8, choices=Program)
    status = FSMField("status", choices=EnrollmentStatus, default=EnrollmentStatus.CANDIDATE, protected=True)
    pendamping = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="enrollments"
    )
    notes = models.TextField("catatan", blank=True)
    imported = models.JSONField(default=dict, help_text="values last imported, by field, to tell local corrections")
    created_at = models.DateTimeField(default=timezone.now)

    objects = EnrollmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["household", "program"], name="one_enrollment_per_program")]
        indexes = [
            models.Index(fields=["program", "status"], name="enrollment_status"),
            models.Index(fields=["pendamping", "program"], name="enrollment_pendamping"),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.get_program_display()}"

    @property
    def tone(self) -> str:
        return STATUS_TONES[EnrollmentStatus(self.status)]

    @transition(field=status, source=MOVES["validate"].sources, target=MOVES["validate"].target)
    def validate(self) -> None:
        """The candidate was met and the data hold."""

    @transition(field=status, source=MOVES["activate"].sources, target=MOVES["activate"].target)
    def activate(self) -> None:
        """The family takes part and may be paid."""

    @transition(field=status, source=MOVES["suspend"].sources, target=MOVES["suspend"].target)
    def suspend(self) -> None:
        """Paid no more until it is found again (ditangguhkan)."""

    @transition(field=status, source=MOVES["leave"].sources, target=MOVES["leave"].target)
    def leave(self) -> None:
        """Out of the programme (dihentikan/keluar)."""

    @transition(field=status, source=MOVES["graduate"].sources, target=MOVES["graduate"].target)
    def graduate(self) -> None:
        """Needs the programme no more; the end of the road."""

    @transition(field=status, source=MOVES["refuse"].sources, target=MOVES["refuse"].target)
    def refuse(self) -> None:
        """The candidate does not qualify."""

    @transition(field=status, source=MOVES["reconsider"].sources, target=MOVES["reconsider"].target)
    def reconsider(self) -> None:
        """Proposed once more, as a candidate."""
