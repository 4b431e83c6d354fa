"""The units of time in which an SOP promises a step, as its paper words them."""

from enum import StrEnum
from typing import Self

LARGEST_AMOUNT = 36_500  # a hundred years of days: anything beyond is a typing error


class Unit(StrEnum):
    """Unit of `waktu` in a definition; the values are the words of the definition files."""

    MENIT = "menit"
    JAM = "jam"
    HARI_KERJA = "hari_kerja"
    HARI = "hari"
    MINGGU = "minggu"
    BULANAN = "bulanan"
    TRIWULANAN = "triwulanan"
    MENYESUAIKAN = "menyesuaikan"

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise ValueError(f"Satuan waktu {value!r} tidak dikenal. Pilihan: {', '.join(cls)}.")


MINUTES = {Unit.MENIT: 1, Unit.JAM: 60}  # working minutes
CALENDAR_DAYS = {Unit.HARI: 1, Unit.MINGGU: 7}
PERIODS = {Unit.BULANAN: 1, Unit.TRIWULANAN: 3}  # months; the work is due when the month or the tahap ends


def check_amount(unit: Unit | str, amount: int | None) -> tuple[Unit, int]:
    """The unit and its amount, 0 for `menyesuaikan`; ValueError, an Indonesian sentence, for a pair that cannot be."""
    unit = Unit(unit)
    if unit is Unit.MENYESUAIKAN:
        if amount is not None:
            raise ValueError("Satuan menyesuaikan tidak memakai jumlah.")
        return unit, 0
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise ValueError(f"Jumlah untuk satuan {unit} harus bilangan bulat, bukan {amount!r}.")
    if unit in PERIODS and amount != 1:
        raise ValueError(f"Jumlah untuk satuan {unit} selalu 1, bukan {amount}.")
    if not 1 <= amount <= LARGEST_AMOUNT:
        raise ValueError(f"Jumlah untuk satuan {unit} harus antara 1 dan {LARGEST_AMOUNT}, bukan {amount}.")
    return unit, amount
