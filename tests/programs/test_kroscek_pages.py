"""The pages of the kroscek as the cast sees them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pkh_sembako.audit.models import ReadLog
from programs.enums import Basis, Outcome
from programs.models import KroscekResult
from programs.services import kroscek
from programs.services.kroscek import Finding
from tests.programs.factories import list_families, nik

TODAY = timezone.localdate().isoformat()
BULK = {"basis": "pertemuan", "checked_on": TODAY, "statement": "Pertemuan kelompok", "agreed": "on"}


def text(response) -> str:
    """What a person reads, in one line."""
    bare = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(bare.replace("\xa0", " ").split())


def checked(**changes) -> dict[str, str]:
    return {"outcome": "sesuai", "basis": "kunjungan", "checked_on": TODAY, "note": "", **changes}


def page_of(client, entry) -> dict[str, str]:
    """The form of a family as its page prefills it."""
    form = client.get(f"/kroscek/{entry.pk}/").context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


@pytest.fixture
def desk(login, ratri, entries):
    """Ratri's browser."""
    return login(ratri)


def test_the_worklist_shows_a_pendamping_her_own_families_and_her_progress(desk, entries, ratri):
    kroscek.record(entries[0], Finding(Outcome.MATCHES, Basis.VISIT, timezone.localdate()), by=ratri)
    response = desk.get("/kroscek/")
    assert [row.pk for row in response.context["page"].rows] == [entry.pk for entry in entries[1:4]]
    assert "Sudah diperiksa 1 dari 4 (25 %)" in text(response)


@pytest.mark.parametrize(
    ("username", "families"),
    [
        ("ratri", 4),
        ("bagas", 4),
        ("korcam.plaosan", 4),
        ("korkab", 8),
        ("kadis", 8),
        ("inspektorat", 8),
        ("operator", 8),
    ],
)
def test_everybody_sees_the_families_of_the_own_area(login, cast, the_round, username, families):
    assert login(cast[username]).get("/kroscek/?hasil=semua").context["whole"]["semua"] == families


@pytest.mark.parametrize("username", ["admin", "bank", "camat.plaosan", "desa.plaosan", "petugas"])
def test_who_has_nothing_to_do_with_kroscek_is_refused(login, cast, entries, username):
    client = login(cast[username])
    assert {client.get(path).status_code for path in ("/kroscek/", f"/kroscek/{entries[0].pk}/")} == {403}


def test_a_family_of_somebody_else_does_not_exist(desk, entries):
    assert desk.get(f"/kroscek/{entries[7].pk}/").status_code == 404
    assert desk.post(f"/kroscek/{entries[7].pk}/", checked()).status_code == 404
    assert (
        desk.post(f"/keluarga/{entries[7].enrollment.household_id}/cocokkan-nik/", {"nik": nik(1)}).status_code == 404
    )


def test_readers_see_no_form_and_cannot_record(login, korkab, entries):
    client = login(korkab)
    assert client.get(f"/kroscek/{entries[0].pk}/").context["form"] is None
    assert client.post(f"/kroscek/{entries[0].pk}/", checked()).status_code == 403
    assert KroscekResult.objects.count() == 0


def test_a_korcam_records_in_the_own_kecamatan_too(login, korcam_plaosan, entries):
    client = login(korcam_plaosan)
    assert client.post(f"/kroscek/{entries[0].pk}/", checked()).status_code == 302
    assert client.post(f"/kroscek/{entries[7].pk}/", checked()).status_code == 404


def test_saving_leads_to_the_next_family_of_the_same_list(desk, entries):
    where = f"/kroscek/{entries[0].pk}/?rt=001"
    assert desk.post(where, checked()).url == f"/kroscek/{entries[1].pk}/?rt=001"
    assert desk.post(f"/kroscek/{entries[1].pk}/", checked(lanjut="daftar")).url == "/kroscek/"
    assert KroscekResult.objects.filter(in_bulk=False, outcome="sesuai").count() == 2


def test_after_the_last_family_the_list_says_that_all_is_done(desk, entries):
    for entry in entries[:3]:
        desk.post(f"/kroscek/{entry.pk}/", checked())
    response = desk.post(f"/kroscek/{entries[3].pk}/", checked(), follow=True)
    assert "Semua keluarga pada daftar ini sudah diperiksa." in text(response)
    assert "Semua keluarga sudah diperiksa" in text(response)


def test_berubah_proposes_only_what_differs(desk, entries):
    sent = page_of(desk, entries[0]) | checked(outcome="berubah", alamat="Dusun Baru", rt="007")
    assert desk.post(f"/kroscek/{entries[0].pk}/", sent).status_code == 302
    result = KroscekResult.objects.get(pk=entries[0].pk)
    assert list(result.proposals.values_list("field", "old", "new")) == [
        ("alamat", "Dusun Contoh", "Dusun Baru"),
        ("rt", "001", "007"),
    ]


def test_components_of_a_member_are_proposed(desk, entries):
    member = entries[0].enrollment.household.members.get()
    sent = page_of(desk, entries[0]) | checked(outcome="berubah") | {f"komponen_{member.pk}": ["lansia", "sd"]}
    assert desk.post(f"/kroscek/{entries[0].pk}/", sent).status_code == 302
    assert list(KroscekResult.objects.get().proposals.values_list("member", "new")) == [(member.pk, ["sd", "lansia"])]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Pilih hasil kroscek."),
        ({"outcome": "x"}, "outcome", "Pilih salah satu yang ada di daftar."),
        ({"outcome": "usul_keluar"}, "exit_reason", "Pilih alasan usul keluar."),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in [
                (
                    {"outcome": "berubah"},
                    "outcome",
                    "Tidak ada yang diubah. Ubah paling sedikit satu isian, atau pilih hasil Sesuai.",
                ),
                (
                    {"alamat": "Lain", "rt": "9"},
                    "outcome",
                    "Anda mengubah Alamat, RT, tetapi hasilnya bukan Berubah. Pilih Berubah, atau kembalikan isian "
                    "itu seperti semula.",
                ),
                ({"outcome": "berubah", "name": ""}, "name", "Isi nama pengurus."),
                ({"outcome": "berubah", "nik": "123"}, "nik", "NIK harus 16 angka. Yang ditulis 3 angka."),
                (
                    {"outcome": "berubah", "nik": nik(102)},
                    "nik",
                    "NIK ini sudah dipakai keluarga lain. Periksa KTP, atau pilih usul keluar dengan alasan ganda.",
                ),
                ({"outcome": "berubah", "desa_id": "99.99"}, "desa_id", "Pilih salah satu yang ada di daftar."),
                ({"checked_on": "2999-01-01"}, "checked_on", "Tahun harus antara 1900 dan 2199. Yang ditulis 2999."),
                (
                    {"checked_on": "1999-01-01"},
                    "checked_on",
                    "Untuk PKH Tahap 1 2027 tanggal diperiksa paling awal tahun 2026.",
                ),
                ({"checked_on": "kemarin"}, "checked_on", "Tulis tanggal yang ada di kalender, misalnya 22-11-2026."),
                ({"basis": ""}, "basis", "Pilih dasar pemeriksaan."),
                ({"note": "a\0b"}, "note", "Karakter null tidak diizinkan."),
                (
                    {"note": "x" * 10_000},
                    "note",
                    "Pastikan nilai ini mengandung paling banyak 400 karakter (sekarang 10000 karakter).",
                ),
            ]
        ),
    ],
)
def test_bad_input_is_told_by_the_field_and_nothing_is_written(desk, entries, changes, field, sentence):
    sent = page_of(desk, entries[0]) | checked() | changes
    response = desk.post(f"/kroscek/{entries[0].pk}/", sent)
    assert (response.status_code, response.context["form"].errors.get(field)) == (422, [sentence])
    assert KroscekResult.objects.count() == 0


def test_what_was_typed_stays(desk, entries):
    sent = page_of(desk, entries[0]) | checked(outcome="usul_keluar", note="Rumah kosong sejak Oktober")
    assert "Rumah kosong sejak Oktober" in text(desk.post(f"/kroscek/{entries[0].pk}/", sent))


@pytest.mark.parametrize("body", [{}, {"seen": "x" * 10_000}, {"registry": "\0"}, {"outcome": ["sesuai", "berubah"]}])
def test_an_absurd_form_is_refused_without_a_fault(desk, entries, body):
    assert desk.post(f"/kroscek/{entries[0].pk}/", body).status_code == 422


def test_a_result_recorded_meanwhile_is_shown_beside_the_own_one(desk, entries, korcam_plaosan):
    mine = page_of(desk, entries[0]) | checked(outcome="tidak_ditemukan", note="Rumah kosong")
    kroscek.record(entries[0], Finding(Outcome.MATCHES, Basis.PHONE, timezone.localdate()), by=korcam_plaosan)
    response = desk.post(f"/kroscek/{entries[0].pk}/", mine)
    assert response.status_code == 422
    assert [(row["theirs"], row["yours"]) for row in response.context["clash_rows"]][:2] == [
        ("Sesuai", "Tidak ditemukan"),
        ("Telepon", "Kunjungan rumah"),
    ]
    assert KroscekResult.objects.get().outcome == "sesuai"
    again = mine | {"seen": response.context["form"].data["seen"]}
    assert desk.post(f"/kroscek/{entries[0].pk}/", again).status_code == 302
    assert KroscekResult.objects.get().outcome == "tidak_ditemukan"


@pytest.mark.slow
def test_a_family_changed_meanwhile_is_not_overwritten_with_what_the_page_was_prefilled_with(desk, entries):
    mine = page_of(desk, entries[0]) | checked(outcome="berubah", rt="007")
    household = entries[0].enrollment.household
    type(household).objects.filter(pk=household.pk).update(alamat="Pindah lebih dahulu", version=household.version + 1)
    response = desk.post(f"/kroscek/{entries[0].pk}/", mine)
    assert (response.status_code, KroscekResult.objects.count()) == (422, 0)
    assert "Data keluarga ini diubah orang lain sejak halaman dibuka." in text(response)


def test_a_kecamatan_handed_in_shows_why_nothing_can_be_recorded(
    desk, entries, the_round, plaosan, ratri, korcam_plaosan
):
    kroscek.record_matching(
        entries[:4], basis=Basis.VISIT, checked_on=timezone.localdate(), statement="Dikunjungi", by=ratri
    )
    kroscek.lock(the_round, plaosan, by=korcam_plaosan)
    response = desk.post(f"/kroscek/{entries[0].pk}/", checked(), follow=True)
    assert "Kroscek Kec. Plaosan sudah dikirim Sekar Puspitarini dan terkunci." in text(response)
    assert "Tidak ada keluarga yang dapat ditandai" in text(desk.get("/kroscek/sesuai/?semua=1&hasil=semua"))


def test_numbers_are_masked_everywhere(desk, entries):
    pages = text(desk.get("/kroscek/")) + desk.get(f"/kroscek/{entries[0].pk}/").content.decode()
    assert not re.search(r"\d{16}", pages)


# "Sesuai" for a selection


def test_a_selection_is_confirmed_with_its_number_before_it_is_set(desk, entries):
    chosen = "&".join(f"id={entry.pk}" for entry in entries[:3])
    response = desk.get(f"/kroscek/sesuai/?{chosen}")
    assert "Sesuai untuk 3 keluarga" in text(response)
    selection = response.context["form"]["selection"].value()
    response = desk.post(f"/kroscek/sesuai/?{chosen}", BULK | {"selection": selection}, follow=True)
    assert "3 keluarga ditandai sesuai." in text(response)
    assert list(KroscekResult.objects.values_list("in_bulk", "basis", "note").distinct()) == [
        (True, "pertemuan", "Pertemuan kelompok")
    ]


def test_families_with_a_result_and_families_of_others_stay_as_they_are(desk, entries, ratri):
    kroscek.record(entries[0], Finding(Outcome.NOT_FOUND, Basis.VISIT, timezone.localdate()), by=ratri)
    chosen = "&".join(f"id={entry.pk}" for entry in entries)
    response = desk.get(f"/kroscek/sesuai/?{chosen}&id=999999999999999999999&id=abc&id=-1")
    assert "1 keluarga terpilih sudah mempunyai hasil dan tetap seperti semula." in text(response)
    selection = response.context["form"]["selection"].value()
    desk.post(f"/kroscek/sesuai/?{chosen}", BULK | {"selection": selection})
    assert set(KroscekResult.objects.values_list("entry", "outcome")) == {
        (entries[0].pk, "tidak_ditemukan"),
        *((entry.pk, "sesuai") for entry in entries[1:4]),
    }


def test_a_list_that_changed_since_it_was_shown_is_shown_again(desk, entries, ratri):
    selection = desk.get("/kroscek/sesuai/?semua=1").context["form"]["selection"].value()
    kroscek.record(entries[0], Finding(Outcome.NOT_FOUND, Basis.VISIT, timezone.localdate()), by=ratri)
    response = desk.post("/kroscek/sesuai/?semua=1", BULK | {"selection": selection})
    assert response.status_code == 422
    assert "Daftar berubah sejak halaman ini dibuka: sekarang 3 keluarga. Periksa lagi, lalu setujui." in text(response)
    assert KroscekResult.objects.count() == 1
    again = response.context["form"].data["selection"]
    assert desk.post("/kroscek/sesuai/?semua=1", BULK | {"selection": again}).status_code == 302
    assert KroscekResult.objects.count() == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"agreed": ""},
            "agreed",
            "Centang “Saya menyatakan data keluarga-keluarga ini sesuai menurut pemeriksaan tersebut”.",
        ),
        ({"statement": "  "}, "statement", "Isi cara keluarga-keluarga ini diperiksa."),
        ({"statement": "a\0"}, "statement", "Karakter null tidak diizinkan."),
        ({"basis": "tebakan"}, "basis", "Pilih salah satu yang ada di daftar."),
        ({"checked_on": ""}, "checked_on", "Isi tanggal diperiksa."),
    ],
)
def test_a_selection_needs_basis_date_and_statement(desk, entries, changes, field, sentence):
    selection = desk.get("/kroscek/sesuai/?semua=1").context["form"]["selection"].value()
    response = desk.post("/kroscek/sesuai/?semua=1", BULK | {"selection": selection} | changes)
    assert (response.status_code, response.context["form"].errors.get(field)) == (422, [sentence])
    assert KroscekResult.objects.count() == 0


def test_readers_have_no_selection(login, korkab, entries):
    assert login(korkab).get("/kroscek/sesuai/?semua=1").status_code == 403


@pytest.mark.slow
def test_two_thousand_families_are_set_in_one_go(
    desk, entries, the_round, plaosan, ratri, django_assert_max_num_queries
):
    list_families(the_round, plaosan.desa.all()[1], 2000, pendamping=ratri, first=1000)
    selection = desk.get("/kroscek/sesuai/?semua=1").context["form"]["selection"].value()
    with django_assert_max_num_queries(45):
        response = desk.post("/kroscek/sesuai/?semua=1", BULK | {"selection": selection})
    assert (response.status_code, KroscekResult.objects.count()) == (302, 2004)


# Filters and pages


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hasil=semua", 8),
        ("kecamatan=35.20.07", 4),
        ("kecamatan=35.20.07&pendamping=0", 4),
        ("q=melati contoh 104", 1),
        ("q=melatti contoh", 8),
        ("q=0104", 1),
        (f"q={nik(2)}", 1),
        ("q=%00", 8),
        ("hasil=ngawur&tahap=x&desa=%00&rt=%FF&sesudah=xx&sebelum=!!", 8),
        ("tahap=99999999999999999999", 8),
    ],
)
def test_filters_live_in_the_url_and_nonsense_is_ignored(login, korkab, entries, query, found):
    response = login(korkab).get(f"/kroscek/?{query}")
    assert (response.status_code, response.context["found"]) == (200, found)


def test_pages_go_on_by_key_in_the_order_of_a_walk(login, korkab, the_round, entries, plaosan, ratri):
    list_families(the_round, plaosan.desa.all()[1], 60, pendamping=ratri, first=500)
    client = login(korkab)
    seen, query = [], ""
    while True:
        page = client.get(f"/kroscek/?{query}").context["page"]
        seen += [entry.pk for entry in page.rows]
        if not page.next:
            break
        query = f"sesudah={page.next}"
    assert (len(seen), len(set(seen))) == (68, 68)


@pytest.mark.slow
def test_the_list_asks_the_same_number_of_queries_for_3_and_for_60_rows(
    login, ratri, korkab, the_round, entries, plaosan
):
    numbers = []
    for more in (0, 60):
        if more:
            list_families(the_round, plaosan.desa.first(), more, pendamping=ratri, first=500)
        for user in (ratri, korkab):
            client = login(user)
            client.get("/kroscek/")
            with CaptureQueriesContext(connection) as counted:
                client.get("/kroscek/?hasil=semua")
            numbers.append(len(counted))
    assert numbers[:2] == numbers[2:]


# The NIK of a KTP


def test_the_nik_of_a_ktp_is_answered_with_cocok_or_tidak_and_logged(desk, entries, ratri):
    household = entries[0].enrollment.household
    url = f"/keluarga/{household.pk}/cocokkan-nik/"
    same, other = desk.post(url, {"nik": household.nik}), desk.post(url, {"nik": nik(3)})
    assert "Cocok NIK itu milik pengurus Melati Contoh 1." in text(same)
    assert "Tidak cocok NIK itu bukan milik siapa pun pada keluarga ini." in text(other)
    assert (
        list(ReadLog.objects.order_by("id").values_list("kind", "user", "purpose"))
        == [("check", ratri.pk, "Mencocokkan NIK pada KTP")] * 2
    )
    assert not re.search(r"\d{16}", "".join(ReadLog.objects.values_list("subject", flat=True)))


@pytest.mark.parametrize("typed", ["", "123", "abcdefghijklmnop", "1" * 10_000, "\0" * 16])
def test_what_is_no_nik_is_told_and_does_not_count(desk, entries, typed):
    response = desk.post(f"/keluarga/{entries[0].enrollment.household_id}/cocokkan-nik/", {"nik": typed})
    assert (response.status_code, ReadLog.objects.count()) == (422, 0)


@pytest.mark.slow
def test_guessing_is_stopped_after_thirty_tries_in_an_hour(desk, entries):
    url = f"/keluarga/{entries[0].enrollment.household_id}/cocokkan-nik/"
    statuses = [desk.post(url, {"nik": nik(number + 200)}).status_code for number in range(31)]
    assert statuses == [200] * 30 + [422]


def test_the_korkab_may_check_a_nik_too_and_the_kadis_may_not(login, korkab, kadis, entries):
    household = entries[0].enrollment.household
    url = f"/keluarga/{household.pk}/cocokkan-nik/"
    assert login(korkab).post(url, {"nik": household.nik}).status_code == 200
    assert login(kadis).post(url, {"nik": household.nik}).status_code == 403


def test_absurd_addresses_are_not_found(desk, entries):
    assert {desk.get(f"/kroscek/{pk}/").status_code for pk in ("0", "99999999999999999999999")} == {404}


def test_the_family_page_offers_the_check_too_where_the_role_may(login, ratri, kadis, entries):
    address = f"/keluarga/{entries[0].enrollment.household_id}/"
    offered = {user: "Cocokkan NIK dengan KTP" in text(login(user).get(address)) for user in (ratri, kadis)}
    assert offered == {ratri: True, kadis: False}


def test_htmx_gets_the_list_and_the_fields_of_the_filter_only(desk, entries):
    headers = {"HX-Request": "true", "HX-Target": "daftar"}
    part = desk.get("/kroscek/?hasil=semua", headers=headers).content.decode()
    assert (part.count("<html"), part.count('id="daftar"'), part.count('hx-swap-oob="true"')) == (0, 1, 1)


def test_without_htmx_the_answer_about_a_nik_is_a_page_and_with_it_a_part(desk, entries):
    household = entries[0].enrollment.household
    url = f"/keluarga/{household.pk}/cocokkan-nik/"
    page = desk.post(url, {"nik": household.nik}).content.decode()
    part = desk.post(url, {"nik": household.nik}, headers={"HX-Request": "true"}).content.decode()
    assert (page.count("<h1>"), part.count("<h1>"), part.count('class="cocok"')) == (1, 0, 1)
