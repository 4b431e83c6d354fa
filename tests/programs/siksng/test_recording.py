"""Every accepted change waits to be typed into SIKS-NG; an edit, a move, a determination."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.accounts.cast import PARANG, PLAOSAN
from pkh_sembako.office.models import Kecamatan
from programs.enums import Basis, ExitReason, Outcome
from programs.models import Enrollment, Household, Member, SiksAct, SiksChange
from programs.services import berita_acara, families, kroscek, penetapan
from programs.services.kroscek import Finding
from tests.programs.factories import nik, no_kk

DAY = date(2026, 11, 20)


def told(**filters) -> list[tuple]:
    """(field, old, new) of what is open."""
    found = SiksChange.objects.filter(is_open=True, **filters).order_by("household", "member_key", "field")
    return list(found.values_list("field", "old", "new"))


def edit(family: Household, by, **values) -> Household:
    family.refresh_from_db()
    return families.edit(family, values, version=family.version, by=by, reason="Kartu keluarga baru")


@pytest.fixture
def family(entries) -> Household:
    return entries[0].enrollment.household


def test_a_hand_edit_waits_with_old_and_new(family, operator):
    edit(family, operator, alamat="Jl. Baru 7", no_kk=no_kk(9))
    assert told() == [("alamat", "Dusun Contoh", "Jl. Baru 7"), ("no_kk", no_kk(1), no_kk(9))]
    assert set(SiksChange.objects.values_list("by", "reason")) == {(operator.pk, "Kartu keluarga baru")}


def test_what_siks_ng_does_not_hold_is_not_told(family, operator):
    edit(family, operator, desil=3)
    assert told() == []


def test_changed_twice_it_is_typed_once(family, operator):
    edit(family, operator, alamat="Jl. Baru 7")
    edit(family, operator, alamat="Jl. Baru 8")
    assert told() == [("alamat", "Dusun Contoh", "Jl. Baru 8")]
    assert list(SiksAct.objects.values_list("verdict", flat=True)) == ["replaced"]


def test_changed_back_nothing_is_left_to_type(family, operator):
    edit(family, operator, alamat="Jl. Baru 7")
    edit(family, operator, alamat="Dusun Contoh")
    assert told() == []


def test_a_new_member_waits_field_by_field_and_taken_off_again_not_at_all(family, operator):
    values = {"name": "Anak Contoh", "nik": nik(77), "sex": "P", "birth_date": date(2015, 3, 2), "components": ["sd"]}
    child = families.save_member(family, None, values, by=operator)
    assert told(kind="anggota") == [
        ("birth_date", "", "2015-03-02"),
        ("komponen", [], ["sd"]),
        ("name", "", "Anak Contoh"),
        ("nik", "", nik(77)),
        ("sex", "", "P"),
    ]
    families.remove_member(child, by=operator, reason="Salah keluarga")
    assert told() == []


def test_a_member_taken_off_waits_under_the_name(family, operator):
    child = Member.objects.create(household=family, name="Anak Contoh", nik=nik(77))
    families.remove_member(child, by=operator, reason="Pindah")
    assert told() == [("anggota", "Anak Contoh", "")]
    assert SiksChange.objects.get().nik == nik(77)


def test_the_pengurus_is_told_once_as_member_and_family(family, operator):
    pengurus = family.members.get(is_pengurus=True)
    families.save_member(family, pengurus, {"name": "Mawar Contoh", "relation": "Kepala keluarga"}, by=operator)
    assert told() == [("name", "Melati Contoh 1", "Mawar Contoh"), ("relation", "", "Kepala keluarga")]


def test_moves_are_told_where_siks_ng_must_know(entries, operator):
    enrollment = entries[0].enrollment
    families.move(enrollment, "suspend", by=operator, reason="Tidak ditemukan")
    assert told() == [("status", "active", "suspended")]
    families.move(enrollment, "activate", by=operator, reason="Ditemukan kembali")
    assert told() == []
    for status in ("left", "candidate"):
        Enrollment.objects.filter(pk=entries[1].enrollment_id).update(status=status)
    families.move(entries[1].enrollment, "activate", by=operator, reason="Lolos validasi")
    assert told() == []


def determine(the_round, cast):
    for code, korcam in ((PLAOSAN, "korcam.plaosan"), (PARANG, "korcam.parang")):
        kroscek.lock(the_round, Kecamatan.objects.get(pk=code), by=cast[korcam])
    revision = berita_acara.draft(the_round, by=cast["korkab"])
    for link in ("kasi", "kabid"):
        berita_acara.give_paraf(revision, by=cast[link])
    return penetapan.determine(revision, by=cast["kadis"], seen_hash=revision.content_hash, number="1/2027", dated=DAY)


@pytest.fixture
def determined(the_round, entries, cast):
    """Plaosan: a changed family, one not found, one leaving; all others match."""
    changes = {"alamat": "Jl. Baru 7", "desa_id": entries[4].desa_id}
    findings = [
        Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes=changes),
        Finding(Outcome.NOT_FOUND, Basis.VISIT, DAY, note="Rumah kosong"),
        Finding(Outcome.PROPOSED_EXIT, Basis.VISIT, DAY, exit_reason=ExitReason.MOVED),
    ]
    for entry, finding in zip(entries, findings, strict=False):
        kroscek.record(entry, finding, by=cast["ratri"])
    for name, rest in (("ratri", entries[3:4]), ("bagas", entries[4:])):
        kroscek.record_matching(rest, basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan", by=cast[name])
    return determine(the_round, cast)


def test_a_determination_tells_proposals_and_moves_at_once(determined, entries, the_round):
    home = entries[0].enrollment.household
    assert told(household=home) == [
        ("alamat", "Dusun Contoh", "Jl. Baru 7"),
        ("desa", home.desa_id, entries[4].desa_id),
    ]
    assert told(field="status") == [("status", "active", "suspended"), ("status", "active", "left")]
    assert list(SiksChange.objects.filter(field="status").order_by("id").values_list("reason", "round")) == [
        ("Tidak ditemukan; Rumah kosong; Penetapan PKH Tahap 1 2027 versi 1", the_round.pk),
        ("Pindah; Penetapan PKH Tahap 1 2027 versi 1", the_round.pk),
    ]
    assert SiksChange.objects.count() == 4


TAMPERINGS = (
    "UPDATE programs_siksact SET by_id = (SELECT max(id) FROM accounts_user)",
    "DELETE FROM programs_siksact",
    "UPDATE programs_sikschange SET is_open = true",
    "UPDATE programs_sikschange SET new = '\"lain\"'",
)


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_acts_and_changes_stay_as_they_are_until_the_guard_is_dropped(family, operator, statement):
    edit(family, operator, alamat="Jl. Baru 7")
    SiksAct.objects.create(change=SiksChange.objects.get(), verdict="entered", by=operator)
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("DROP TRIGGER guard ON programs_siksact; DROP TRIGGER guard ON programs_sikschange")
        cursor.execute(statement)
        assert cursor.rowcount == 1
