"""SIKS-NG's export read back: what is the same, what waits, what they changed; no family is touched."""

import pytest

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import JobState
from programs.models import Member, SiksAct, SiksChange, SiksDifference
from programs.services import families
from programs.services.siksng import files
from tests.programs.bnba.files import registry
from tests.programs.factories import nik, no_kk
from tests.programs.siksng.conftest import edit, person

pytestmark = pytest.mark.django_db(transaction=True)


def found(comparison, category: str) -> list[tuple]:
    """(family, [(field, theirs, ours)]) of a category."""
    rows = SiksDifference.objects.filter(comparison=comparison, category=category)
    return [(row.name, sorted((v["field"], v["theirs"], v["ours"]) for v in row.values)) for row in rows]


def test_an_export_that_agrees_shows_nothing(compared, homes, desa):
    made = compared([person(number, desa) for number in range(1, 5)])
    assert (made.layout, made.refusal, made.notes) == ("V4", "", [])
    assert made.counts == {
        "sama": 0, "belum": 0, "berbeda": 0, "bukan_kami": 0, "tidak_di_berkas": 0,
        "rows": 4, "refused": 0, "skipped": 0, "families": 4, "equal": 4, "ticked": 0,
    }  # fmt: skip


def test_families_are_parted_and_none_is_changed(compared, homes, desa, operator):
    edit(homes[0], operator, alamat="Jl. Baru 7")
    edit(homes[1], operator, alamat="Jl. Baru 8", rt="009")
    before = registry()
    made = compared([
        person(1, desa, ALAMAT="JL BARU  7"),
        person(2, desa, RT="9"),
        person(3, desa, NAMA="MELATI C. CONTOH"),
        person(90, desa),
    ])  # fmt: skip
    assert registry() == before
    assert found(made, "sama") == [
        ("Melati Contoh 1", [("alamat", "JL BARU 7", "Jl. Baru 7")]),
        ("Melati Contoh 2", [("rt", "009", "009")]),
    ]
    assert found(made, "belum") == [("Melati Contoh 2", [("alamat", "DUSUN CONTOH", "Jl. Baru 8")])]
    assert found(made, "berbeda") == [("Melati Contoh 3", [("name", "MELATI C. CONTOH", "Melati Contoh 3")])]
    assert found(made, "bukan_kami") == [("MELATI CONTOH 90", [])]
    assert found(made, "tidak_di_berkas") == [("Melati Contoh 4", [])]
    assert list(SiksAct.objects.values_list("verdict", "change__field", "comparison", "by")) == [
        ("matched", "alamat", made.pk, made.by_id),
        ("matched", "rt", made.pk, made.by_id),
    ]
    assert list(SiksChange.objects.filter(is_open=True).values_list("household", "field")) == [(homes[1].pk, "alamat")]


def test_a_changed_nik_is_known_by_the_old_one_and_by_the_new_one(compared, homes, desa, operator):
    edit(homes[0], operator, nik=nik(501))
    edit(homes[1], operator, nik=nik(502))
    made = compared([person(1, desa), person(2, desa, NIK=nik(502)), person(3, desa), person(4, desa)])
    assert found(made, "belum") == [("Melati Contoh 1", [("nik", nik(1), nik(501))])]
    assert found(made, "sama") == [("Melati Contoh 2", [("nik", nik(502), nik(502))])]
    assert (found(made, "berbeda"), found(made, "bukan_kami")) == ([], [])


def test_leaving_is_compared_with_the_kelayakan_of_the_program(compared, homes, entries, desa, operator):
    for entry in entries[:2]:
        families.move(entry.enrollment, "leave", by=operator, reason="Pindah")
    made = compared([person(1, desa, status="Tidak Layak"), person(2, desa), person(3, desa, status="Tidak Layak")])
    assert found(made, "sama") == [("Melati Contoh 1", [("status", "Tidak Layak", "left")])]
    assert found(made, "belum") == [("Melati Contoh 2", [("status", "Layak", "left")])]
    assert found(made, "berbeda") == [("Melati Contoh 3", [("status", "Tidak Layak", "active")])]


def test_members_are_compared_one_by_one(compared, homes, desa, operator):
    child = {"name": "Anak Contoh", "nik": nik(701), "sex": "P", "components": []}
    families.save_member(homes[0], None, child, by=operator)
    families.save_member(homes[1], None, child | {"nik": nik(702)}, by=operator)
    gone = Member.objects.create(household=homes[2], name="Kakak Contoh", nik=nik(703))
    families.remove_member(gone, by=operator, reason="Menikah")
    Member.objects.create(household=homes[3], name="Adik Contoh", nik=nik(704))
    one = {"NO KK": no_kk(1), "NAMA": "ANAK CONTOH", "JENIS KELAMIN": "P", "HUBUNGAN KELUARGA": "ANAK"}
    stranger = {"NO KK": no_kk(4), "NAMA": "TAMU CONTOH", "HUBUNGAN KELUARGA": "ANAK"}
    rows = [person(number, desa) for number in range(1, 5)]
    made = compared([*rows, person(701, desa, **one), person(705, desa, **stranger)])
    assert found(made, "sama") == [
        ("Melati Contoh 1", [("name", "ANAK CONTOH", "Anak Contoh"), ("nik", nik(701), nik(701)), ("sex", "P", "P")]),
        ("Melati Contoh 3", [("anggota", "", "")]),
    ]
    assert found(made, "belum") == [
        ("Melati Contoh 2", [("name", "", "Anak Contoh"), ("nik", "", nik(702)), ("sex", "", "P")])
    ]
    assert found(made, "berbeda") == [
        ("Melati Contoh 4", [("anggota", "", "Adik Contoh"), ("anggota", "TAMU CONTOH", "")]),
    ]


def test_ticked_but_still_old_there_is_said_so(compared, homes, desa, operator):
    edit(homes[0], operator, alamat="Jl. Baru 7")
    SiksAct.objects.create(change=SiksChange.objects.get(), verdict="entered", by=operator)
    made = compared([person(number, desa) for number in range(1, 5)])
    assert found(made, "belum") == [("Melati Contoh 1", [("alamat", "DUSUN CONTOH", "Jl. Baru 7")])]
    assert SiksDifference.objects.get().values[0]["ticked"] is True


def test_a_comparison_delivered_twice_is_one_effect(uploaded, homes, desa, operator):
    edit(homes[0], operator, alamat="Jl. Baru 7")
    made = uploaded([person(1, desa, ALAMAT="Jl. Baru 7")])
    job = files.job_of(made)
    for _ in range(3):
        jobs.run(job.pk)
    again = jobs.enqueue(files.COMPARE_JOB, {"comparison": made.pk}, by=operator)
    jobs.run(again.pk)
    assert (SiksAct.objects.count(), SiksDifference.objects.filter(category="sama").count()) == (1, 1)


def test_a_file_that_cannot_be_read_says_so(compared, entries):
    made = compared([["a", "b"]], ["Apa", "Ini"])
    assert files.job_of(made).state == JobState.FAILED
    assert (made.compared_at, made.refusal) == (None, files.job_of(made).message)
