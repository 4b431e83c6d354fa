"""Kroscek of families, in bulk and one by one, and the lock of a kecamatan."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import Basis, ExitReason, Outcome
from programs.models import KroscekResult, RoundEntry
from programs.services import kroscek
from programs.services.kroscek import Finding

DAY = date(2026, 11, 19)
MATCHES = Finding(Outcome.MATCHES, Basis.VISIT, DAY)


def refusal(function, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as caught:
        function(*args, **kwargs)
    return caught.value.sentence


def test_a_result_is_recorded_with_basis_and_replaced_with_history(entries, ratri):
    kroscek.record(entries[0], MATCHES, by=ratri)
    left = Finding(Outcome.PROPOSED_EXIT, Basis.PHONE, DAY, exit_reason=ExitReason.MOVED)
    kroscek.record(entries[0], left, by=ratri)
    result = KroscekResult.objects.get(pk=entries[0].pk)
    assert (result.outcome, result.basis, result.exit_reason) == ("usul_keluar", "telepon", "pindah")
    assert list(result.history.values_list("outcome", flat=True)) == ["usul_keluar", "sesuai"]


def test_berubah_keeps_field_old_and_new(entries, ratri):
    changed = Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes={"alamat": " Dusun  Baru ", "rt": "007"})
    result = kroscek.record(entries[0], changed, by=ratri)
    assert list(result.proposals.values_list("field", "old", "new")) == [
        ("alamat", "Dusun Contoh", "Dusun Baru"),
        ("rt", "001", "007"),
    ]


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (Finding(Outcome.PROPOSED_EXIT, Basis.VISIT, DAY), "Pilih alasan usul keluar."),
        (Finding(Outcome.CHANGED, Basis.VISIT, DAY), "Hasil berubah memerlukan paling sedikit satu nilai baru."),
        (
            Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes={"rt": "001"}),
            "Nilai baru sama dengan nilai sekarang. Pilih hasil sesuai bila tidak ada yang berubah.",
        ),
        (
            Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes={"nik": "123"}),
            "NIK harus 16 angka. Yang ditulis 3 karakter.",
        ),
        (
            Finding(Outcome.MATCHES, Basis.VISIT, date(2999, 1, 1)),
            "Tanggal diperiksa tidak boleh sesudah hari ini.",
        ),
    ],
)
def test_incomplete_findings_are_refused_in_words(entries, ratri, finding, sentence):
    assert refusal(kroscek.record, entries[0], finding, by=ratri) == sentence
    assert KroscekResult.objects.count() == 0


def test_sesuai_for_a_selection_keeps_results_that_exist(entries, ratri, django_assert_num_queries):
    kroscek.record(entries[0], MATCHES, by=ratri)
    with django_assert_num_queries(7):
        done = kroscek.record_matching(
            entries[:4], basis=Basis.GROUP, checked_on=DAY, statement="Hadir pada pertemuan kelompok", by=ratri
        )
    assert done == (3, 1)
    assert KroscekResult.objects.filter(in_bulk=True).count() == 3
    assert KroscekResult.history.count() == 4


def test_unmet_names_families_left_per_kecamatan(the_round, entries, ratri, plaosan):
    kroscek.record(entries[0], MATCHES, by=ratri)
    assert kroscek.unmet(the_round) == [
        "Kroscek: 4 dari 4 keluarga belum diperiksa di Kec. Parang",
        "Kroscek: 3 dari 4 keluarga belum diperiksa di Kec. Plaosan",
    ]
    assert kroscek.progress(the_round, plaosan) == (1, 4)


def submit(the_round, kecamatan, entries, *, checked_by, by):
    kroscek.record_matching(
        [entry for entry in entries if entry.kecamatan_id == kecamatan.pk],
        basis=Basis.VISIT,
        checked_on=DAY,
        statement="Dikunjungi",
        by=checked_by,
    )
    return kroscek.lock(the_round, kecamatan, by=by)


def test_a_kecamatan_with_families_left_cannot_be_handed_in(the_round, plaosan, korcam_plaosan):
    sentence = refusal(kroscek.lock, the_round, plaosan, by=korcam_plaosan)
    assert sentence == "Kroscek: 4 dari 4 keluarga belum diperiksa di Kec. Plaosan."


def test_results_of_a_handed_in_kecamatan_are_closed_and_open_again_after_a_return(
    the_round, entries, plaosan, ratri, korcam_plaosan, korkab
):
    submit(the_round, plaosan, entries, checked_by=ratri, by=korcam_plaosan)
    assert refusal(kroscek.record, entries[0], MATCHES, by=ratri) == (
        "Kroscek Kec. Plaosan sudah dikirim dan terkunci. Minta korkab mengembalikannya."
    )
    kroscek.unlock(the_round, plaosan, by=korkab, reason="Tiga alamat keliru")
    kroscek.record(entries[0], MATCHES, by=ratri)
    assert KroscekResult.objects.get(pk=entries[0].pk).in_bulk is False


UPDATE = "UPDATE programs_kroscekresult SET note = 'diam-diam' WHERE entry_id = %s"


def test_the_database_itself_refuses_a_change_behind_the_lock(the_round, entries, plaosan, ratri, korcam_plaosan):
    submit(the_round, plaosan, entries, checked_by=ratri, by=korcam_plaosan)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPDATE, [entries[0].pk])
    with connection.cursor() as cursor:  # without the guard it would happen
        cursor.execute("DROP TRIGGER locked ON programs_kroscekresult")
        cursor.execute(UPDATE, [entries[0].pk])
    assert KroscekResult.objects.get(pk=entries[0].pk).note == "diam-diam"


def test_totals_are_one_query(the_round, entries, ratri, django_assert_num_queries):
    kroscek.record(entries[0], MATCHES, by=ratri)
    with django_assert_num_queries(1):
        assert kroscek.progress(the_round) == (1, 8)
    assert RoundEntry.objects.count() == 8


def test_lists_show_everybody_the_families_of_their_area(entries, cast, plaosan):
    """A family that moved to Plaosan is seen there too and stays on the list of the kecamatan that checks it."""
    moved = entries[4].enrollment.household
    moved.desa = Desa.objects.filter(kecamatan=plaosan)[0]
    moved.save()
    here, there = [entry.pk for entry in entries[:4]], [entry.pk for entry in entries[4:]]

    def seen(username: str) -> list[int]:
        return sorted(RoundEntry.objects.visible_to(cast[username]).values_list("pk", flat=True))

    assert seen("ratri") == here
    assert seen("bagas") == there
    assert seen("korcam.plaosan") == [*here, there[0]]
    assert seen("korcam.parang") == there
    assert seen("korkab") == [*here, *there]
    nobody = User.objects.create(username="tanpa.penempatan")
    assert list(RoundEntry.objects.visible_to(nobody)) == []
