"""What a row counts as (contract, "Rounds, lists and files")."""

import pytest

from pkh_sembako.lib.names import searchable
from programs.models import Enrollment, Household, RoundEntry
from programs.services.bnba import findings
from tests.programs.bnba.files import V2, V6, nik, no_kk, v1, v2, v6


def verdicts(file) -> list[str]:
    return list(file.rows.order_by("sheet", "row").values_list("verdict", flat=True))


def counts(file) -> tuple[int, ...]:
    return tuple(file.counts[key] for key in ("rows", "new", "changed", "same", "refused", "gone"))


def warned(file) -> list[tuple[int, str, str]]:
    return [(found["row"], found["column"], found["code"]) for found in findings.warnings(file)]


def correct(number: int, **values) -> None:
    """A correction made in the office."""
    household = Household.objects.get(nik=nik(number))
    for name, value in values.items():
        setattr(household, name, value)
    household.save()


def test_families_nobody_knows_are_new(check):
    assert counts(check([v1(1), v1(2)])) == (2, 2, 0, 0, 0, 0)
    assert Household.objects.count() == 0


def test_the_same_file_again_is_the_same(load, check):
    load([v1(1), v1(2)])
    assert counts(check([v1(1), v1(2)])) == (2, 0, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("cells", "before"),
    [
        ({"NAMA_PENERIMA": "MELATI BARU"}, {"name": "MELATI CONTOH 1"}),
        ({"NOKK": no_kk(77)}, {"no_kk": no_kk(1)}),
        ({"ALAMAT": "JL. LAIN"}, {"alamat": "JL. RAYA 1"}),
        ({"DUSUN": "NGASEM"}, {"dusun": "KRAJAN"}),
        ({"NO_RT": "9"}, {"rt": "001"}),
        ({"NO_RW": "9"}, {"rw": "002"}),
        ({"IDDTKS": "LAIN"}, {"iddtks": "DTKS0001"}),
        ({"NOMINAL": "750000"}, {"nominal": "600000"}),
        ({"BANK": "MANDIRI"}, {"bank": "BNI"}),
        ({"GELOMBANG": "2"}, {"gelombang": "1"}),
        ({"ALAMAT": "", "DUSUN": "", "NOMINAL": "", "IDDTKS": ""}, {}),
    ],
)
def test_a_filled_cell_that_differs_makes_the_row_changed(load, check, cells, before):
    load([v1(1)])
    file = check([v1(1, **cells)])
    assert (verdicts(file), file.rows.get().before) == (["changed" if before else "same"], before)


def test_what_belongs_to_a_round_counts_only_against_the_same_round(load, check):
    load([v1(1)], tahap=3)
    cells = {"NOMINAL": "750000", "BANK": "MANDIRI", "GELOMBANG": "2", "TAHAP": "4"}
    assert counts(check([v1(1, **cells)], tahap=4)) == (1, 0, 0, 1, 0, 0)


def test_a_local_correction_stays_and_is_told(load, check):
    load([v1(1)])
    correct(1, alamat="JL. BENAR", rt="007")
    row = check([v1(1)]).rows.get()
    assert (row.verdict, row.before, row.local) == ("same", {}, {"alamat": "JL. BENAR", "rt": "007"})


def test_a_new_value_wins_over_a_local_correction(load, check):
    load([v1(1)])
    correct(1, alamat="JL. BENAR")
    row = check([v1(1, ALAMAT="JL. PUSAT")]).rows.get()
    assert (row.verdict, row.before, row.local) == ("changed", {"alamat": "JL. BENAR"}, {})


def test_the_file_catching_up_with_a_correction_is_remembered(load, check):
    load([v1(1)])
    correct(1, alamat="JL. BENAR")
    assert counts(load([v1(1, ALAMAT="JL. BENAR")])) == (1, 0, 0, 1, 0, 0)
    # The last import now said "JL. BENAR", so the old address is a change again.
    assert check([v1(1)]).rows.get().before == {"alamat": "JL. BENAR"}


def test_a_local_correction_also_stays_for_the_other_program(load, check):
    load([v1(1)])
    correct(1, alamat="JL. BENAR")
    row = check([v1(1, BANSOS="SEMBAKO")], program="sembako", tahap=11).rows.get()
    assert (row.verdict, row.before, row.local) == ("new", {}, {"alamat": "JL. BENAR"})


def test_a_family_of_one_program_is_new_to_the_other_and_stays_one_family(load):
    load([v1(1)])
    assert counts(load([v1(1, BANSOS="BPNT")], program="sembako", tahap=11)) == (1, 1, 0, 0, 0, 0)
    assert Household.objects.count() == 1
    assert set(Enrollment.objects.values_list("program", flat=True)) == {"pkh", "sembako"}


def test_nik_decides_before_nkk(load, check):
    load([v1(1), v1(2)])
    file = check([v1(1, NOKK=no_kk(2))])
    assert (verdicts(file), warned(file)) == (["changed"], [(2, "NOKK", "kk_changed")])


def test_an_nkk_nobody_has_is_a_change_without_warning(load, check):
    load([v1(1)])
    file = check([v1(1, NOKK=no_kk(77))])
    assert (verdicts(file), warned(file)) == (["changed"], [])


def test_an_unknown_nik_with_the_nkk_of_one_family_is_that_family(load, check):
    load([v1(1)])
    file = check([v1(1, NIK_KTP=nik(501))])
    assert (verdicts(file), warned(file)) == (["changed"], [(2, "NIK_KTP", "nik_changed")])
    assert file.rows.get().before == {"nik": nik(1)}


def test_an_unknown_nik_with_an_nkk_of_two_families_is_new(load, check):
    load([v1(1), v1(2, NOKK=no_kk(1))])
    assert counts(check([v1(3, NOKK=no_kk(1))])) == (1, 1, 0, 0, 0, 2)


def test_two_rows_of_one_nkk_are_two_families_and_the_known_nik_has_the_family(load):
    load([v1(1)])
    file = load([v1(2, NOKK=no_kk(1)), v1(1)])
    assert verdicts(file) == ["new", "same"]
    assert counts(load([v1(2, NOKK=no_kk(1)), v1(1)])) == (2, 0, 0, 2, 0, 0)


def test_nik_and_nkk_corrected_here_do_not_make_a_second_family(load, check):
    load([v1(1)])
    correct(1, nik=nik(601), no_kk=no_kk(601))
    row = check([v1(1)]).rows.get()
    assert (row.verdict, row.local) == ("same", {"nik": nik(601), "no_kk": no_kk(601)})


def test_without_nik_the_nkk_must_be_of_one_family(load, check):
    load([v1(1), v1(2, NOKK=no_kk(1)), v1(3)])
    file = check([v6(1), v6(3), v6(4)], titles=V6)
    assert counts(file) == (3, 1, 1, 0, 1, 0)
    assert [(e["row"], e["code"]) for e in findings.errors(file)] == [(2, "kk_ambiguous")]


def test_moving_to_another_desa_is_a_change_with_a_warning(load, check):
    load([v1(1)])
    file = check([v1(1, NAMA_KEL="DADI")])
    assert (verdicts(file), warned(file)) == (["changed"], [(2, "NAMA_KEL", "desa_changed")])


def test_gone_are_families_of_the_list_in_the_kecamatan_of_the_file(load, check):
    load([v1(1), v1(2), v1(3, NAMA_KEC="PARANG", NAMA_KEL="SUNDUL")])
    assert counts(check([v1(1)])) == (1, 0, 0, 1, 0, 1)


def test_gone_counts_the_latest_earlier_round_while_this_one_has_no_list(load, check):
    load([v1(1)], tahap=1)
    load([v1(1), v1(2), v1(3)], tahap=2)
    assert counts(check([v1(1)], tahap=4)) == (1, 0, 0, 1, 0, 2)


def test_gone_does_not_count_a_family_whose_row_was_refused(load, check):
    load([v1(1), v1(2)])
    assert counts(check([v1(1), v1(2, NOMINAL="banyak")])) == (2, 0, 0, 1, 1, 0)


def test_rows_are_new_changed_same_and_refused(load, check):
    load([v1(1), v1(2)])
    file = check([v1(1), v1(2, ALAMAT="JL. LAIN"), v1(3), v1(4, NIK_KTP="35"), v1(5, NAMA_PENERIMA="")])
    assert counts(file) == (5, 1, 1, 1, 2, 0)
    assert [(e["row"], e["column"], e["code"]) for e in findings.errors(file)] == [
        (5, "NIK_KTP", "nik_length"),
        (6, "NAMA_PENERIMA", "name_missing"),
    ]


def test_persons_of_one_nkk_are_one_family(load, check):
    rows = [
        v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"),
        v2(1, 2, "MELATI CONTOH", "ISTRI"),
        v2(2, 3, "SENDIRI CONTOH", "KEPALA KELUARGA"),
        v2(3, 4, "BUKAN PKH", "KEPALA KELUARGA", **{"Bansos PKH": "N"}),
    ]
    file = load(rows, titles=V2)
    assert (counts(file), file.counts["skipped"]) == ((3, 3, 0, 0, 0, 0), 1)
    assert list(Household.objects.order_by("nik").values_list("name", flat=True)) == [
        "DARSONO CONTOH",
        "SENDIRI CONTOH",
    ]
    assert counts(check(rows, titles=V2)) == (3, 0, 0, 3, 0, 0)


def test_a_person_list_keeps_a_pengurus_who_was_changed(load, check):
    rows = [v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"), v2(1, 2, "MELATI CONTOH", "ISTRI")]
    load(rows, titles=V2)
    load([v1(1, NIK_KTP=nik(2), NAMA_PENERIMA="MELATI CONTOH")])
    assert Household.objects.get().nik == nik(2)
    assert counts(check(rows, titles=V2)) == (2, 0, 1, 1, 0, 0)  # the address of V1 differs
    assert Household.objects.get().nik == nik(2)


def test_a_person_new_to_the_family_is_a_change(load, check):
    load([v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA")], titles=V2)
    file = load([v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"), v2(1, 2, "ANAK CONTOH", "ANAK")], titles=V2)
    assert verdicts(file) == ["same", "changed"]
    assert Household.objects.get().members.count() == 2


@pytest.mark.parametrize("name", ["Hj. SITI  Nur'aini", "Élise–Ñandu", "  a  ", "ALM. BUDI (2)", "ß ﬁ Ⅻ"])
def test_the_search_column_is_what_python_would_write(load, name):
    load([v1(1, NAMA_PENERIMA=name)])
    household = Household.objects.get()
    assert household.name_search == searchable(household.name)


def test_a_check_writes_no_family_and_no_list(check):
    check([v1(1)])
    assert (Household.objects.count(), Enrollment.objects.count(), RoundEntry.objects.count()) == (0, 0, 0)
