"""The words a definition may use. A new word is added here first, then given a handler in `sop/steps`.

Stored versions are read by these words too: a word in use is never taken away.
"""

from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.worktime import Unit

PROGRAMS = ("pkh", "sembako")
UNITS = tuple(unit.value for unit in Unit)
ROLE_CODES = tuple(ROLES)
ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
# a kecamatan lane fans out; a lane from outside ("luar") has no users: its `peran` records for it, with date and source
LEVELS = ("kabupaten", "kecamatan", "luar")
UNREADABLE = "tidak terbaca"  # what the scan lost; a part of a text: [tidak terbaca]

# what of a step may be inferred (`disimpulkan`) rather than read from the paper
INFERABLE = (
    "no",
    "kegiatan",
    "pelaksana",
    "penanggung_jawab",
    "pemeriksa",
    "peran",
    "kelengkapan",
    "waktu",
    "output",
    "setelah",
    "calon",
)

FIRST_ACTIVITY = "terima_bnba"  # contract: a cycle's first step needs an applied file of its round
# each needs the one before it: nothing is determined that was not checked, nothing sent that was not determined
DETERMINATION = ("kroscek", "berita_acara", "penetapan", "kirim_berita_acara")
ACTIVITIES = (
    FIRST_ACTIVITY,
    *DETERMINATION,
    # candidates
    "rapat",
    "persiapan_validasi",
    "split_data",
    "pertemuan_awal",
    "validasi",
    "penutupan_data",
    "berita_acara_fc",
    "pengolahan_data",
    # families
    "pertemuan_kelompok",
    "pemutakhiran",
    "verifikasi_komitmen",
    "integrasi",
    "resertifikasi",
    "graduasi",
    "pemberdayaan",
    # money
    "penyaluran",
    "rekonsiliasi",
    "monev",
    # letters, data and cards
    "terima_surat",
    "kirim_surat",
    "terima_data",
    "koordinasi_bank",
    "koordinasi_desa",
    "jadwal_kks",
    "terima_jadwal",
    "distribusi_kks",
    "terima_kks",
    "pengaduan",
)
