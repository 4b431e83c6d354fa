"""Applying a file: what is written, what stays, what stops it."""

from datetime import date

import pytest
from django.utils import timezone

from pkh_sembako.accounts.models import WorkArea
from pkh_sembako.lib.errors import DomainError
from programs.enums import Basis, EnrollmentStatus, FileState, Outcome
from programs.models import (
    BaRevision,
    BeritaAcara,
    Determination,
    Enrollment,
    Household,
    KroscekResult,
    KroscekSubmission,
    Member,
    RoundEntry,
)
from programs.services.bnba import applying
from tests.programs.bnba.files import V2, V6, nik, no_kk, registry, v1, v2, v6

BULUGUNUNG = "35.20.07.2004"


def history(model) -> list[tuple]:
    return list(model.history.order_by("history_id").values_list("history_type", "history_user__username"))


def test_a_new_family_is_written_with_pengurus_enrollment_and_entry(load, operator, ratri):
    WorkArea.objects.create(desa_id=Household._meta.get_field("desa").related_model.objects.get(
        name="Bulugunung", kecamatan__name="Plaosan").pk, program="pkh", pendamping=ratri)  # fmt: skip
    file = load([v1(1)])
    household = Household.objects.get()
    enrollment, entry, member = Enrollment.objects.get(), RoundEntry.objects.get(), Member.objects.get()
    assert (household.nik, household.no_kk, household.name, household.desa.name) == (
        nik(1), no_kk(1), "MELATI CONTOH 1", "Bulugunung",
    )  # fmt: skip
    assert (household.alamat, household.dusun, household.rt, household.rw) == ("JL. RAYA 1", "KRAJAN", "001", "002")
    assert (enrollment.status, enrollment.pendamping, enrollment.program) == (EnrollmentStatus.ACTIVE, ratri, "pkh")
    assert (entry.nominal, entry.bank, entry.gelombang, entry.tahap) == (600_000, "BNI", "1", "4")
    assert (entry.desa_id, entry.kecamatan.name, entry.file) == (household.desa_id, "Plaosan", file)
    assert (member.nik, member.name, member.is_pengurus) == (nik(1), "MELATI CONTOH 1", True)
    assert (file.state, file.applied_by) == (FileState.APPLIED, operator)
    assert file.rows.get().enrollment == enrollment
    assert file.rows.get().created


def test_new_rows_have_one_history_row_with_actor_and_reason(load):
    file = load([v1(1)])
    for model in (Household, Member, Enrollment):
        assert history(model) == [("+", "operator")]
        assert model.history.get().history_change_reason == f"Berkas BNBA #{file.pk} bnba1.xlsx"


def test_history_grows_only_for_what_changed(load):
    load([v1(1), v1(2), v1(3)])
    load([v1(1), v1(2, ALAMAT="JL. LAIN"), v1(3, NOMINAL="750000")])
    assert history(Household) == [("+", "operator")] * 3 + [("~", "operator")]
    assert history(Member) == [("+", "operator")] * 3
    assert history(Enrollment) == [("+", "operator")] * 3 + [("~", "operator")]
    changed = Household.objects.get(nik=nik(2))
    assert (changed.alamat, changed.version) == ("JL. LAIN", 2)
    assert changed.history.first().alamat == "JL. LAIN"
    assert Household.objects.get(nik=nik(1)).version == 1


def test_a_calon_file_makes_candidates(load):
    load([v1(1)], kind="calon")
    assert Enrollment.objects.get().status == EnrollmentStatus.CANDIDATE


def test_local_status_notes_pendamping_and_phone_are_never_wiped(load, bagas):
    load([v1(1)])
    Enrollment.objects.update(status=EnrollmentStatus.SUSPENDED, notes="Sedang pindah", pendamping=bagas)
    Household.objects.update(phone="081200000000", desil=2)
    load([v1(1, ALAMAT="JL. LAIN", IDDTKS="")], tahap=3)
    enrollment, household = Enrollment.objects.get(), Household.objects.get()
    assert (enrollment.status, enrollment.notes, enrollment.pendamping) == ("suspended", "Sedang pindah", bagas)
    assert (household.phone, household.desil, household.iddtks) == ("081200000000", 2, "DTKS0001")


def test_an_older_family_without_history_gets_its_state_before_the_change(load):
    load([v1(1)])
    Household.history.all().delete()
    load([v1(1, ALAMAT="JL. LAIN")])
    assert list(Household.history.order_by("history_id").values_list("history_type", "alamat")) == [
        ("+", "JL. RAYA 1"),
        ("~", "JL. LAIN"),
    ]


def test_another_pengurus_leaves_the_one_before_as_a_member(load):
    load([v1(1)])
    load([v1(1, NIK_KTP=nik(9), NAMA_PENERIMA="ANGGREK CONTOH")])
    assert list(Member.objects.order_by("nik").values_list("nik", "name", "is_pengurus")) == [
        (nik(1), "MELATI CONTOH 1", False),
        (nik(9), "ANGGREK CONTOH", True),
    ]


def test_a_corrected_nik_stays_one_person(load):
    load([v1(1)])
    load([v1(1, NIK_KTP=nik(9))])
    assert list(Member.objects.values_list("nik", "is_pengurus")) == [(nik(9), True)]
    assert Household.objects.get().nik == nik(9)


def test_a_member_who_becomes_pengurus_is_not_doubled(load):
    load([v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"), v2(1, 2, "MELATI CONTOH", "ISTRI")], titles=V2)
    load([v1(1, NIK_KTP=nik(2), NAMA_PENERIMA="MELATI CONTOH")])
    assert list(Member.objects.order_by("nik").values_list("name", "relation", "is_pengurus")) == [
        ("DARSONO CONTOH", "KEPALA KELUARGA", False),
        ("MELATI CONTOH", "ISTRI", True),
    ]


def test_a_person_list_makes_members_with_their_data(load):
    load([v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"), v2(1, 2, "MELATI CONTOH", "ISTRI")], titles=V2)
    assert list(Member.objects.order_by("nik").values_list("name", "sex", "birth_date", "is_pengurus")) == [
        ("DARSONO CONTOH", "P", date(1990, 8, 17), True),
        ("MELATI CONTOH", "P", date(1990, 8, 17), False),
    ]
    assert Enrollment.objects.get().status == EnrollmentStatus.CANDIDATE


def test_a_changed_person_is_changed_alone(load):
    rows = [v2(1, 1, "DARSONO CONTOH", "KEPALA KELUARGA"), v2(1, 2, "MELATI CONTOH", "ISTRI")]
    load(rows, titles=V2)
    load([rows[0], v2(1, 2, "MELATI BARU", "ISTRI")], titles=V2)
    assert sorted(Member.objects.values_list("name", flat=True)) == ["DARSONO CONTOH", "MELATI BARU"]
    assert Household.objects.get().name == "DARSONO CONTOH"
    assert Household.history.count() == 1


def test_component_counts_stay_on_the_entry(load):
    file = load([v6(1)], titles=V6)
    entry = RoundEntry.objects.get()
    assert (file.layout, entry.counts["sd"], entry.counts["aud"]) == ("V6", 1, 1)
    assert list(Member.objects.values_list("name", "components")) == [("MELATI CONTOH 1", [])]


def test_unknown_columns_travel_with_the_entry(load):
    from tests.programs.bnba.files import V1

    load([[*v1(1), "Hijau"]], titles=[*V1, "WARNA PINTU"])
    assert RoundEntry.objects.get().extra == {"WARNA PINTU": "Hijau"}


def test_many_files_form_one_list(load):
    load([v1(1)])
    load([v1(2)])
    assert RoundEntry.objects.filter(round__tahap=4).count() == 2


def test_gone_families_stay_unless_the_file_replaces_the_list(load):
    load([v1(1), v1(2)])
    load([v1(1)])
    assert RoundEntry.objects.count() == 2
    file = load([v1(1)], replaces=True)
    assert list(RoundEntry.objects.values_list("enrollment__household__nik", flat=True)) == [nik(1)]
    assert [row["enrollment_id"] for row in file.removed] == [Enrollment.objects.get(household__nik=nik(2)).pk]


def test_a_gone_family_with_a_kroscek_result_stays_on_the_list(load, ratri):
    load([v1(1), v1(2), v1(3)])
    _checked(RoundEntry.objects.get(enrollment__household__nik=nik(2)), ratri)
    file = load([v1(1)], replaces=True)
    assert sorted(RoundEntry.objects.values_list("enrollment__household__nik", flat=True)) == [nik(1), nik(2)]
    assert (file.counts["gone"], len(file.removed)) == (2, 1)


def test_applying_twice_is_one_effect(check, operator):
    file = check([v1(1)])
    applying.apply(file, by=operator)
    once = registry()
    again = applying.apply(file, by=operator)
    assert (registry(), again.state, history(Household)) == (once, FileState.APPLIED, [("+", "operator")])


def test_an_unchecked_file_is_not_applied(put, operator):
    with pytest.raises(DomainError, match="Periksa berkas ini"):
        applying.apply(put([v1(1)]), by=operator)


def test_a_file_of_refused_rows_is_not_applied(check, operator):
    with pytest.raises(DomainError, match="semua baris ditolak"):
        applying.apply(check([v1(1, NIK_KTP="1")]), by=operator)


def test_what_changed_since_the_check_is_told_before_it_is_applied(load, check, operator):
    load([v1(1)])
    file = check([v1(1, ALAMAT="JL. LAIN"), v1(2)])
    load([v1(2)])
    with pytest.raises(applying.Outdated, match=r"baru 0 \(semula 1\), sama 1 \(semula 0\)"):
        applying.apply(file, by=operator)
    file.refresh_from_db()
    assert (file.state, file.counts["new"], file.counts["same"]) == (FileState.CHECKED, 0, 1)
    assert sorted(file.rows.values_list("verdict", flat=True)) == ["changed", "same"]
    assert applying.apply(file, by=operator).state == FileState.APPLIED


def _checked(entry, by) -> None:
    KroscekResult.objects.create(
        entry=entry, outcome=Outcome.MATCHES, checked_on=timezone.localdate(), basis=Basis.VISIT, by=by
    )


def test_a_determined_list_refuses_files_and_names_its_berita_acara(load, check, operator, kadis):
    file = load([v1(1)])
    ba = BeritaAcara.objects.create(round=file.round)
    Determination.objects.create(
        ba=ba, revision=1, determined_by=kadis, determined_at=timezone.now(), list_hash="0" * 64, families=1, payable=1,
        totals={},
    )  # fmt: skip
    later = check([v1(2)])
    with pytest.raises(DomainError, match="sudah ditetapkan dengan Berita Acara"):
        applying.apply(later, by=operator)
    BeritaAcara.objects.create(round=file.round, version=2, corrects=ba, reason="Gelombang 2")
    assert applying.apply(later, by=operator).state == FileState.APPLIED


def test_a_list_waiting_for_paraf_stays_what_its_signers_read(load, check, operator):
    ba = BeritaAcara.objects.create(round=load([v1(1)]).round)
    BaRevision.objects.create(ba=ba, revision=1, totals={}, content_hash="0" * 64, chain=["kasi", "kadis"])
    with pytest.raises(DomainError, match="sedang menunggu paraf"):
        applying.apply(check([v1(2)]), by=operator)


def test_no_family_is_added_or_changed_where_the_kroscek_was_handed_in(load, check, operator, korcam_plaosan):
    the_round = load([v1(1)]).round
    kecamatan = RoundEntry.objects.get().kecamatan
    KroscekSubmission.objects.create(round=the_round, kecamatan=kecamatan, submitted_by=korcam_plaosan)
    for rows in ([v1(2)], [v1(1, ALAMAT="JL. LAIN")], [v1(1, NAMA_KEC="PARANG", NAMA_KEL="SUNDUL")]):
        with pytest.raises(DomainError, match=r"di Kec\. Plaosan sudah dikirim"):
            applying.apply(check(rows), by=operator)
    assert applying.apply(check([v1(1), v1(3, NAMA_KEC="PARANG", NAMA_KEL="SUNDUL")]), by=operator)
