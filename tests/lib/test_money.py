"""Rupiah as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkh_sembako.lib.money import parse_rupiah
from pkh_sembako.lib.numbers import rupiah


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp 600.000", 600_000),
        ("Rp\xa0600.000", 600_000),
        ("Rp. 600.000,00", 600_000),
        ("rp600.000,-", 600_000),
        ("IDR 2.700.000", 2_700_000),
        ("600000", 600_000),
        ("600000.00", 600_000),
        ("600.000,00", 600_000),
        ("600,000.00", 600_000),
        ("600,000", 600_000),
        (" 0 ", 0),
        ("166.666", 166_666),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "enam ratus ribu",
        "-600.000",
        "600.000,50",
        "6.00.000",
        "600.00.0",
        "1e6",
        "٦٠٠",
        "Rp",
        "600 000",
        "9" * 16,
    ],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        parse_rupiah(text)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_printed_amount_reads_back(amount):
    assert parse_rupiah(rupiah(amount)) == amount
