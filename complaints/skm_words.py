"""The nine unsur of Permenpan 14/2017 with the questions that an office starts from, in words anybody understands."""

from typing import NamedTuple


class Unsur(NamedTuple):
    """`title` as the regulation names it, `short` for charts; `answers` from 1 (worst) to 4 (best)."""

    title: str
    short: str
    question: str
    answers: tuple[str, str, str, str]


def _scale(word: str) -> tuple[str, str, str, str]:
    return f"Tidak {word}", f"Kurang {word}", word.capitalize(), f"Sangat {word}"


UNSUR = (
    Unsur("Persyaratan", "Persyaratan", "Apakah syarat yang diminta sesuai dengan layanannya?", _scale("sesuai")),
    Unsur("Sistem, mekanisme, dan prosedur", "Prosedur", "Apakah urutan layanannya mudah diikuti?", _scale("mudah")),
    Unsur("Waktu penyelesaian", "Waktu", "Apakah layanannya cepat diselesaikan?", _scale("cepat")),
    Unsur(
        "Biaya/tarif",
        "Biaya",
        "Apakah Anda harus membayar untuk layanan ini?",
        ("Ya, mahal", "Ya, cukup besar", "Ya, sedikit", "Tidak, gratis"),
    ),
    Unsur(
        "Produk spesifikasi jenis pelayanan",
        "Hasil layanan",
        "Apakah hasil yang Anda terima sesuai dengan yang dijanjikan?",
        _scale("sesuai"),
    ),
    Unsur("Kompetensi pelaksana", "Kemampuan petugas", "Apakah petugas menguasai pekerjaannya?", _scale("mampu")),
    Unsur(
        "Perilaku pelaksana",
        "Sikap petugas",
        "Apakah petugas melayani dengan sopan dan ramah?",
        _scale("sopan dan ramah"),
    ),
    Unsur(
        "Penanganan pengaduan, saran, dan masukan",
        "Pengaduan",
        "Bagaimana pengaduan dan saran ditanggapi?",
        ("Tidak ada tempat mengadu", "Ada, tidak ditanggapi", "Ada, kadang ditanggapi", "Ditanggapi dengan baik"),
    ),
    Unsur(
        "Sarana dan prasarana",
        "Sarana",
        "Bagaimana tempat dan peralatan layanannya?",
        ("Buruk", "Kurang baik", "Baik", "Sangat baik"),
    ),
)
