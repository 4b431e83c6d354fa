"""Fixed words of the letters: their kinds, their states, how they are laid out."""

from django.db.models import TextChoices

LETTER_PREFIX = "letter_"  # of a Document's kind, when it is a letter's


class LetterKind(TextChoices):
    KEPUTUSAN = "keputusan", "Keputusan penetapan hasil validasi"
    SK_TIM = "sk_tim", "Keputusan tim validasi"
    SURAT_TUGAS = "surat_tugas", "Surat tugas"
    UNDANGAN = "undangan", "Surat undangan"
    PEMBERITAHUAN = "pemberitahuan", "Surat pemberitahuan"
    NOTULENSI = "notulensi", "Notulensi rapat"
    JAWABAN = "jawaban", "Surat jawaban pengaduan"


class LetterState(TextChoices):
    DRAFT = "draft", "Konsep"
    SUBMITTED = "submitted", "Menunggu persetujuan"
    APPROVED = "approved", "Disetujui, menunggu nomor"
    ISSUED = "issued", "Bernomor"
    CANCELLED = "cancelled", "Dibatalkan"


class LetterShape(TextChoices):
    """The shapes of Permendagri 1/2023: a decision, a centred title, or a letter to somebody."""

    DECISION = "keputusan", "Keputusan"
    TITLED = "judul", "Judul di tengah"
    ADDRESSED = "korespondensi", "Korespondensi"
