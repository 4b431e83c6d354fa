"""Figures against an office small enough to count with the finger."""

from itertools import product

import pytest

from programs.models import Enrollment, Household
from programs.queries.rekap import Question, count, table
from programs.queries.rekap_words import HEADINGS
from tests.programs.rekap.conftest import WHO

PLAOSAN, PARANG = "35.20.07", "35.20.02"
pytestmark = pytest.mark.django_db


def plain(found) -> dict:
    """{row words: (cells, total)} and the last line under None."""
    return {line.label: (line.cells, line.total) for line in found.lines} | {None: (found.totals, found.grand)}


def test_families_by_kecamatan_and_program_count_once_in_each_total(registry, operator):
    found = table(Question("kecamatan", "program"), operator)
    assert [label for _, label in found.columns] == ["PKH", "Sembako"]
    assert plain(found) == {"Plaosan": ((3, 2), 4), "Parang": ((1, 2), 2), None: ((4, 4), 6)}
    assert found.counts_twice == ["Program"]


def test_desil_has_a_line_for_what_is_not_known(registry, operator):
    found = plain(table(Question("desil"), operator))
    assert found == {
        "Desil 1": ((), 2),
        "Desil 2": ((), 2),
        "Desil 3": ((), 1),
        "Belum ada desil": ((), 1),
        None: ((), 6),
    }


def test_components_count_families_or_members(registry, operator):
    by_family = plain(table(Question("komponen", filters={"program": "pkh"}), operator))
    by_member = plain(table(Question("komponen", unit="anggota", filters={"program": "pkh"}), operator))
    assert by_family == {
        "SD/sederajat": ((), 3),
        "SMP/sederajat": ((), 1),
        "Tanpa komponen tercatat": ((), 1),
        None: ((), 4),
    }
    assert by_member == {
        "SD/sederajat": ((), 4),
        "SMP/sederajat": ((), 1),
        "Tanpa komponen tercatat": ((), 4),
        None: ((), 9),
    }


def test_kroscek_counts_the_families_of_the_list(registry, operator, kroscek_round):
    asked = Question("kecamatan", "hasil", filters={"putaran": str(kroscek_round.pk)})
    found = table(asked, operator)
    assert [label for _, label in found.columns] == ["Sesuai", "Tidak ditemukan", "Belum diperiksa"]
    assert plain(found) == {"Plaosan": ((2, 1, 0), 3), "Parang": ((0, 0, 1), 1), None: ((2, 1, 1), 4)}


def test_filters_narrow_down_together(registry, operator):
    asked = Question("status", filters={"program": "pkh", "kecamatan": PLAOSAN, "desil": "1", "komponen": "smp"})
    assert plain(table(asked, operator)) == {"Aktif": ((), 1), None: ((), 1)}
    assert count(Question(filters={"hasil": "belum", "program": "pkh"}), operator)[None, None] == 1


@pytest.mark.parametrize("username", ["operator", "korcam.plaosan", "korcam.parang", "ratri", "bagas", "inspektorat"])
def test_everybody_counts_exactly_the_families_they_may_see(registry, cast, username):
    user = cast[username]
    seen = Household.objects.visible_to(user).filter(enrollments__in=Enrollment.objects.visible_to(user)).distinct()
    assert count(Question(), user)[None, None] == seen.count() > 0


def test_who_works_nowhere_counts_nobody(registry, cast):
    assert count(Question(), cast["bank"]) == {(None, None): 0}


def test_every_pair_of_headings_adds_up_when_it_says_so(registry, operator):
    for rows, columns, unit in product(HEADINGS, ["", *HEADINGS], ["keluarga", "anggota"]):
        asked = Question(rows, "" if columns == rows else columns, unit)
        found = table(asked, operator)
        if asked.adds_up(rows):
            assert sum(line.total for line in found.lines) == found.grand
            assert [sum(cells) for cells in zip(*(line.cells for line in found.lines), strict=True)] == [*found.totals]
        if asked.columns and asked.adds_up(columns):
            assert all(sum(line.cells) == line.total for line in found.lines)


@pytest.mark.parametrize("columns", ["", "program", "desa"])
def test_the_number_of_queries_is_fixed(registry, operator, django_assert_num_queries, columns):
    operator.sees_kabupaten  # noqa: B018 - the postings are read once per request
    with django_assert_num_queries(3 if columns == "desa" else 2):
        table(Question("kecamatan", columns), operator)
    assert len(WHO) == 6
