"""Taking a file back: all or nothing, while nobody has built on it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.errors import DomainError
from programs.enums import Basis, FileState, Outcome
from programs.models import BnbaFile, Enrollment, Household, KroscekResult, Member, RoundEntry
from programs.services.bnba import taking_back
from tests.programs.bnba.files import V2, nik, registry, v1, v2


@pytest.fixture
def take(operator):
    return lambda file: taking_back.take_back(file, by=operator, reason="Berkas salah tahap")


def refused(take, file) -> str:
    before = registry()
    with pytest.raises(DomainError) as refusal:
        take(file)
    assert registry() == before
    return refusal.value.sentence


def test_a_first_file_leaves_nothing_but_its_history(load, take, operator):
    file = load([v1(1), v1(2)])
    file = take(file)
    assert registry() == {"households": [], "members": [], "enrollments": [], "entries": []}
    assert (
        list(Household.history.order_by("history_id").values_list("history_type", flat=True)) == ["+"] * 2 + ["-"] * 2
    )
    assert (file.state, file.taken_back_by, file.taken_back_reason) == (
        FileState.TAKEN_BACK,
        operator,
        "Berkas salah tahap",
    )


def test_values_before_are_restored_and_families_it_made_are_gone(load, take):
    load([v1(1), v1(2), v1(3)], tahap=3)
    load([v1(1), v1(2)])
    before = registry()
    file = load(
        [v1(1, ALAMAT="JL. LAIN", NOMINAL="1", NAMA_KEL="DADI"), v1(2, NIK_KTP=nik(8), NAMA_PENERIMA="LAIN"), v1(4)]
    )
    assert registry() != before
    take(file)
    assert registry() == before
    changed = Household.objects.get(nik=nik(1))
    assert (changed.version, changed.history.count()) == (3, 3)


def test_a_person_list_is_taken_back_whole(load, take):
    load([v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA")], titles=V2)
    before = registry()
    take(load([v2(1, 1, "DARSONO BARU", "KEPALA KELUARGA"), v2(1, 2, "MELATI CONTOH", "ISTRI")], titles=V2))
    assert registry() == before


def test_families_taken_off_the_list_return(load, take):
    load([v1(1), v1(2)])
    before = registry()
    file = load([v1(1)], replaces=True)
    assert len(registry()["entries"]) == 1
    take(file)
    assert registry() == before


def test_taking_back_twice_is_one_effect(load, take):
    file = load([v1(1)])
    take(file)
    assert take(file).state == FileState.TAKEN_BACK
    assert Household.history.count() == 2


def test_a_file_can_be_loaded_again_after_it_was_taken_back(load, take):
    take(load([v1(1)]))
    assert load([v1(1)]).counts["new"] == 1


def test_a_later_file_of_the_same_families_stops_it_until_that_is_taken_back(load, take):
    first, later = load([v1(1), v1(2)]), load([v1(1, ALAMAT="JL. LAIN"), v1(3)], tahap=3)
    assert refused(take, first) == (
        "Berkas tidak dapat ditarik kembali. Keluarga MELATI CONTOH 1 (NIK 3520********0001, Bulugunung)"
        f" dimuat berkas bnba2.xlsx (nomor {later.pk}) yang diterapkan sesudahnya."
    )
    take(later)
    take(first)
    assert Household.objects.count() == 0


def test_a_file_of_other_families_does_not_stop_it(load, take):
    first = load([v1(1)])
    load([v1(2)])
    take(first)
    assert list(Household.objects.values_list("nik", flat=True)) == [nik(2)]


def test_the_other_programs_file_stops_it(load, take):
    first = load([v1(1)])
    load([v1(1, BANSOS="SEMBAKO")], program="sembako", tahap=11)
    assert "dimuat berkas bnba2.xlsx" in refused(take, first)


def test_an_edit_stops_it(load, take, operator):
    file = load([v1(1), v1(2)])
    household = Household.objects.get(nik=nik(2))
    household.alamat = "JL. BENAR"
    household.save()
    assert refused(take, file) == (
        "Berkas tidak dapat ditarik kembali. Keluarga MELATI CONTOH 2 (NIK 3520********0002, Bulugunung)"
        " diubah sesudahnya."
    )


@pytest.mark.parametrize("model", [Member, Enrollment])
def test_an_edit_of_member_or_enrollment_stops_it(load, take, model):
    file = load([v1(1)])
    model.objects.get().save()
    assert refused(take, file).endswith("diubah sesudahnya.")


def test_a_kroscek_result_stops_it(load, take, ratri):
    file = load([v1(1)])
    KroscekResult.objects.create(
        entry=RoundEntry.objects.get(),
        outcome=Outcome.MATCHES,
        checked_on=timezone.localdate(),
        basis=Basis.VISIT,
        by=ratri,
    )
    assert refused(take, file).endswith("sudah ada hasil kroscek.")


def test_an_earlier_kroscek_result_does_not_stop_it(load, take, ratri):
    load([v1(1)], tahap=3)
    KroscekResult.objects.create(
        entry=RoundEntry.objects.get(),
        outcome=Outcome.MATCHES,
        checked_on=timezone.localdate(),
        basis=Basis.VISIT,
        by=ratri,
    )
    before = registry()
    take(load([v1(1, ALAMAT="JL. LAIN")]))
    assert registry() == before


def test_a_reason_is_needed(load, operator):
    with pytest.raises(DomainError, match="Tulis alasan"):
        taking_back.take_back(load([v1(1)]), by=operator, reason="  ")


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "ALAMAT": st.sampled_from(["", "JL. A", "JL. B"]),
        "NOKK": st.integers(1, 4).map(lambda n: f"352007010115{n:04d}"),
        "NAMA_PENERIMA": st.sampled_from(["MELATI", "ANGGREK"]),
        "NAMA_KEL": st.sampled_from(["BULUGUNUNG", "DADI"]),
        "NOMINAL": st.sampled_from(["", "600000", "750000"]),
    },
)
ROWS = st.lists(st.tuples(st.integers(1, 5), CELLS), min_size=1, max_size=5, unique_by=lambda row: row[0])


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(ROWS, max_size=2), last=ROWS, replaces=st.booleans())
def test_any_file_applied_twice_and_taken_back_leaves_the_registry_unchanged(load, take, history, last, replaces):
    with transaction.atomic():
        for rows in history:
            load([v1(number, **cells) for number, cells in rows])
        before = registry()
        rows = [v1(number, **cells) for number, cells in last]
        file = load(rows, replaces=replaces)
        after = registry()
        again = load(rows, replaces=replaces)
        assert (again.counts["new"], again.counts["changed"]) == (0, 0)
        take(again)
        assert registry() == after
        take(file)
        assert registry() == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", [FileState.CHECKED, FileState.REFUSED, FileState.UPLOADED])
def test_the_database_keeps_an_applied_file_from_being_applied_again(load, take, state):
    """Dropping the guard lets it happen."""
    file = load([v1(1)])
    for _ in ("applied", "taken back"):
        with pytest.raises(IntegrityError), transaction.atomic():
            BnbaFile.objects.filter(pk=file.pk).update(state=state)
        with pytest.raises(IntegrityError), transaction.atomic():
            BnbaFile.objects.filter(pk=file.pk).update(applied_at=timezone.now())
        if file.state == FileState.APPLIED:
            file = take(file)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER once ON programs_bnbafile")
    assert BnbaFile.objects.filter(pk=file.pk).update(state=state) == 1
