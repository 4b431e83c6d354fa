"""From the public copy nobody works out a hidden number: not by subtraction, not by what is known of its size."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.queries.rekap_public import LEAST, Hidden, published

SIZES = st.integers(1, 6)


@st.composite
def tables(draw, numbers=None) -> tuple[dict, list[str], list[str]]:
    """A whole table with its totals; now and then without columns."""
    rows = [f"r{number}" for number in range(draw(SIZES))]
    columns = [f"c{number}" for number in range(draw(st.integers(0, 5)))]
    some = numbers or st.one_of(st.integers(0, 12), st.integers(0, 400))
    inner = {(row, column): draw(some) for row in rows for column in columns or [None]}
    return whole(inner, rows, columns), rows, columns


def whole(inner: dict, rows: list[str], columns: list[str]) -> dict:
    table = dict(inner)
    for row in rows:
        table[row, None] = sum(inner[row, column] for column in columns or [None])
    for column in [*columns, None]:
        table[None, column] = sum(table[row, column] for row in rows)
    return table


def sums(rows, columns, rows_add_up, columns_add_up) -> list[tuple[list, tuple]]:
    """(parts, total) of every sum that a reader may use."""
    found = []
    if rows_add_up:
        found += [([(row, column) for row in rows], (None, column)) for column in [*columns, None]]
    if columns and columns_add_up:
        found += [([(row, column) for column in columns], (row, None)) for row in [*rows, None]]
    return found


def derivable(shown: dict, equations: list) -> list:
    """Hidden cells that the equations fix: Gauss over fractions, as a patient reader would."""
    unknown = sorted((cell for cell, number in shown.items() if isinstance(number, Hidden)), key=str)
    place = {cell: index for index, cell in enumerate(unknown)}
    matrix = []
    for parts, total in equations:
        line = [Fraction(0)] * len(unknown)
        for cell, sign in [*((part, 1) for part in parts), (total, -1)]:
            if cell in place:
                line[place[cell]] += sign
        matrix.append(line)
    pivots = {}
    for column in range(len(unknown)):
        pivot = next(
            (line for line in matrix if line[column] and not any(line is used for used in pivots.values())), None
        )
        if pivot is None:
            continue
        pivot[:] = [value / pivot[column] for value in pivot]
        for line in matrix:
            if line is not pivot and line[column]:
                line[:] = [value - line[column] * lead for value, lead in zip(line, pivot, strict=True)]
        pivots[column] = pivot
    return [unknown[column] for column, line in pivots.items() if sum(1 for value in line if value) == 1]


@settings(max_examples=300, deadline=None)
@given(tables(), st.booleans(), st.booleans())
def test_no_hidden_number_is_found_by_subtraction(made, rows_add_up, columns_add_up):
    numbers, rows, columns = made
    shown = published(numbers, rows, columns, rows_add_up=rows_add_up, columns_add_up=columns_add_up)
    assert derivable(shown, sums(rows, columns, rows_add_up, columns_add_up)) == []


@settings(max_examples=300, deadline=None)
@given(tables(), st.booleans(), st.booleans())
def test_what_is_shown_is_true_and_never_small(made, rows_add_up, columns_add_up):
    numbers, rows, columns = made
    shown = published(numbers, rows, columns, rows_add_up=rows_add_up, columns_add_up=columns_add_up)
    for cell, number in shown.items():
        if isinstance(number, Hidden):
            assert (number == Hidden.SMALL) == (0 < numbers[cell] < LEAST)
        else:
            assert number == numbers[cell] and not 0 < number < LEAST


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=6, max_size=6))
def test_every_hidden_number_could_be_another_one_of_its_size(values):
    """By trying them all: 2 x 3 tables that look the same in public differ in every hidden cell."""
    rows, columns = ["a", "b"], ["x", "y", "z"]
    cells = list(product(rows, columns))
    numbers = whole(dict(zip(cells, values, strict=True)), rows, columns)
    shown = published(numbers, rows, columns, rows_add_up=True, columns_add_up=True)
    hidden = [cell for cell in cells if isinstance(shown[cell], Hidden)]
    seen: dict = {cell: set() for cell, number in shown.items() if isinstance(number, Hidden)}
    choices = [range(1, 5) if numbers[cell] < LEAST else range(5, 13) for cell in hidden]
    for picked in product(*choices):
        twin = whole({cell: numbers[cell] for cell in cells} | dict(zip(hidden, picked, strict=True)), rows, columns)
        if all(_looks(twin[cell], number) for cell, number in shown.items()):
            for cell in seen:
                seen[cell].add(twin[cell])
    assert [cell for cell, found in seen.items() if len(found) < 2] == []


def _looks(number: int, shown) -> bool:
    if shown == Hidden.SMALL:
        return 0 < number < LEAST
    return number >= LEAST if shown == Hidden.COVER else number == shown


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([3, 40, 60], ["<5", "*", 60, 103]),
        ([3, 2, 60], ["<5", "<5", 60, 65]),
        ([0, 40, 60], [0, 40, 60, 100]),
        ([3, 0, 0], ["<5", 0, 0, "<5"]),
        ([4, 4, 60], ["<5", "<5", "*", 68]),  # 68 - 60 = 8 would say that both are 4
    ],
)
def test_one_column_hides_the_second_smallest_too(column, expected):
    rows = [f"r{number}" for number in range(len(column))]
    numbers = whole({(row, None): number for row, number in zip(rows, column, strict=True)}, rows, [])
    shown = published(numbers, rows, [], rows_add_up=True, columns_add_up=True)
    assert [shown[row, None] for row in [*rows, None]] == expected


def test_a_heading_that_counts_twice_shows_no_total():
    numbers = {("pkh", None): 9, ("sembako", None): 3, (None, None): 10}
    shown = published(numbers, ["pkh", "sembako"], [], rows_add_up=False, columns_add_up=True)
    assert shown == {("pkh", None): 9, ("sembako", None): "<5"}
