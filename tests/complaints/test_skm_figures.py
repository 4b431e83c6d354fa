"""The arithmetic of the SKM against a table computed by hand, its edges, and a slow reference."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from complaints import skm

# Ten respondents, worked out with pencil. Each line: the unsur, its ten answers, their sum, NRR = sum / 10.
#   u1 4 4 3 3 3 4 3 3 4 3 = 34  3,4        u6 4 4 4 4 3 4 4 3 4 4 = 38  3,8
#   u2 3 3 3 2 3 4 3 3 3 3 = 30  3,0        u7 4 4 4 4 4 4 4 4 4 3 = 39  3,9
#   u3 2 3 2 2 3 3 2 3 2 3 = 25  2,5        u8 3 2 3 3 3 2 3 3 3 3 = 28  2,8
#   u4 4 4 4 4 4 4 4 4 4 4 = 40  4,0        u9 3 3 3 3 2 3 3 3 3 3 = 29  2,9
#   u5 3 3 3 4 3 3 3 3 3 3 = 31  3,1
# Sum of all NRR 29,4; NI = 29,4 / 9 = 3,26667; SKM = 3,26667 x 25 = 81,666... -> 81,67, mutu B.
BY_HAND = """
4433343343
3332343333
2322332323
4444444444
3334333333
4444344344
4444444443
3233323333
3333233333
""".split()
SHEETS = [[int(unsur[place]) for unsur in BY_HAND] for place in range(10)]


def test_the_table_by_hand():
    found = skm.score(SHEETS)
    assert found.respondents == 10
    assert found.sums == (34, 30, 25, 40, 31, 38, 39, 28, 29)
    assert [float(mean) for mean in found.nrr] == [3.4, 3.0, 2.5, 4.0, 3.1, 3.8, 3.9, 2.8, 2.9]
    assert sum(found.weighted) == Fraction(294, 90)
    assert (found.index, found.band.letter) == (Decimal("81.67"), "B")
    assert "".join(band.letter for band in found.bands) == "BCDABAACC"  # NRR x 25: 85, 75, 62.5, 100, 77.5, ...
    assert [skm.CODES[place] for place in found.lowest] == ["u3", "u8", "u9"]


def test_a_perfect_survey_is_one_hundred_and_the_worst_twenty_five():
    assert str(skm.score([[4] * 9]).index) == "100.00"
    assert str(skm.score([[1] * 9] * 7).index) == "25.00"
    assert (skm.score([[4] * 9]).band.letter, skm.score([[1] * 9]).band.letter) == ("A", "D")


@pytest.mark.parametrize(
    ("index", "letter"),
    [
        ("25.00", "D"),
        ("64.99", "D"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.61", "B"),
        ("88.30", "B"),
        ("88.31", "A"),
        ("100.00", "A"),
    ],
)
def test_each_band_begins_and_ends_where_the_regulation_says(index, letter):
    assert skm.band_of(Decimal(index)).letter == letter


@pytest.mark.parametrize("index", ["24.99", "100.01", "0"])
def test_what_no_survey_gives_has_no_band(index):
    with pytest.raises(ValueError, match="no SKM"):
        skm.band_of(Decimal(index))


def test_a_half_is_rounded_up_and_decides_the_band():
    # 3.600 answers of 400 sheets: the index is sum x 25 / 3.600, so 9.359 give 64,993 and 9.360 give exactly 65.
    assert (skm.Score(400, (1040,) * 8 + (1039,)).index, skm.Score(400, (1040,) * 9).index) == (
        Decimal("64.99"),
        Decimal("65.00"),
    )
    # 200 sheets: 4.679 x 25 / 1.800 = 64,98611; 80 sheets: 1.871 x 25 / 720 = 64,96528; exactly half a cent:
    assert skm.rounded(Fraction("64.995")) == Decimal("65.00")
    assert skm.rounded(Fraction("76.605")) == Decimal("76.61")
    assert skm.rounded(Fraction("88.3049999999999999999999")) == Decimal("88.30")


@pytest.mark.parametrize("seed", range(40))
def test_any_answers_give_what_a_slow_reference_gives(seed):
    dice = random.Random(seed)
    sheets = [[dice.randint(1, 4) for _ in range(9)] for _ in range(dice.randint(1, 60))]
    found = skm.score(sheets)
    means = [sum(Fraction(sheet[place]) for sheet in sheets) / len(sheets) for place in range(9)]
    exact = sum(mean / 9 for mean in means) * 25
    assert list(found.nrr) == means
    assert abs(Fraction(found.index) - exact) <= Fraction(1, 200)
    assert Fraction(found.index) * 100 == (exact * 100 + Fraction(1, 2)).__floor__()
    dice.shuffle(sheets)
    assert skm.score(sheets) == found
    best = skm.score([*sheets, [4] * 9])
    assert best.index >= found.index


@pytest.mark.parametrize("sheets", [[], [[1] * 8], [[0] + [1] * 8], [[5] + [1] * 8]])
def test_what_is_no_answer_sheet_has_no_score(sheets):
    with pytest.raises(ValueError):
        skm.score(sheets)


def test_the_sample_is_the_table_of_krejcie_and_morgan():
    # But for N = 100.000, where the printed 384 is not what their formula gives (382,68).
    table = {10: 10, 15: 14, 20: 19, 30: 28, 50: 44, 100: 80, 150: 108, 200: 132, 300: 169, 500: 217, 1000: 278,
             1500: 306, 2000: 322, 5000: 357, 10_000: 370, 50_000: 381, 100_000: 383, 1_000_000: 384}  # fmt: skip
    assert {population: skm.sample_size(population) for population in table} == table
    assert [skm.sample_size(population) for population in (-1, 0, 1, 2)] == [0, 0, 1, 2]
