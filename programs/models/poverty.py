"""The district's own poverty data: lists that the office imports (standard of Program Sembako, Magetan 2023)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.models import StoredFile
from programs.models.households import Member


class PovertyListQuerySet(models.QuerySet["PovertyList"]):
    def in_force(self, on: date | None = None) -> "PovertyList | None":
        """The list that counts on a day: the one in force from the latest day; of two, the one imported last."""
        read = self.filter(read_at__isnull=False, in_force_from__lte=on or timezone.localdate())
        return read.order_by("-in_force_from", "-id").first()


class PovertyList(models.Model):
    """One imported list. Read once in the background, then never changed: a corrected one is imported and counts.

    Without `read_at` it has no rows and counts for nothing: it waits, was cancelled, or `refusal` says why not.
    """

    name = models.CharField("nama daftar", max_length=120)
    year = models.PositiveSmallIntegerField("tahun data")
    in_force_from = models.DateField("berlaku sejak")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    rows_read = models.PositiveIntegerField("baris dibaca", default=0)
    refused = models.JSONField(default=list, help_text="[{sheet, row, column, code, message}]")
    refusal = models.CharField("sebab ditolak", max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField("selesai dibaca", null=True)

    objects = PovertyListQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2007, year__lte=2100), name="poverty_list_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class PovertyRow(models.Model):
    """One line of a list; which family it means is asked when it is needed, so that later families are found too."""

    list = models.ForeignKey(PovertyList, models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(help_text="row of the sheet, 1-based")
    nik = models.CharField(max_length=16, blank=True)
    no_kk = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(nik="") | ~Q(no_kk=""), name="poverty_row_has_a_number")]
        indexes = [
            models.Index(fields=["list", "nik"], name="poverty_row_nik"),
            models.Index(fields=["list", "no_kk"], name="poverty_row_kk"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}:{self.row}"


def listed(which: PovertyList) -> Q:
    """Condition on Household: the list names its pengurus, its Kartu Keluarga or one of its members."""
    return Q(
        models.Exists(which.rows.filter(nik=models.OuterRef("nik")).exclude(nik=""))
        | models.Exists(which.rows.filter(no_kk=models.OuterRef("no_kk")).exclude(no_kk=""))
        | models.Exists(
            Member.objects.filter(household=models.OuterRef("pk"))
            .exclude(nik="")
            .filter(models.Exists(which.rows.filter(nik=models.OuterRef("nik"))))
        )
    )
