"""Words of the survey: bands in which a respondent says who he is (domain.md 7), and how an answer came in."""

from django.db.models import TextChoices


class AgeBand(TextChoices):
    TO_24 = "sd24", "24 tahun ke bawah"
    TO_34 = "sd34", "25 sampai 34 tahun"
    TO_44 = "sd44", "35 sampai 44 tahun"
    TO_54 = "sd54", "45 sampai 54 tahun"
    TO_64 = "sd64", "55 sampai 64 tahun"
    FROM_65 = "dari65", "65 tahun ke atas"


class RespondentSex(TextChoices):
    FEMALE = "P", "Perempuan"
    MALE = "L", "Laki-laki"


class Schooling(TextChoices):
    NONE = "tidak", "Tidak tamat SD"
    SD = "sd", "SD atau sederajat"
    SMP = "smp", "SMP atau sederajat"
    SMA = "sma", "SMA atau sederajat"
    DIPLOMA = "diploma", "Diploma (D1 sampai D3)"
    S1 = "s1", "D4 atau S1"
    S2 = "s2", "S2 atau S3"


class Work(TextChoices):
    FARM = "tani", "Petani, nelayan, atau buruh"
    HOME = "rumah", "Mengurus rumah tangga"
    OWN = "usaha", "Wirausaha atau pedagang"
    PRIVATE = "swasta", "Pegawai swasta"
    PUBLIC = "negeri", "ASN, TNI, atau Polri"
    SCHOOL = "sekolah", "Pelajar atau mahasiswa"
    NONE = "tidak", "Tidak bekerja"
    OTHER = "lain", "Lainnya"


class SurveyDoor(TextChoices):
    WEB = "web", "Diisi di laman"
    PAPER = "kertas", "Diketik dari kertas"
    FILE = "berkas", "Diimpor dari berkas"
