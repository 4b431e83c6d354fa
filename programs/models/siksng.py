"""What must be typed into SIKS-NG, that it was, and what SIKS-NG's own export says of it (domain.md, corrections).

SIKS-NG stays the ministry's system: officers type there. Here stands only what is not there yet, who typed it, and
where the two differ. Acts are append-only; whether a change is open follows from its acts alone (migration 0013).
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.office.models import Desa
from programs.enums import Program
from programs.models.households import Household
from programs.models.rounds import Round

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class SiksKind(TextChoices):
    """What a change is about."""

    IDENTITY = "identitas", "Identitas"
    ADDRESS = "alamat", "Alamat dan wilayah"
    MEMBER = "anggota", "Anggota masuk atau keluar"
    COMPONENT = "komponen", "Komponen PKH"
    STATUS = "kepesertaan", "Kepesertaan"


class SiksVerdict(TextChoices):
    """What happened to a change; the last one counts."""

    ENTERED = "entered", "Sudah diinput"
    MATCHED = "matched", "Sudah sama menurut ekspor"
    UNDONE = "undone", "Tanda dibatalkan"
    REPLACED = "replaced", "Digantikan perubahan berikutnya"


class SiksCategory(TextChoices):
    """How a family of an export stands to ours."""

    SAME = "sama", "Sudah sama"
    WAITING = "belum", "Belum diinput"
    THEIRS = "berbeda", "Berbeda tanpa perubahan dari kami"
    NOT_OURS = "bukan_kami", "Tidak ada di registri"
    NOT_THEIRS = "tidak_di_berkas", "Tidak ada di berkas"


class SiksChangeQuerySet(models.QuerySet["SiksChange"]):
    def visible_to(self, user: "User") -> "SiksChangeQuerySet":
        """Changes of the families this user sees."""
        if user.sees_kabupaten:
            return self.all()
        return self.filter(household__in=Household.objects.visible_to(user).order_by().values("pk"))


class SiksChange(models.Model):
    """One value of a family that was accepted here and must stand in SIKS-NG too."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="siks_changes", db_index=False)
    # No foreign key: a member who was taken off is still to be taken off there.
    member_key = models.BigIntegerField(default=0, help_text="id of the member, 0 = the family and its pengurus")
    about = models.CharField(max_length=120, help_text="name of the person when it was changed")
    nik = models.CharField(max_length=16, blank=True, help_text="the person's NIK before the change")
    program = models.CharField(max_length=8, choices=Program, blank=True, help_text="of a kepesertaan only")
    field = models.CharField(max_length=40, help_text="see queries.siksng_fields.COLUMNS")
    kind = models.CharField("jenis perubahan", max_length=12, choices=SiksKind)
    old = models.JSONField(help_text="what SIKS-NG should still have")
    new = models.JSONField(help_text="what is to be typed")
    reason = models.CharField(max_length=200, blank=True)
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, related_name="+", help_text="whose determination it was"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_open = models.BooleanField(default=True, help_text="set by the acts, never by hand")

    objects = SiksChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "member_key", "program", "field"],
                condition=Q(is_open=True),
                name="siks_one_open_per_value",
            )
        ]
        indexes = [models.Index(fields=["household", "member_key", "field", "-id"], name="siks_change_key")]

    def __str__(self) -> str:
        return f"{self.household_id}/{self.member_key} {self.field}"


class SiksComparison(models.Model):
    """An export of SIKS-NG that was read back; it changes no family."""

    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    program = models.CharField(max_length=8, choices=Program)
    layout = models.CharField(max_length=8, blank=True)
    counts = models.JSONField(default=dict, help_text="rows refused skipped families equal ticked, and per category")
    notes = models.JSONField(default=list, help_text="sentences about the file and its refused rows")
    refusal = models.CharField(max_length=600, blank=True, help_text="why nothing could be read")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    compared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.stored.name} ({self.get_program_display()})"


class SiksAct(models.Model):
    """Somebody typed a change into SIKS-NG, an export proved it, or it was undone; never changed, never deleted."""

    change = models.ForeignKey(SiksChange, models.PROTECT, related_name="acts", db_index=False)
    verdict = models.CharField(max_length=10, choices=SiksVerdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField("catatan", max_length=200, blank=True)
    comparison = models.ForeignKey(SiksComparison, models.PROTECT, null=True, related_name="acts")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["change", "-id"], name="siks_act_change")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="matched", comparison__isnull=False)
                | (~Q(verdict="matched") & Q(comparison__isnull=True)),
                name="siks_match_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.verdict}"


class SiksDifference(models.Model):
    """What one comparison found of one family in one category."""

    comparison = models.ForeignKey(SiksComparison, models.CASCADE, related_name="differences", db_index=False)
    category = models.CharField(max_length=16, choices=SiksCategory)
    # Kept also when a withdrawn BNBA file takes the family along.
    household = models.ForeignKey(
        Household, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=120)
    nik = models.CharField(max_length=16, blank=True)
    no_kk = models.CharField(max_length=16, blank=True)
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=120, blank=True, help_text="sheet and row of the export")
    values = models.JSONField(
        default=list, help_text="[{field, program, member_key, about, theirs, ours, change, ticked}]"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["comparison", "category", "id"], name="siks_difference_page")]

    def __str__(self) -> str:
        return f"{self.comparison_id} {self.category} {self.name}"
