"""What somebody keeps for the own list of families: named filters, and which columns show. Nothing of a family."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse


class Column(models.TextChoices):
    """A column of /keluarga/ beside the name, which always shows."""

    PLACE = "desa", "Desa/kelurahan"
    NO_KK = "kk", "Nomor KK"
    MEMBERS = "anggota", "Anggota"
    ENROLLMENT = "kepesertaan", "Kepesertaan"
    PENDAMPING = "pendamping", "Pendamping"
    KROSCEK = "kroscek", "Kroscek"
    ADDRESS = "alamat", "Alamat"
    DESIL = "desil", "Desil"
    PHONE = "hp", "Nomor HP"
    UPDATED = "diperbarui", "Diperbarui"


USUAL = (Column.PLACE, Column.NO_KK, Column.MEMBERS, Column.ENROLLMENT, Column.PENDAMPING, Column.KROSCEK)


class SavedFilter(models.Model):
    """A filter of /keluarga/ under a name; `query` has no search words: they may be a NIK."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField("nama", max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('household_list')}?{self.query}"


class ListColumns(models.Model):
    """Which columns of /keluarga/ somebody wants to see; without a row the usual ones."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_columns")
    columns = ArrayField(models.CharField(max_length=12, choices=Column))

    def __str__(self) -> str:
        return ", ".join(self.columns)
