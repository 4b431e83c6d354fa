"""Survei Kepuasan Masyarakat as arithmetic (Permenpan 14/2017; domain.md 7): exact fractions, no database.

    NRR of an unsur = sum of its answers (1-4) / respondents
    index           = (NRR of u1 + ... + NRR of u9) x 1/9 x 25, rounded half-up to two decimals
    mutu            = the band of the rounded index

The weight is 1/9, not the printed 0,111: nine times 0,111 is 0,999, and a perfect survey would get 99,9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

CODES = tuple(f"u{number}" for number in range(1, 10))
ANSWERS = (1, 2, 3, 4)
WEIGHT = Fraction(1, len(CODES))
SCALE = 25
LOWEST = 3  # unsur that the report asks the office to better

# Krejcie and Morgan (1970): chi-square of one degree of freedom at 95 %, half of the people, five per cent off.
CHI_SQUARE = Fraction("3.841")
PROPORTION = Fraction("0.5")
ERROR = Fraction("0.05")


class Band(NamedTuple):
    """Mutu pelayanan: from `least` (on the rounded index) up to the next band."""

    letter: str
    words: str
    least: Decimal


BANDS = (
    Band("A", "Sangat baik", Decimal("88.31")),
    Band("B", "Baik", Decimal("76.61")),
    Band("C", "Kurang baik", Decimal("65.00")),
    Band("D", "Tidak baik", Decimal("25.00")),
)


@dataclass(frozen=True)
class Score:
    """The figures of `respondents` (at least 1) whose answers to u1..u9 add up to `sums`."""

    respondents: int
    sums: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.respondents < 1 or len(self.sums) != len(CODES):
            raise ValueError("a score needs respondents and nine sums")

    @property
    def nrr(self) -> tuple[Fraction, ...]:
        """Nilai rata-rata per unsur, each from 1 to 4."""
        return tuple(Fraction(total, self.respondents) for total in self.sums)

    @property
    def weighted(self) -> tuple[Fraction, ...]:
        """NRR tertimbang; together the NI of the service, from 1 to 4."""
        return tuple(mean * WEIGHT for mean in self.nrr)

    @property
    def index(self) -> Decimal:
        """The SKM, 25.00 to 100.00."""
        return rounded(sum(self.weighted, Fraction(0)) * SCALE)

    @property
    def band(self) -> Band:
        return band_of(self.index)

    @property
    def bands(self) -> tuple[Band, ...]:
        """Mutu of each unsur, by its NRR x 25."""
        return tuple(band_of(rounded(mean * SCALE)) for mean in self.nrr)

    @property
    def lowest(self) -> tuple[int, ...]:
        """Places (0-8) of the three weakest unsur, the weakest first; equal ones in the order of the form."""
        return tuple(sorted(range(len(CODES)), key=lambda place: (self.sums[place], place))[:LOWEST])


def score(answers: Iterable[Sequence[int]]) -> Score:
    """The score of answer sheets, each nine answers from 1 to 4; ValueError for others and for none at all."""
    sums, respondents = [0] * len(CODES), 0
    for sheet in answers:
        if len(sheet) != len(CODES) or any(answer not in ANSWERS for answer in sheet):
            raise ValueError(f"not nine answers from 1 to 4: {sheet!r}")
        respondents += 1
        for place, answer in enumerate(sheet):
            sums[place] += answer
    return Score(respondents, tuple(sums))


def band_of(index: Decimal) -> Band:
    """The band of an index that is rounded to two decimals, 25.00 to 100.00."""
    if not Decimal(25) <= index <= Decimal(100):
        raise ValueError(f"no SKM: {index}")
    return next(band for band in BANDS if index >= band.least)


def rounded(number: Fraction, decimals: int = 2) -> Decimal:
    """Half-up, exact: no binary fraction and no limited precision decides a band."""
    scale = 10**decimals
    whole = (2 * number.numerator * scale + number.denominator) // (2 * number.denominator)
    return (Decimal(whole) / scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def sample_size(population: int) -> int:
    """Respondents needed of a population by Krejcie and Morgan: chi2 N P(1-P) / (d2 (N-1) + chi2 P(1-P)).

    Rounded to the nearest as their printed table does (N = 100: 80, N = 1.000: 278); 0 of nobody.
    """
    spread = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return int(rounded(population * spread / (ERROR**2 * (population - 1) + spread), 0)) if population > 0 else 0
