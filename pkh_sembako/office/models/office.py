"""The office itself: its face and its territory."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

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
    whatsapp = models.CharField("nomor WhatsApp", max_length=30, blank=True, help_text="untuk pengaduan warga")
    instagram = models.CharField("akun Instagram", max_length=40, blank=True, help_text="tanpa @")
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
    recheck_percent = models.PositiveSmallIntegerField(
        "bagian yang diuji petik (%)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Dari keluarga yang diperiksa satu orang, dibulatkan ke atas.",
    )
    recheck_least = models.PositiveSmallIntegerField(
        "paling sedikit (keluarga)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text="Berlaku untuk sampel yang ditarik sesudah disimpan; sampel yang sudah ditarik tetap.",
    )
    link_days = models.PositiveSmallIntegerField(
        "masa berlaku tautan pribadi (hari)",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Untuk konfirmasi camat dan desa tanpa akun; berlaku bagi tautan yang dibuat sesudah disimpan.",
    )
    conduct_version = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="newest version of the kode etik; read with the office on each request"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_office"),
            models.CheckConstraint(
                condition=models.Q(recheck_percent__range=(1, 100), recheck_least__range=(1, 500)),
                name="office_recheck_size",
            ),
            models.CheckConstraint(condition=models.Q(link_days__range=(1, 90)), name="office_link_days"),
        ]

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
