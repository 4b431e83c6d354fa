"""Fixed words of the office."""

from django.db.models import TextChoices

PROGRAMS = [("pkh", "PKH"), ("sembako", "Sembako")]


class Post(TextChoices):
    """Posts whose holders sign; the codes are those of the roles (accounts.roles), in the order of the ladder."""

    KORKAB = "korkab", "Koordinator kabupaten"
    KASI = "kasi", "Kepala seksi / Ketua Tim"
    KABID = "kabid", "Kepala bidang"
    SEKRETARIS = "sekretaris", "Sekretaris dinas"
    KADIS = "kadis", "Kepala dinas"


# Who may give a paraf before the Kepala Dinas determines.
PARAF = (Post.KASI, Post.KABID, Post.SEKRETARIS)


class Capacity(TextChoices):
    """As what somebody signs for a post (PermenPAN-RB and Permendagri 1/2023: Plt., Plh., a.n., u.b.)."""

    DEFINITIVE = "definitif", "Pejabat definitif"
    PLT = "plt", "Pelaksana tugas (Plt.)"
    PLH = "plh", "Pelaksana harian (Plh.)"
    AN = "an", "Atas nama (a.n.)"
    UB = "ub", "Untuk beliau (u.b.)"
    VACANT = "kosong", "Jabatan kosong"


# Who stands in for the post's holder, by a surat perintah.
ACTING = (Capacity.PLT, Capacity.PLH, Capacity.AN, Capacity.UB)
DELEGATED = (Capacity.AN, Capacity.UB)


class Executor(TextChoices):
    """Staff whom a service standard counts; the codes are those of the roles."""

    PENDAMPING = "pendamping", "Pendamping sosial"
    KORCAM = "korcam", "Koordinator kecamatan"
    KORKAB = "korkab", "Koordinator kabupaten"
    APD = "apd", "Administrator pangkalan data"
