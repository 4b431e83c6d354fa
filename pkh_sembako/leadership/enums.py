"""Words of the yearly evaluation of staff."""

from django.db.models import TextChoices


class Relation(TextChoices):
    """How who rates stands to whom is rated (360 derajat)."""

    SELF = "self", "Diri sendiri"
    SUPERIOR = "superior", "Atasan"
    PEER = "peer", "Rekan"
    SUBORDINATE = "subordinate", "Bawahan"


# Code of a column -> what is rated; the order is that of the form. Each from 1 (kurang sekali) to 5 (sangat baik).
ASPECTS = {
    "service": ("Orientasi pelayanan", "Melayani keluarga dan rekan dengan ramah, jelas, dan tuntas."),
    "punctual": ("Ketepatan waktu", "Menyelesaikan pekerjaan dalam tenggat dan hadir pada waktunya."),
    "careful": ("Ketelitian data", "Mencatat data keluarga dengan benar dan lengkap."),
    "together": ("Kerja sama", "Membantu rekan dan mau dibantu; menyampaikan kendala sejak dini."),
    "honest": ("Integritas", "Jujur, tidak meminta atau menerima imbalan, menjaga rahasia keluarga."),
}
SCORES = {1: "Kurang sekali", 2: "Kurang", 3: "Cukup", 4: "Baik", 5: "Sangat baik"}
