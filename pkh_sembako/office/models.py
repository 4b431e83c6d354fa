"""The office itself: its face, people and posts, territory, working calendar."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from pkh_sembako.lib.worktime import HoursRule

COLOUR = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", "Tulis warna sebagai # diikuti enam angka atau huruf a-f, misalnya #0b5394."
)


class Paper(models.TextChoices):
    A4 = "A4", "A4 (210 × 297 mm)"
    F4 = "F4", "F4 (215 × 330 mm)"


class Font(models.TextChoices):
    SERIF = "Liberation Serif", "Times New Roman (Liberation Serif)"
    SANS = "Liberation Sans", "Arial (Liberation Sans)"


class NumberSource(models.TextChoices):
    AGENDA = "agenda", "Diketik dari agenda sekretariat"
    REGISTER = "register", "Buku nomor sendiri di aplikasi ini"


class Office(models.Model):
    """The one office of this installation (pk 1); what is printed or shown about it is edited on its settings page."""

    code = models.CharField("kode wilayah", max_length=5, help_text="Kemendagri, mis. 35.20")
    name = models.CharField("nama dinas", max_length=120, default="Dinas Sosial")
    government = models.CharField("nama pemerintah daerah", max_length=120)
    kabupaten = models.CharField("kabupaten/kota", max_length=80)
    place = models.CharField("tempat penandatanganan", max_length=60)
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("pos-el", blank=True)
    website = models.CharField("laman", max_length=120, blank=True)
    logo = models.ImageField("lambang daerah", upload_to="kantor/", blank=True)
    brand_colour = models.CharField("warna utama", max_length=7, default="#0b5394", validators=[COLOUR])
    paper = models.CharField("kertas", max_length=2, choices=Paper, default=Paper.A4)
    margin_top = models.PositiveSmallIntegerField("tepi atas (mm)", default=20, validators=[MaxValueValidator(60)])
    margin_bottom = models.PositiveSmallIntegerField("tepi bawah (mm)", default=25, validators=[MaxValueValidator(60)])
    margin_left = models.PositiveSmallIntegerField("tepi kiri (mm)", default=30, validators=[MaxValueValidator(60)])
    margin_right = models.PositiveSmallIntegerField("tepi kanan (mm)", default=20, validators=[MaxValueValidator(60)])
    font = models.CharField("huruf", max_length=30, choices=Font, default=Font.SANS)
    font_size = models.PositiveSmallIntegerField(
        "ukuran huruf (pt)", default=12, validators=[MinValueValidator(9), MaxValueValidator(14)]
    )
    zone = models.CharField(
        "zona waktu",
        max_length=20,
        choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
        default="Asia/Jakarta",
    )
    number_source = models.CharField("nomor surat", max_length=8, choices=NumberSource, default=NumberSource.AGENDA)
    number_template = models.CharField(
        "pola nomor surat",
        max_length=80,
        default="{klasifikasi}/{nomor}/403.107/{tahun}",
        help_text="Isian: {klasifikasi} {nomor} {bulan_romawi} {tahun}",
    )
    classification = models.CharField("klasifikasi arsip", max_length=20, default="400.9")

    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_office")]

    def __str__(self) -> str:
        return f"{self.name} {self.kabupaten}"


class KecamatanQuerySet(models.QuerySet["Kecamatan"]):
    def of_office(self) -> "KecamatanQuerySet":
        return self.filter(kabupaten_code=settings.OFFICE)


class Kecamatan(models.Model):
    """Kemendagri code without dots removed, e.g. 35.20.07."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=60)
    kabupaten_code = models.CharField(max_length=5, db_index=True)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class DesaKind(models.TextChoices):
    KELURAHAN = "kelurahan", "Kelurahan"
    DESA = "desa", "Desa"
    ADAT = "adat", "Desa adat"


class DesaQuerySet(models.QuerySet["Desa"]):
    def of_office(self) -> "DesaQuerySet":
        return self.filter(kecamatan__kabupaten_code=settings.OFFICE)


class Desa(models.Model):
    """A desa or kelurahan, e.g. 35.20.07.2005."""

    code = models.CharField(primary_key=True, max_length=13)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="desa")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=DesaKind)

    objects = DesaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Regency(models.Model):
    """Every kabupaten/kota of Indonesia: a NIK whose first digits are none of these gets a warning."""

    code = models.CharField(primary_key=True, max_length=5)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """Who holds a post of the office and signs for it. `post` is a role code of `accounts.roles`."""

    post = models.CharField("jabatan", max_length=20)
    title = models.CharField("sebutan jabatan", max_length=120)
    name = models.CharField("nama", max_length=120)
    nip = models.CharField("NIP", max_length=24, blank=True)
    rank = models.CharField("pangkat/golongan", max_length=60, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="officials")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["post", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")), name="official_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.title})"


class ChainLink(models.Model):
    """The office's signing chain in order; the last link determines (Magetan: kasi, kabid, kadis)."""

    order = models.PositiveSmallIntegerField("urutan", unique=True)
    role = models.CharField("jabatan", max_length=20, unique=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.order}. {self.role}"


class DayOffKind(models.TextChoices):
    NATIONAL = "national", "Libur nasional"
    JOINT = "joint", "Cuti bersama"
    OFFICE = "office", "Libur kantor"


class DayOff(models.Model):
    """One day on which the office does not work, beside Saturday and Sunday."""

    day = models.DateField("tanggal", primary_key=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=10, choices=DayOffKind, default=DayOffKind.OFFICE)

    history = HistoricalRecords()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkingHours(models.Model):
    """Working hours in a period; of several rules that cover a day the one with the latest start wins."""

    name = models.CharField("nama", max_length=80)
    starts = models.DateField("mulai", null=True, blank=True, help_text="Kosong = sejak dahulu")
    ends = models.DateField("sampai", null=True, blank=True, help_text="Kosong = seterusnya")
    week = models.JSONField("jam kerja", help_text='tujuh hari, Senin dahulu: [[["07:30","12:00"],...],...]')
    estimate = models.BooleanField("perkiraan", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = [models.F("starts").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(starts__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="hours_period",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def rule(self) -> HoursRule:
        """The same hours as the clock understands them; ValueError (an Indonesian sentence) for impossible ones."""
        week = [tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day) for day in self.week]
        return HoursRule(self.starts, self.ends, tuple(week))  # type: ignore[arg-type]  # its own check counts the days
