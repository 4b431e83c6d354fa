"""The list of families, one family, and edits that lose nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.lib.keyset import paginate
from programs.enums import Component
from programs.models import Enrollment, Household, Member
from programs.models.households import NIK_TAKEN
from programs.queries import families as queries
from tests.programs.factories import families, list_families, nik, no_kk

LIST = "/keluarga/"


@pytest.fixture
def family(entries) -> Household:
    """The first family of Plaosan, ratri's."""
    return entries[0].enrollment.household


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def test_everybody_sees_just_the_families_of_their_area(the_round, cast, login):
    seen = {
        who: len(names(login(cast[who]).get(LIST))) for who in ("ratri", "korcam.parang", "operator", "inspektorat")
    }
    assert seen == {"ratri": 4, "korcam.parang": 4, "operator": 8, "inspektorat": 8}


@pytest.mark.parametrize("who", ["admin", "bank", "petugas", "camat.plaosan", "desa.plaosan"])
def test_who_has_no_business_with_families_is_refused(the_round, cast, login, who):
    assert login(cast[who]).get(LIST).status_code == 403


def test_a_foreign_family_does_not_exist_for_a_pendamping(family, bagas, login):
    client = login(bagas)
    for page in ("", "kepesertaan/", "kroscek/", "riwayat/", "ubah/"):
        assert client.get(f"/keluarga/{family.pk}/{page}").status_code == 404
    assert client.post(f"/keluarga/{family.pk}/tampilkan/nik/", {"purpose": "kroscek"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?kecamatan=35.20.07", 4),
        ("?program=sembako", 0),
        ("?status=active", 8),
        ("?hasil=belum", 8),
        ("?hasil=sesuai", 0),
        ("?q=" + nik(3), 1),
        ("?q=" + no_kk(101), 1),
        ("?q=melati+contoh", 8),
        ("?q=melatti+conto", 8),
        ("?q=seroja", 0),
        ("?kecamatan=99&status=entah", 8),
        ("?sesudah=rusak", 8),
        ("?q=%00", 8),
    ],
)
def test_filters_and_search_live_in_the_url(the_round, operator, login, query, count):
    assert len(names(login(operator).get(LIST + query))) == count


MANY = """
INSERT INTO programs_household (nik, no_kk, name, name_search, desa_id, alamat, dusun, rt, rw, iddtks, phone, version,
    created_at, updated_at)
SELECT '', lpad(n::text, 16, '3'), 'X', md5(n::text), %s, '', '', '', '', '', '', 1, now(), now()
FROM generate_series(1, 20000) n
"""


def test_the_name_search_uses_the_trigram_index(plaosan):
    with connection.cursor() as cursor:
        cursor.execute(MANY, [plaosan.desa.first().pk])
        cursor.execute("SELECT gin_clean_pending_list('household_name_trgm')")  # what autovacuum does
        cursor.execute("ANALYZE programs_household")
        cursor.execute("EXPLAIN " + queries.SEARCH, {"name": "melati", "like": "%melati%", "most": 10})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count("household_name_trgm") == 2, plan


def test_the_list_asks_the_same_number_of_queries_for_4_and_40_families(the_round, plaosan, operator, login):
    client = login(operator)
    client.get(LIST)

    def queries_of_list() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(LIST)
        return len(captured)

    few = queries_of_list()
    list_families(the_round, plaosan.desa.last(), 36, first=501)
    assert queries_of_list() == few


def test_pages_by_key_visit_every_family_once_both_ways(plaosan):
    families(plaosan.desa.first(), 25)
    keys = ("name_search", "id")
    forward, cursor = [], None
    while cursor != "":
        page = paginate(Household.objects.all(), keys=keys, size=10, after=cursor)
        forward.append([row.pk for row in page.rows])
        last, cursor = page, page.next
    back = paginate(Household.objects.all(), keys=keys, size=10, before=last.previous)
    everything = list(Household.objects.order_by(*keys).values_list("pk", flat=True))
    assert [pk for rows in forward for pk in rows] == everything
    assert [row.pk for row in back.rows] == everything[10:20]


def form(household: Household, **changes) -> dict:
    values = {name: getattr(household, name) for name in ("name", "nik", "no_kk", "alamat", "dusun", "rt", "rw")}
    extra = {"desa": household.desa_id, "phone": "", "desil": "", "version": household.version, "reason": "Uji"}
    return values | extra | changes


def test_an_edit_is_saved_with_reason_and_history(family, ratri, login):
    response = login(ratri).post(f"/keluarga/{family.pk}/ubah/", form(family, alamat="Jalan Mawar 3"))
    assert response.status_code == 302
    record = family.history.first()
    assert (record.alamat, record.history_user_id, record.history_change_reason) == ("Jalan Mawar 3", ratri.pk, "Uji")
    page = login(ratri).get(f"/keluarga/{family.pk}/riwayat/")
    [event] = [event for event in page.context["events"] if event["note"] == "Uji"]
    assert event["changes"] == [{"label": "Alamat", "before": "Dusun Contoh", "after": "Jalan Mawar 3"}]


def test_who_saves_second_sees_both_values_and_loses_nothing(family, ratri, operator, login):
    login(operator).post(f"/keluarga/{family.pk}/ubah/", form(family, alamat="Jalan Kantor"))
    late = form(family, alamat="Jalan Lapangan")
    response = login(ratri).post(f"/keluarga/{family.pk}/ubah/", late)
    assert response.status_code == 422
    [clash] = response.context["clashes"]
    assert (clash.theirs, clash.yours) == ("Jalan Kantor", "Jalan Lapangan")
    family.refresh_from_db()
    assert family.alamat == "Jalan Kantor"
    again = login(ratri).post(f"/keluarga/{family.pk}/ubah/", late | {"version": family.version})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"nik": "123"}, "nik", "NIK harus 16 angka. Yang ditulis 3 angka."),
        ({"nik": "", "no_kk": ""}, "nik", "Isi NIK pengurus atau nomor KK; salah satunya wajib."),
        ({"name": ""}, "name", "Isi nama pengurus."),
        ({"desa": "99.99.99.9999"}, "desa", "Pilih salah satu yang ada di daftar."),
        ({"phone": "telepon saya"}, "phone", "Tulis nomor HP dengan angka, misalnya 0812 0000 0000."),
        ({"nik": nik(2)}, "__all__", NIK_TAKEN),
    ],
)
def test_bad_edits_say_what_is_wrong_and_keep_what_was_typed(family, ratri, login, changes, field, sentence):
    response = login(ratri).post(f"/keluarga/{family.pk}/ubah/", form(family, alamat="Tetap di sini", **changes))
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    assert response.context["form"]["alamat"].value() == "Tetap di sini"


def test_an_unknown_age_for_a_component_is_told_beside_the_member(family, ratri, login):
    Member.objects.filter(household=family).update(birth_date="1990-08-17", components=[Component.ELDERLY])
    page = login(ratri).get(f"/keluarga/{family.pk}/")
    assert page.context["rows"][0]["fits"] == ["Lansia 2026 mulai umur 60; anggota ini 36 tahun"]


def test_a_family_with_only_its_pengurus_says_that_members_are_missing(family, ratri, login):
    assert "Anggota belum dicatat" in login(ratri).get(f"/keluarga/{family.pk}/").content.decode()


def test_numbers_are_masked_until_a_purpose_is_given_and_each_showing_leaves_a_row(family, ratri, login):
    client = login(ratri)
    assert family.nik not in client.get(f"/keluarga/{family.pk}/").content.decode()
    url = f"/keluarga/{family.pk}/tampilkan/nik/"
    assert family.nik not in client.post(url).content.decode()
    shown = client.post(url, {"purpose": "kroscek"})
    assert family.nik in shown.content.decode()
    client.post(url)
    assert ReadLog.objects.filter(user=ratri, kind="reveal").count() == 2


def test_members_are_added_changed_and_removed_with_reason(family, ratri, login):
    client = login(ratri)
    child = {"name": "Kenanga Contoh", "sex": "P", "birth_date": "2016-05-02", "components": ["sd"], "relation": "anak"}
    assert client.post(f"/keluarga/{family.pk}/anggota/tambah/", child).status_code == 302
    member = family.members.get(name="Kenanga Contoh")
    assert member.components == ["sd"]
    pengurus = family.members.get(is_pengurus=True)
    refused = client.post(f"/keluarga/{family.pk}/anggota/{pengurus.pk}/hapus/", {"reason": "salah"})
    assert refused.status_code == 422
    client.post(f"/keluarga/{family.pk}/anggota/{member.pk}/hapus/", {"reason": "Pindah KK"})
    assert (family.members.count(), Member.history.filter(history_type="-").count()) == (1, 1)


def test_status_moves_need_a_reason_and_follow_the_table(entries, operator, ratri, login):
    enrollment = entries[0].enrollment
    url = f"/kepesertaan/{enrollment.pk}/suspend/"
    assert login(operator).post(url, {"reason": ""}).status_code == 422
    assert login(operator).post(url, {"reason": "Rekening dibekukan"}).status_code == 302
    assert Enrollment.objects.get(pk=enrollment.pk).status == "suspended"
    twice = login(operator).post(url, {"reason": "Lagi"})
    assert twice.context["form"].errors["__all__"] == ["Status keluarga ini sudah ditangguhkan."]
    login(ratri).post(f"/kepesertaan/{enrollment.pk}/activate/", {"reason": "Mencoba"})
    assert Enrollment.objects.get(pk=enrollment.pk).status == "suspended"
