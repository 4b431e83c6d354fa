"""Rounds (program, tahun, tahap), their entries, and the BNBA files that made them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.office.models import Desa, Kecamatan
from programs.card_layouts import CARD_LISTS
from programs.enums import KROSCEK_PROGRAMS, FileKind, FileState, Program, RowVerdict
from programs.models.households import Enrollment

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

MAX_TAHAP = {Program.PKH: 4, Program.SEMBAKO: 12}


class RoundQuerySet(models.QuerySet["Round"]):
    def with_list(self) -> "RoundQuerySet":
        """Rounds that have families on their list."""
        return self.filter(models.Exists(RoundEntry.objects.filter(round=models.OuterRef("pk"))))

    def with_kroscek(self) -> "RoundQuerySet":
        """Rounds of the programmes whose SOP has a kroscek."""
        return self.filter(program__in=KROSCEK_PROGRAMS)


class Round(models.Model):
    """One tahap of one programme. The first import or cycle that names it creates it."""

    program = models.CharField(max_length=8, choices=Program)
    tahun = models.PositiveSmallIntegerField()
    tahap = models.PositiveSmallIntegerField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-tahun", "-tahap", "program"]
        constraints = [
            models.UniqueConstraint(fields=["program", "tahun", "tahap"], name="round_once"),
            models.CheckConstraint(
                condition=Q(program="pkh", tahap__gte=1, tahap__lte=4)
                | Q(program="sembako", tahap__gte=1, tahap__lte=12),
                name="round_tahap",
            ),
            models.CheckConstraint(condition=Q(tahun__gte=2007, tahun__lte=2100), name="round_tahun"),
        ]

    def __str__(self) -> str:
        return f"{self.get_program_display()} Tahap {self.tahap} {self.tahun}"


class RoundEntryQuerySet(models.QuerySet["RoundEntry"]):
    def visible_to(self, user: "User") -> "RoundEntryQuerySet":
        """Families on lists that this user's postings reach; a kecamatan keeps those on its list that moved away."""
        if user.sees_kabupaten:
            return self.all()
        codes = user.kecamatan_codes
        scope = Q(kecamatan__in=codes) | Q(enrollment__household__desa__kecamatan__in=codes)
        if user.accompanies:
            scope |= Q(enrollment__pendamping__in=user.accompanies)
        return self.filter(scope)


class RoundEntry(models.Model):
    """A family on a Round's list, with what the ministry's file said for this tahap."""

    # No index of its own where a wider one begins with the column.
    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", db_index=False)
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="entries")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+", db_index=False)  # asked within a round
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+", db_index=False)
    tahap = models.CharField(max_length=60, blank=True, help_text="as the file wrote it")
    nominal = models.BigIntegerField(null=True, help_text="rupiah")
    bank = models.CharField(max_length=40, blank=True)
    gelombang = models.CharField(max_length=40, blank=True)
    direction = models.CharField("DIR", max_length=40, blank=True)
    counts = models.JSONField(default=dict, help_text='component counts "menurut berkas" (V6)')
    extra = models.JSONField(default=dict, help_text="columns the system does not know, header -> text")
    file = models.ForeignKey("BnbaFile", models.PROTECT, null=True, related_name="entries")

    objects = RoundEntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "enrollment"], name="entry_once"),
            models.CheckConstraint(condition=Q(nominal__isnull=True) | Q(nominal__gte=0), name="entry_nominal"),
        ]
        indexes = [models.Index(fields=["round", "kecamatan", "id"], name="entry_round_kecamatan")]

    def __str__(self) -> str:
        return f"{self.round}: {self.enrollment_id}"


class BnbaFile(models.Model):
    """One uploaded spreadsheet: what was read, what was found, what was applied, and whether it was taken back."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=FileKind, blank=True)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.UPLOADED)
    layout = models.CharField(max_length=8, blank=True)
    sheets = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(null=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text="column index -> field, when set by hand")
    options = models.JSONField(default=dict, help_text="sheet, kecamatan, desa, replaces_list")
    counts = models.JSONField(default=dict, help_text="rows new changed same gone refused skipped")
    unknown_columns = ArrayField(models.CharField(max_length=120), default=list)
    gone = models.JSONField(default=list, help_text="ids of entries on the list before and not in this file")
    removed = models.JSONField(default=list, help_text="entries taken off the list when applied, as they were")
    refusal = models.CharField(max_length=600, blank=True, help_text="why nothing could be staged")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.stored.name} ({self.round})"

    @property
    def of_cards(self) -> bool:
        """Whether its rows are cards, and not families."""
        return self.layout in CARD_LISTS


class BnbaRow(models.Model):
    """A staged row of a file and its verdict. Applied rows keep what they replaced, so that they can be taken back."""

    id = models.BigAutoField(primary_key=True)
    # Written by the hundred thousand out of rows just matched: the keys are not asked for a second time.
    file = models.ForeignKey(BnbaFile, models.CASCADE, related_name="rows", db_index=False, db_constraint=False)
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField(help_text="row of the sheet, 1-based")
    verdict = models.CharField(max_length=8, choices=RowVerdict)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="[{column, code, message, warning}]")
    enrollment = models.ForeignKey(Enrollment, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    created = models.BooleanField(default=False, help_text="this file made the enrollment")
    before = models.JSONField(default=dict, help_text="values replaced when applied")
    local = models.JSONField(default=dict, help_text="corrected here since the last import, so kept: field -> value")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["file", "verdict", "id"], name="bnbarow_verdict")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.sheet}:{self.row}"


class ColumnMapping(models.Model):
    """A mapping made by hand, remembered for every later file of the same sender with the same header row."""

    sender = models.CharField("pengirim", max_length=80, blank=True, help_text="small letters; empty = not said")
    signature = models.CharField(max_length=64, help_text="SHA-256 of the normalised header row")
    mapping = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "signature"], name="one_mapping_per_sender_and_header")
        ]

    def __str__(self) -> str:
        return self.signature[:12]
