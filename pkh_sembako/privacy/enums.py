"""Words of the rights of a data subject and of a breach (UU 27/2022). Labels are what an officer reads."""

from django.db.models import TextChoices


class RequestKind(TextChoices):
    ACCESS = "akses", "Salinan data dan rekam jejak pemrosesan"
    CORRECTION = "perbaikan", "Perbaikan data"


LEGAL_BASIS = {
    RequestKind.ACCESS: "UU 27/2022 Pasal 7 dan Pasal 32",
    RequestKind.CORRECTION: "UU 27/2022 Pasal 6 dan Pasal 30",
}


class RequestState(TextChoices):
    RECEIVED = "received", "Diterima"
    PREPARING = "preparing", "Disiapkan"
    DELIVERED = "delivered", "Diserahkan"
    REFUSED = "refused", "Ditolak"


REQUEST_TONES = {
    RequestState.RECEIVED: "peringatan",
    RequestState.PREPARING: "proses",
    RequestState.DELIVERED: "positif",
    RequestState.REFUSED: "netral",
}
REQUEST_OPEN = (RequestState.RECEIVED, RequestState.PREPARING)


class IdentityProof(TextChoices):
    """How the requester showed to be the person, or to act for the person."""

    KTP = "ktp", "KTP asli orang itu sendiri"
    MANDATE = "kuasa", "Surat kuasa dan KTP penerima kuasa"
    GUARDIAN = "wali", "Orang tua atau wali, dengan KTP dan KK"


class RequestChannel(TextChoices):
    COUNTER = "loket", "Datang ke loket"
    VISIT = "kunjungan", "Dikunjungi petugas di rumah"
    LETTER = "surat", "Surat"
    EMAIL = "pos_el", "Pos-el"
    WHATSAPP = "whatsapp", "WhatsApp"


# The original KTP was held in the hand; of every other way a scan is kept.
IN_PERSON = (RequestChannel.COUNTER, RequestChannel.VISIT)


class Delivery(TextChoices):
    HAND = "langsung", "Diserahkan langsung dengan tanda terima"
    HOME = "rumah", "Diantar ke rumah dengan tanda terima"
    POST = "pos", "Pos tercatat"


class RefusalGround(TextChoices):
    """Pasal 33, and the one case before it: nobody knows who asks."""

    SAFETY = "keselamatan", "Membahayakan keamanan, kesehatan fisik, atau kesehatan mental (Pasal 33 huruf a)"
    OTHERS = "orang_lain", "Mengungkap data pribadi orang lain (Pasal 33 huruf b)"
    STATE = "negara", "Bertentangan dengan pertahanan dan keamanan nasional (Pasal 33 huruf c)"
    IDENTITY = "identitas", "Identitas atau kuasa pemohon tidak terbukti"


class IncidentState(TextChoices):
    OPEN = "open", "Ditangani"
    NOTIFIED = "notified", "Sudah diberitahukan"
    CLOSED = "closed", "Ditutup"


INCIDENT_TONES = {
    IncidentState.OPEN: "negatif",
    IncidentState.NOTIFIED: "proses",
    IncidentState.CLOSED: "netral",
}


class IncidentAct(TextChoices):
    """What a line of the register tells."""

    FOUND = "found", "Insiden dicatat"
    NOTE = "note", "Tindakan dicatat"
    COMPUTED = "computed", "Orang terdampak dihitung"
    EXPORTED = "exported", "Daftar terdampak dipesan"
    DRAFTED = "drafted", "Konsep surat pemberitahuan dibuat"
    SESSIONS = "sessions", "Semua sesi pengguna diakhiri"
    DEACTIVATED = "deactivated", "Akun pengguna dinonaktifkan"
    NOTIFY = "notify", "Pemberitahuan disampaikan"
    CLOSE = "close", "Insiden ditutup"
    REOPEN = "reopen", "Insiden dibuka kembali"


class DataClass(TextChoices):
    """What of a person somebody could see; the last five are "spesifik" or touch it (Pasal 4)."""

    NIK = "nik", "NIK"
    NO_KK = "no_kk", "Nomor KK"
    CARD = "kks", "Nomor KKS"
    ACCOUNT = "rekening", "Nomor rekening"
    ADDRESS = "alamat", "Nama dan alamat"
    PHONE = "hp", "Nomor HP"
    AID = "bantuan", "Kepesertaan dan bantuan (keuangan pribadi)"
    CHILD = "anak", "Data anak"
    HEALTH = "kesehatan", "Kehamilan atau menyusui (kesehatan)"
    DISABILITY = "disabilitas", "Disabilitas berat"


class Way(TextChoices):
    """How it was reached; from certain to merely possible."""

    NUMBER = "nomor", "Nomor identitas ditampilkan atau dicocokkan"
    COUNTER = "loket", "Dibuka di loket"
    FILE = "berkas", "Berkas bukti dibuka"
    LIST = "daftar", "Ada pada daftar yang diekspor, dicetak, atau diunduh"
    CHANGE = "ubah", "Datanya diubah atau dicatat"
    REACH = "jangkauan", "Dalam jangkauan akun, tanpa bukti dibaca"
