"""The layouts of domain.md 3 that are known by name; any other with a name and a number is "lain"."""

from collections.abc import Collection, Mapping, Sequence

from programs.card_layouts import CARD_LISTS
from programs.importing.headers import normalise

PERSON_LISTS = ("V2", "V4")  # one row per person: rows of one NKK are one family
COUNTS = ("ak", "hamil", "aud", "sd", "smp", "sma", "lansia", "disabilitas")
LABELS = {
    "V1": "BNBA pembayaran Kemensos",
    "V1b": "BNBA pembayaran Kemensos (ekspor ulang)",
    "V2": "Daftar perorangan DTKS",
    "V4": "Verifikasi kelayakan SIKS-NG",
    "V6": "Daftar PKH untuk pendamping",
    "V7": "Daftar tugas KKS (SIKS-NG)",
    "KKS": "Daftar kartu bank",
    "V9": "Laporan kepala keluarga dua baris judul",
    "lain": "Susunan lain",
}
_PAYMENT = {"tahap", "bansos", "bank", "iddtks", "gelombang", "dir"}
_NOT_OF_CARDS = {"iddtks", "gelombang", "dir", "hub", "mother", "flag_pkh", "flag_sembako", "kelayakan"}
_V1_REGION = {"NAMAPROP", "NAMAKAB", "NAMAKEC", "NAMAKEL"}


def layout_of(fields: Mapping[int, str], titles: Sequence[str]) -> str:
    """The layout of a recognised header."""
    found, words = set(fields.values()), set(map(normalise, titles))
    if "kks" in found and found.isdisjoint(_NOT_OF_CARDS):
        return _of_cards(found)
    if {"nik", "no_kk", "name"} <= found:
        return _with_both_numbers(found, words)
    if "no_kk" in found and len(found & set(COUNTS)) >= 3:
        return "V6"
    return "lain"


def kind_of(layout: str) -> str:
    """Default kind: `peserta` makes active enrollments, `calon` candidates (contract); a card list ("") neither."""
    if layout in CARD_LISTS:
        return ""
    return "peserta" if layout in ("V1", "V1b", "V6") else "calon"


def _of_cards(found: Collection[str]) -> str:
    """V7 says what is paid; the bank says account and branch."""
    paid = not {"account", "branch"} & set(found) and {"bansos", "tahap", "nominal"} & set(found)
    return "V7" if paid else "KKS"


def _with_both_numbers(found: Collection[str], words: Collection[str]) -> str:
    has = set(found)
    flags = has & {"flag_pkh", "flag_sembako"}
    if flags and "kelayakan" in has:
        return "V4"
    if flags or ("hub" in has and has & {"mother", "birth_place", "birth"}):
        return "V2"
    if "nominal" in has and len(has & _PAYMENT) >= 2:
        return "V1" if set(words) & _V1_REGION else "V1b"
    if "KEPALAKELUARGA" in words:
        return "V9"
    return "lain"
