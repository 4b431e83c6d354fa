"""Numbers and dates in words, as they stand in a Berita Acara."""

from datetime import date

import pytest

from pkh_sembako.lib.terbilang import hari_tanggal_terbilang, terbilang


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (25, "dua puluh lima"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_204, "seribu dua ratus empat"),
        (2_026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (101_000, "seratus satu ribu"),
        (600_000, "enam ratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (1_001_001_500, "satu miliar satu juta seribu lima ratus"),
        (-5, "min lima"),
    ],
)
def test_a_number_is_written_as_it_is_spoken(number, words):
    assert terbilang(number) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 25), "Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam"),
        (date(2026, 1, 1), "Kamis tanggal satu bulan Januari tahun dua ribu dua puluh enam"),
        (date(2028, 2, 29), "Selasa tanggal dua puluh sembilan bulan Februari tahun dua ribu dua puluh delapan"),
        (date(2027, 8, 11), "Rabu tanggal sebelas bulan Agustus tahun dua ribu dua puluh tujuh"),
        (date(2030, 5, 10), "Jumat tanggal sepuluh bulan Mei tahun dua ribu tiga puluh"),
    ],
)
def test_the_date_of_a_berita_acara_in_words(day, words):
    assert hari_tanggal_terbilang(day) == words
