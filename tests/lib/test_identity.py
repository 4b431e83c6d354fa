"""NIK and NKK."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkh_sembako.lib import identity

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("3520065708900001", None),
        ("", "missing"),
        ("3,52006E+15", "numeric"),
        ("3.520065708900001e+15", "numeric"),
        ("352006570890000", "length"),
        ("35200657089000011", "length"),
        ("352006570890000A", "digits"),
        ("3520.0657.0890.0001", "digits"),
        ("٣٥٢٠٠٦٥٧٠٨٩٠٠٠٠١", "digits"),
        ("1111111111111111", "repeated"),
        ("3520065708900000", "repeated"),
        ("9111014508900001", None),  # Papua: beyond 2^53, harmless as text
        ("9671015708900003", None),
    ],
)
def test_a_nik_has_one_fault_or_none(text, fault):
    assert identity.nik_fault(text) == fault


def test_a_nkk_may_repeat_and_end_in_zeros():
    assert [identity.nkk_fault(text) for text in ("3520060101010000", "1111111111111111", "12", "12A", "")] == [
        None,
        None,
        "length",
        "digits",
        "missing",
    ]


@pytest.mark.parametrize(
    "text",
    ["'3520065708900001", " 3520065708900001\xa0", "`3520065708900001`", '"3520065708900001"', '="3520065708900001"',
     "3520 0657 0890 0001", "’3520065708900001"],
)  # fmt: skip
def test_what_keeps_digits_text_is_taken_away(text):
    assert identity.strip_wrapping(text) == "3520065708900001"


def test_a_mask_shows_four_and_four():
    assert [identity.mask(text) for text in ("3520065708900001", "123456789", "12345678", "")] == [
        "3520********0001",
        "1234*6789",
        "********",
        "",
    ]


@pytest.mark.parametrize(
    ("nik", "sex", "born"),
    [
        ("3520065708900001", "P", date(1990, 8, 17)),
        ("3520061708900001", "L", date(1990, 8, 17)),
        ("3520060101260001", "L", date(2026, 1, 1)),
        ("3520063112260001", "L", date(1926, 12, 31)),  # not born yet in this century
        ("3520066902000001", "P", date(2000, 2, 29)),
        ("3520063002900001", "L", None),
        ("3520060013900001", "L", None),
        ("9111017108900001", "P", date(1990, 8, 31)),
    ],
)
def test_a_nik_tells_sex_and_day_of_birth(nik, sex, born):
    assert (identity.sex(nik), identity.birthdate(nik, latest=TODAY)) == (sex, born)


@given(st.dates(min_value=date(1927, 1, 1), max_value=TODAY), st.sampled_from("LP"))
def test_the_day_written_into_a_nik_comes_back(born, sex):
    nik = f"352006{identity.birth_digits(born, sex)}0001"
    assert (identity.sex(nik), identity.born_on(nik, born)) == (sex, True)
    assert identity.birthdate(nik, latest=TODAY) == born


def test_a_region_is_known_by_its_first_four_digits():
    assert [identity.region_known(nik, {"3520", "9111"}) for nik in ("3520065708900001", "9999065708900001")] == [
        True,
        False,
    ]
