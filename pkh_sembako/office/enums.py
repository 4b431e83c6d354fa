"""Fixed words of the office."""

from django.db.models import TextChoices


class Post(TextChoices):
    """Posts whose holders sign; the codes are those of the roles (accounts.roles), in the order of the ladder."""

    KORKAB = "korkab", "Koordinator kabupaten"
    KASI = "kasi", "Kepala seksi / Ketua Tim"
    KABID = "kabid", "Kepala bidang"
    SEKRETARIS = "sekretaris", "Sekretaris dinas"
    KADIS = "kadis", "Kepala dinas"


# Who may give a paraf before the Kepala Dinas determines.
PARAF = (Post.KASI, Post.KABID, Post.SEKRETARIS)
