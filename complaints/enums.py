"""Words of pengaduan and SKM. Labels are what an officer or a citizen reads (domain.md 6 and 7)."""

from django.db.models import TextChoices


class ComplaintState(TextChoices):
    RECEIVED = "received", "Diterima"
    VERIFIED = "verified", "Terverifikasi"
    FORWARDED = "forwarded", "Diteruskan"
    IN_PROGRESS = "in_progress", "Ditindaklanjuti"
    ANSWERED = "answered", "Dijawab"
    CLOSED = "closed", "Selesai"
    REOPENED = "reopened", "Dibuka kembali"
    REJECTED = "rejected", "Tidak dapat diproses"
    MERGED = "merged", "Digabung dengan laporan lain"


# Somebody of the office must act.
AT_WORK = (
    ComplaintState.RECEIVED,
    ComplaintState.VERIFIED,
    ComplaintState.FORWARDED,
    ComplaintState.IN_PROGRESS,
    ComplaintState.REOPENED,
)
ENDED = (ComplaintState.CLOSED, ComplaintState.REJECTED, ComplaintState.MERGED)
STATE_TONES = {
    ComplaintState.RECEIVED: "peringatan",
    ComplaintState.VERIFIED: "proses",
    ComplaintState.FORWARDED: "proses",
    ComplaintState.IN_PROGRESS: "proses",
    ComplaintState.ANSWERED: "positif",
    ComplaintState.CLOSED: "netral",
    ComplaintState.REOPENED: "peringatan",
    ComplaintState.REJECTED: "netral",
    ComplaintState.MERGED: "netral",
}


class ComplaintKind(TextChoices):
    """Classes of SP4N-LAPOR!."""

    COMPLAINT = "pengaduan", "Pengaduan"
    ASPIRATION = "aspirasi", "Aspirasi"
    QUESTION = "informasi", "Permintaan informasi"


class Gravity(TextChoices):
    """How long the office has to finish, in hari kerja of the terms in force (2, 5, 14, 60)."""

    LIGHT = "ringan", "Ringan"
    NORMATIVE = "normatif", "Normatif"
    UNWEIGHTED = "tidak_berkadar", "Tidak berkadar pengawasan"
    WEIGHTED = "berkadar", "Berkadar pengawasan"


class Intake(TextChoices):
    """How a complaint came in (service standards of Magetan and Sragen)."""

    WEB = "web", "Formulir laman"
    COUNTER = "loket", "Datang ke loket"
    PHONE = "telepon", "Telepon"
    WHATSAPP = "whatsapp", "WhatsApp"
    INSTAGRAM = "instagram", "Instagram"
    EMAIL = "email", "Pos-el"
    BOX = "kotak", "Kotak saran"
    LAPOR = "lapor", "SP4N-LAPOR!"
    OFFICER = "pejabat", "Pejabat pengelola pengaduan"
    LETTER = "surat", "Surat"


class Disclosure(TextChoices):
    """Anonim: nobody knows who. Rahasia: only the desk does."""

    OPEN = "terbuka", "Nama boleh diketahui petugas yang menangani"
    CONFIDENTIAL = "rahasia", "Rahasia: nama hanya diketahui meja pengaduan"
    ANONYMOUS = "anonim", "Anonim: tanpa nama"


class Subject(TextChoices):
    """What it is about: the categories of domain.md 6."""

    CARD_LOST = "kks_hilang", "Kartu (KKS) hilang atau rusak"
    PIN_BLOCKED = "pin_terblokir", "PIN kartu terblokir"
    CARD_UNREADABLE = "kks_tidak_terbaca", "Kartu tidak terbaca mesin EDC"
    CARD_NOT_RECEIVED = "kks_belum_diterima", "Kartu belum diterima"
    BALANCE_EMPTY = "saldo_nol", "Saldo nol atau bantuan belum masuk"
    AMOUNT_WRONG = "nominal_salah", "Jumlah bantuan tidak sesuai"
    ACCOUNT_FROZEN = "rekening_dibekukan", "Rekening dibekukan"
    DOUBLE_RECIPIENT = "penerima_ganda", "Penerima ganda"
    NIK_DOUBLE = "nik_ganda", "NIK ganda"
    DATA_MISMATCH = "data_tidak_padan", "Data tidak padan dengan Dukcapil"
    NAME_WRONG = "salah_nama", "Salah nama"
    HEAD_DIED = "pengurus_meninggal", "Pengurus meninggal atau berganti"
    MOVED = "pindah", "Pindah alamat"
    MEMBER_MISSING = "anggota_belum_masuk", "Anggota atau komponen belum masuk"
    LISTED_DEAD = "tercatat_meninggal", "Tercatat meninggal padahal masih hidup"
    STOPPED = "bantuan_berhenti", "Bantuan berhenti"
    WELL_OFF = "sudah_mampu", "Penerima yang sudah mampu"
    LEFT_OUT = "layak_tidak_dapat", "Layak tetapi tidak mendapat bantuan"
    DESIL = "desil", "Desil tidak sesuai"
    EXTORTION = "pungli", "Pungutan, pemotongan, atau kartu dipegang orang lain"
    EWARONG = "ewarong", "Mutu e-warong atau barang"
    COMPANION = "pendamping", "Pelayanan pendamping"
    GRADUATION = "graduasi", "Graduasi keliru"
    INFORMATION = "informasi", "Permintaan informasi"
    OTHER = "lainnya", "Lainnya"


# Seen by the inspektorat alone, from the moment they are written down (domain.md 6).
RESTRICTED_SUBJECTS = (Subject.EXTORTION,)


class Handler(TextChoices):
    """To whom inside the office's reach a complaint is forwarded: a role of `accounts.roles`."""

    OPERATOR = "operator", "Petugas Dinas Sosial"
    APD = "apd", "Administrator pangkalan data"
    KORKAB = "korkab", "Koordinator kabupaten PKH"
    KORCAM = "korcam", "Koordinator kecamatan PKH"
    PENDAMPING = "pendamping", "Pendamping sosial"
    KASI = "kasi", "Kepala seksi / ketua tim"
    BANK = "bank", "Bank penyalur"
    KECAMATAN = "kecamatan", "Kecamatan"
    DESA = "desa", "Desa/kelurahan"
    INSPEKTORAT = "inspektorat", "Inspektorat"


LOCAL_HANDLERS = (Handler.KORCAM, Handler.PENDAMPING, Handler.KECAMATAN, Handler.DESA)  # asked with a kecamatan


class Outside(TextChoices):
    """Whom a sub-ticket asks, where the answer does not lie with the Dinas."""

    KEMENSOS = "kemensos", "Kementerian Sosial"
    BANK = "bank", "Bank penyalur"
    DUKCAPIL = "dukcapil", "Dinas Kependudukan dan Pencatatan Sipil"
    BPJS = "bpjs", "BPJS Kesehatan"
    BPS = "bps", "BPS"
    DESA = "desa", "Pemerintah desa/kelurahan"
    OTHER = "lain", "Instansi lain"


class ReferralState(TextChoices):
    WAITING = "waiting", "Menunggu jawaban"
    ANSWERED = "answered", "Dijawab"
    WITHDRAWN = "withdrawn", "Ditarik"


class CorrectionState(TextChoices):
    PROPOSED = "proposed", "Diusulkan"
    ACCEPTED = "accepted", "Diterima"
    REFUSED = "refused", "Ditolak"


class ClarificationReason(TextChoices):
    """Why the aid stopped, as the citizen was told."""

    GAMBLING = "judol", "Terindikasi judi daring"
    ACCOUNT = "rekening", "Rekening bermasalah atau dibekukan"
    SERVANT = "asn", "Tercatat ASN, TNI, atau Polri"
    DEAD = "meninggal", "Tercatat meninggal, padahal masih hidup"
    WAGE = "upah", "Tercatat berupah di atas UMK"
    OTHER = "lain", "Sebab lain"


class ClarificationResult(TextChoices):
    RESTORED = "pulih", "Bantuan dipulihkan"
    STAYS = "tetap", "Bantuan tetap berhenti"
    OTHER = "lain", "Hasil lain"


class ObjectionAbout(TextChoices):
    """What a sanggah of Cek Bansos is about."""

    DESIL = "desil", "Desil sendiri"
    AID = "bantuan", "Kepesertaan sendiri"
    NEIGHBOUR = "orang_lain", "Penerima lain"


class ObjectionState(TextChoices):
    RECORDED = "recorded", "Dicatat"
    FORWARDED = "forwarded", "Diteruskan"
    DONE = "done", "Ada hasil"


class Gate(TextChoices):
    """A public address whose use is counted."""

    FILE = "file", "Mengirim pengaduan"
    TRACK = "track", "Melacak pengaduan"
    DRAFT = "draft", "Mulai mengisi pengaduan"
    UPLOAD = "upload", "Mengunggah lampiran"
    SURVEY = "survey", "Mengisi survei"
    ANSWER = "answer", "Menjawab pertanyaan keamanan"
