"""Rows of card lists of invented families: the task list of SIKS-NG (V7) and the bank's list."""

from typing import Any

from tests.programs.factories import nik, no_kk
from tests.programs.kks.factories import number

V7 = ["NIK KPM", "NAMA KPM", "NOMOR KKS", "JENIS BANSOS", "TAHAP SALUR", "NOMINAL CAIR"]
BANK = ["No", "NIK", "No KK", "Nama", "Alamat", "RT/RW", "Desa", "Kecamatan", "No rekening", "No KKS", "Cabang"]


def v7(family: int, card: int | None = None, **cells: Any) -> list[Any]:
    """Card `card` (of the same number, if not said) of family `family`; `cells` replaces cells: nik, kks, ..."""
    row = {
        "nik": nik(family), "nama": f"MELATI CONTOH {family}", "kks": number(card or family), "jenis": "SEMBAKO",
        "tahap": "Tahap 11 Tahun 2026", "nominal": "Rp 600.000",
    }  # fmt: skip
    return list((row | cells).values())


def bank(family: int, card: int | None = None, **cells: Any) -> list[Any]:
    row = {
        "no": family, "nik": nik(family), "kk": no_kk(family), "nama": f"MELATI CONTOH {family}",
        "alamat": "Dusun Contoh", "rt_rw": "001/002", "desa": "BULUGUNUNG", "kecamatan": "PLAOSAN",
        "rekening": f"00712345{family:04d}", "kks": number(card or family), "cabang": "KCP Magetan",
    }  # fmt: skip
    return list((row | cells).values())
