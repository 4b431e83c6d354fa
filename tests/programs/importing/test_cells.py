"""Single cells: texts, days, tahap, bansos."""

from datetime import date

import pytest

from programs.importing.cells import as_text, as_texts, parse_date
from programs.importing.stages import Stage, excludes, parse_stage


@pytest.mark.parametrize(
    ("text", "program", "stage"),
    [
        ("4", "pkh", Stage(4, 4, None)),
        ("Tahap 2 Tahun 2026", "pkh", Stage(2, 2, 2026)),
        ("TAHAP IV", "pkh", Stage(4, 4, None)),
        ("tahap ke-3 (2025)", "pkh", Stage(3, 3, 2025)),
        ("Okt-Des 2026", "pkh", Stage(4, 4, 2026)),
        ("Oktober s.d. Desember", "sembako", Stage(10, 12, None)),
        ("Nopember", "sembako", Stage(11, 11, None)),
        ("Agt", "pkh", Stage(3, 3, None)),
        ("2026", "pkh", None),
        ("IXX", "pkh", None),
        ("13", "sembako", None),
        ("Des-Okt", "sembako", None),
        ("entah", "pkh", None),
    ],
)
def test_a_tahap_is_read_from_what_people_write(text, program, stage):
    assert parse_stage(text, program) == stage


def test_bansos_excludes_a_program_it_does_not_name():
    assert [excludes(text, "sembako") for text in ("BPNT", "Sembako", "PKH + SEMBAKO", "BSP", "PKH", "BLT", "")] == [
        False, False, False, False, True, True, False,
    ]  # fmt: skip


def test_texts_are_clean_one_by_one_and_by_column():
    cells = ["a\xa0b", " a ", "'001", "x\x00y", "\u202ejahat", "–", "a  b", "rapi", "", "a\nb"]
    clean = ["a b", "a", "001", "xy", "jahat", "", "a b", "rapi", "", "a b"]
    assert ([as_text(cell) for cell in cells], as_texts(cells)) == (clean, clean)
    assert as_texts([1.0, True, 1.5, None, date(2026, 1, 2), float("inf")]) == [
        "1",
        "YA",
        "1.5",
        "",
        "02-01-2026",
        "inf",
    ]


def test_two_digit_years_mean_the_last_hundred():
    assert [parse_date(text, 2026) for text in ("01-02-26", "01-02-27")] == [date(2026, 2, 1), date(1927, 2, 1)]
