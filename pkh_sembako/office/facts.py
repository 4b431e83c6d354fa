"""What is publicly known of the offices whose SOPs this application carries; `office_load` starts from it.

Everything here is edited on the office's settings page afterwards. What the papers do not tell stays empty.
"""

from dataclasses import dataclass

LINE = ("kasi", "kabid", "kadis")
LONG_LINE = ("kasi", "kabid", "sekretaris", "kadis")
SHORT_LINE = ("kabid", "sekretaris", "kadis")


@dataclass(frozen=True)
class Promise:
    """ "Jumlah pelaksana" of a service standard: how many people, and which roles it speaks of."""

    program: str
    number: int
    roles: tuple[str, ...]
    source: str


ALL_EXECUTORS = ("pendamping", "korcam", "korkab", "apd")


@dataclass(frozen=True)
class OfficeFacts:
    """`chain` are role codes in the order of signing; the last one determines."""

    government: str
    kabupaten: str
    chain: tuple[str, ...]
    number_template: str = "{klasifikasi}/{nomor}/{bulan_romawi}/{tahun}"
    phone: str = ""
    email: str = ""
    website: str = ""
    instagram: str = ""
    promises: tuple[Promise, ...] = ()


FACTS = {
    "35.20": OfficeFacts(
        "Pemerintah Kabupaten Magetan",
        "Magetan",
        LINE,
        "{klasifikasi}/{nomor}/403.107/{tahun}",
        phone="(0351) 895021",
        email="dinsos@magetan.go.id",
        website="dinsos.magetan.go.id",
        instagram="dinsos_magetan",
        promises=(
            Promise("pkh", 82, ALL_EXECUTORS, "Standar Pelayanan Pendampingan PKH Kabupaten Magetan, jumlah pelaksana"),
            Promise(
                "sembako",
                45,
                ALL_EXECUTORS,
                "Standar Pelayanan Pendampingan Program Sembako Kabupaten Magetan, jumlah pelaksana",
            ),
        ),
    ),
    "62.09": OfficeFacts(
        "Pemerintah Kabupaten Lamandau", "Lamandau", LONG_LINE, "{klasifikasi}/{nomor}/DINSOS.B/{bulan_romawi}/{tahun}"
    ),
    "63.72": OfficeFacts("Pemerintah Kota Banjarbaru", "Banjarbaru", SHORT_LINE),
    "33.14": OfficeFacts(
        "Pemerintah Kabupaten Sragen",
        "Sragen",
        SHORT_LINE,
        "{klasifikasi}/{nomor}/09/{tahun}",
        promises=(
            Promise("pkh", 135, ("pendamping",), "Standar Pelayanan PKH Kabupaten Sragen 2022: 135 pendamping PKH"),
        ),
    ),
}
