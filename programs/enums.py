"""Words of the programmes. Labels are what an officer reads (domain.md: "Words on screen")."""

from django.db.models import TextChoices


class Program(TextChoices):
    PKH = "pkh", "PKH"
    SEMBAKO = "sembako", "Sembako"


# The SOPs of PKH have a kroscek; the one of Sembako has none.
KROSCEK_PROGRAMS = (Program.PKH,)


class EnrollmentStatus(TextChoices):
    CANDIDATE = "candidate", "Calon"
    VALIDATED = "validated", "Tervalidasi"
    ACTIVE = "active", "Aktif"
    SUSPENDED = "suspended", "Ditangguhkan"
    GRADUATED = "graduated", "Graduasi"
    LEFT = "left", "Dihentikan/keluar"
    NOT_ELIGIBLE = "not_eligible", "Non-eligible"


# Tones of the state badges (docs/ui-kit.md).
STATUS_TONES = {
    EnrollmentStatus.CANDIDATE: "proses",
    EnrollmentStatus.VALIDATED: "proses",
    EnrollmentStatus.ACTIVE: "positif",
    EnrollmentStatus.SUSPENDED: "peringatan",
    EnrollmentStatus.GRADUATED: "netral",
    EnrollmentStatus.LEFT: "netral",
    EnrollmentStatus.NOT_ELIGIBLE: "netral",
}


class Component(TextChoices):
    """PKH components after Sragen's service standard, A.1."""

    PREGNANT = "hamil", "Ibu hamil/menyusui"
    TODDLER = "balita", "Bayi/balita"
    PRESCHOOL = "apras", "Anak prasekolah"
    SD = "sd", "SD/sederajat"
    SMP = "smp", "SMP/sederajat"
    SMA = "sma", "SMA/sederajat"
    DISABILITY = "disabilitas", "Penyandang disabilitas berat"
    ELDERLY = "lansia", "Lanjut usia"


class Sex(TextChoices):
    FEMALE = "P", "Perempuan"
    MALE = "L", "Laki-laki"


class FileKind(TextChoices):
    CANDIDATES = "calon", "Calon peserta"
    PARTICIPANTS = "peserta", "Peserta"


class FileState(TextChoices):
    UPLOADED = "uploaded", "Terunggah"
    MAPPED = "mapped", "Kolom dipetakan"
    CHECKED = "checked", "Diperiksa"
    APPLIED = "applied", "Diterapkan"
    TAKEN_BACK = "taken_back", "Ditarik kembali"
    REFUSED = "refused", "Ditolak"


class RowVerdict(TextChoices):
    NEW = "new", "Baru"
    CHANGED = "changed", "Berubah"
    SAME = "same", "Sama"
    REFUSED = "refused", "Ditolak"


class Outcome(TextChoices):
    """Result of a kroscek (SOP Magetan step 9)."""

    MATCHES = "sesuai", "Sesuai"
    CHANGED = "berubah", "Berubah"
    NOT_FOUND = "tidak_ditemukan", "Tidak ditemukan"
    PROPOSED_EXIT = "usul_keluar", "Usul keluar"


OUTCOME_TONES = {
    Outcome.MATCHES: "positif",
    Outcome.CHANGED: "proses",
    Outcome.NOT_FOUND: "peringatan",
    Outcome.PROPOSED_EXIT: "negatif",
}
PAYABLE = (Outcome.MATCHES, Outcome.CHANGED)


# Fields of a family that a kroscek may propose to change.
PROPOSED_LABELS = {
    "name": "Nama pengurus",
    "nik": "NIK pengurus",
    "no_kk": "Nomor KK",
    "alamat": "Alamat",
    "dusun": "Dusun",
    "rt": "RT",
    "rw": "RW",
    "phone": "Nomor HP",
    "desa_id": "Desa/kelurahan",
}


class Basis(TextChoices):
    VISIT = "kunjungan", "Kunjungan rumah"
    GROUP = "pertemuan", "Pertemuan kelompok"
    RECORDS = "data_desa", "Data desa/Dukcapil"
    PHONE = "telepon", "Telepon"


class RecheckVerdict(TextChoices):
    """Whether a second visit found what the first result says (uji petik)."""

    SAME = "sama", "Sama"
    DIFFERENT = "beda", "Berbeda"


class ExitReason(TextChoices):
    """Why a family is proposed to leave (domain.md, corrections)."""

    NO_COMPONENT = "komponen_habis", "Komponen habis"
    DECEASED = "meninggal", "Meninggal tanpa ahli waris"
    MOVED = "pindah", "Pindah"
    ABLE = "mampu", "Sudah mampu"
    DOUBLE = "ganda", "Ganda"
    CIVIL_SERVANT = "asn", "ASN/perangkat desa"
    WAGE = "upah", "Upah di atas UMK"


class RevisionState(TextChoices):
    IN_CHAIN = "in_chain", "Menunggu paraf"
    RETURNED = "returned", "Dikembalikan"
    DETERMINED = "determined", "Ditetapkan"


class Verdict(TextChoices):
    DRAFT = "draft", "Menyusun"
    APPROVE = "approve", "Menyetujui"
    RETURN = "return", "Mengembalikan"
    VACANT = "vacant", "Paraf tidak diminta"


class Channel(TextChoices):
    """How the result reached PKH Pusat."""

    SIKS_NG = "siks_ng", "Unggah di SIKS-NG"
    EMAIL = "email", "Pos-el"
    LETTER = "surat", "Surat"
    BY_HAND = "langsung", "Diserahkan langsung"


class KksState(TextChoices):
    """The life of a card (issue of Program Sembako; reasons of BPK and of the field, domain.md 2)."""

    RECEIVED = "received", "Diterima dari bank"
    SCHEDULED = "scheduled", "Terjadwal"
    INVITED = "invited", "Diundang"
    FAILED = "failed", "Gagal diserahkan"
    RESCHEDULED = "rescheduled", "Dijadwalkan ulang"
    HANDED_OVER = "handed_over", "Diserahkan"
    NOT_ACTIVATED = "not_activated", "Belum diaktivasi"
    BLOCKED = "blocked", "Terblokir"
    DAMAGED = "damaged", "Rusak"
    LOST = "lost", "Hilang"
    RETURNED = "returned", "Dikembalikan ke bank"
    REPLACED = "replaced", "Diganti kartu baru"


# received = handed over + to be done + returned + lost + replaced: each state belongs to one of them.
KKS_HANDED_OVER = (KksState.HANDED_OVER, KksState.NOT_ACTIVATED, KksState.BLOCKED)
KKS_TO_DO = (
    KksState.RECEIVED,
    KksState.SCHEDULED,
    KksState.INVITED,
    KksState.FAILED,
    KksState.RESCHEDULED,
    KksState.DAMAGED,
)
# A family holds, or waits for, at most one card in these.
KKS_LIVE = (
    KksState.RECEIVED,
    KksState.SCHEDULED,
    KksState.INVITED,
    KksState.FAILED,
    KksState.RESCHEDULED,
    KksState.HANDED_OVER,
    KksState.NOT_ACTIVATED,
    KksState.BLOCKED,
)

KKS_TONES = {
    KksState.RECEIVED: "netral",
    KksState.SCHEDULED: "proses",
    KksState.INVITED: "proses",
    KksState.FAILED: "peringatan",
    KksState.RESCHEDULED: "proses",
    KksState.HANDED_OVER: "positif",
    KksState.NOT_ACTIVATED: "peringatan",
    KksState.BLOCKED: "peringatan",
    KksState.DAMAGED: "peringatan",
    KksState.LOST: "negatif",
    KksState.RETURNED: "netral",
    KksState.REPLACED: "netral",
}


class KksFailure(TextChoices):
    """Why a card did not reach its family (BPK IHPS II 2023 and the field; domain.md 2)."""

    WELL_OFF = "mampu", "Sudah mampu"
    DECLINED = "menolak", "Menolak"
    DECEASED = "meninggal", "Meninggal"
    MOVED = "pindah", "Pindah"
    MINOR = "di_bawah_umur", "Di bawah umur"
    NOT_FOUND = "tidak_ditemukan", "Tidak ditemukan"
    UNKNOWN = "tidak_dikenal", "Tidak dikenal"
    DOUBLE = "ganda", "Ganda"
    IDENTITY = "identitas_berbeda", "Identitas berbeda"
    ABSENT = "tidak_hadir", "Tidak hadir"
    AWAY = "merantau", "Merantau"
    WRONG_BOX = "salah_kotak", "Salah kotak"


KKS_ABSENCES = 3  # after so many the card goes back to the bank (domain.md 2: tidak hadir 3x)


class KksReceiver(TextChoices):
    """Who took the card."""

    KPM = "kpm", "KPM sendiri"
    SAME_KK = "keluarga", "Anggota KK yang sama"
    MANDATE = "kuasa", "Pemegang surat kuasa"


class KksProof(TextChoices):
    """One of these suffices."""

    PHOTO = "foto", "Foto penyerahan"
    SIGNATURE = "tanda_tangan", "Tanda tangan di layar"
    LIST = "daftar", "Pindaian daftar tanda terima"


class KksScheduleState(TextChoices):
    DRAFT = "draft", "Konsep"
    MADE = "made", "Dibuat bank penyalur"
    RECEIVED = "received", "Diterima Dinas Sosial"
    WITHDRAWN = "withdrawn", "Ditarik"


class KksPaper(TextChoices):
    """Which Berita Acara of cards."""

    HAND_OVER = "serah_terima", "Serah terima"
    RETURN = "pengembalian", "Pengembalian"
