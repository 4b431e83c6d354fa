"""Numbers and dates in Indonesian words, as a Berita Acara spells them out."""

import re
from datetime import date

from num2words import num2words

from pkh_sembako.lib.dates import nama_bulan, nama_hari

# num2words writes "satu juta satu ribu"; Indonesian says "satu juta seribu" (but "seratus satu ribu").
ONE_THOUSAND = re.compile(r"\b(juta|miliar|triliun) satu ribu\b")


def terbilang(number: int) -> str:
    """2026 -> "dua ribu dua puluh enam"; negative numbers begin with "min"."""
    return ONE_THOUSAND.sub(r"\1 seribu", num2words(number, lang="id"))


def hari_tanggal_terbilang(day: date) -> str:
    """Like "Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam"."""
    return f"{nama_hari(day)} tanggal {terbilang(day.day)} bulan {nama_bulan(day)} tahun {terbilang(day.year)}"
