"""Numbers as people write them become those that WhatsApp opens."""

import pytest

from pkh_sembako.lib.whatsapp import link, number


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("0812 0000 0000", "6281200000000"),
        ("0812-0000-0000", "6281200000000"),
        ("+62 812 0000 0000", "6281200000000"),
        ("6281200000000", "6281200000000"),
        ("81200000000", "6281200000000"),
        ("0351 123456", ""),
        ("", ""),
        ("08", ""),
        ("(0812) 0000 0000 0000 000", ""),
    ],
)
def test_a_number_is_brought_into_one_form(written, opened):
    assert number(written) == opened


def test_a_link_carries_the_text_and_is_empty_without_a_number():
    assert link("0812 0000 0000", "Yth. A & B?") == "https://wa.me/6281200000000?text=Yth.%20A%20%26%20B%3F"
    assert link("", "Halo") == ""
