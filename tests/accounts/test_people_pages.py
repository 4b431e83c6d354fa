"""An administrator keeps users, postings and titles."""

from datetime import UTC, datetime

import pytest
import time_machine

from pkh_sembako.accounts.models import Posting, RoleLabel, User, remembered_titles

pytestmark = pytest.mark.django_db

NEW = {
    "username": "wulan",
    "full_name": "Wulan Prameswari",
    "email": "Wulan@Contoh.invalid",
    "phone": "0812 0000 0000",
    "password": "sawah-terasering-7",
}
PLAOSAN = "35.20.07"


@pytest.fixture
def desk(admin, login):
    return login(admin)


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def posting(**changed) -> dict[str, str]:
    return {"role": "korcam", "kecamatan": PLAOSAN, "desa": "", "starts": "2026-11-01", "ends": "", **changed}


def test_the_list_finds_by_name_role_and_status(desk, ratri):
    User.objects.filter(pk=ratri.pk).update(is_active=False)
    found = {
        query: [user.username for user in desk.get(f"/pengguna/?{query}").context["page"].rows]
        for query in (
            "q=anggarwati",
            "peran=pendamping",
            "status=nonaktif",
            "peran=korcam&status=aktif",
            "peran=lain&q=bag",
        )
    }
    assert found == {
        "q=anggarwati": ["ratri"],
        "peran=pendamping": ["bagas", "ratri"],
        "status=nonaktif": ["ratri"],
        "peran=korcam&status=aktif": ["korcam.parang", "korcam.plaosan"],
        "peran=lain&q=bag": ["bagas"],
    }


def test_the_list_costs_the_same_for_every_number_of_people(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        desk.get("/pengguna/")


def test_a_new_user_is_made_and_then_posted(desk):
    made = desk.post("/pengguna/baru/", NEW)
    wulan = User.objects.get(username="wulan")
    assert (made.status_code, made.url) == (302, f"/pengguna/{wulan.pk}/penempatan/")
    assert (wulan.email, wulan.is_active, wulan.is_staff, wulan.check_password(NEW["password"])) == (
        "wulan@contoh.invalid",
        True,
        False,
        True,
    )
    assert wulan.history.get().history_user.username == "admin"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"username": "ratri"}, {"username": ["Nama pengguna ini sudah dipakai. Pilih yang lain."]}),
        (
            {"username": "Wulan P"},
            {
                "username": [
                    "Nama pengguna 2 sampai 50 karakter: huruf kecil, angka, titik, garis bawah, atau tanda hubung."
                ]
            },
        ),
        ({"full_name": ""}, {"full_name": ["Isi nama lengkap."]}),
        ({"email": "bukan"}, {"email": ["Tulis alamat pos-el yang lengkap, misalnya nama@contoh.go.id."]}),
        ({"phone": "satu"}, {"phone": ["Tulis nomor WhatsApp dengan angka saja, misalnya 0812 3456 7890."]}),
        (
            {"password": "pendek"},
            {"password": ["Kata sandi terlalu pendek. Harus mengandung setidaknya 12 karakter."]},
        ),
    ],
)
def test_a_bad_user_is_refused_in_words_and_what_was_typed_is_kept(desk, changed, expected):
    response = desk.post("/pengguna/baru/", NEW | changed)
    assert (response.status_code, errors_of(response)) == (422, expected)
    assert response.context["form"]["phone"].value() == (NEW | changed)["phone"]
    assert User.objects.filter(username="wulan").count() == 0


def test_data_of_a_user_are_changed_with_history(desk, ratri):
    desk.post(f"/pengguna/{ratri.pk}/ubah/", {"full_name": "Ratri A.", "email": "", "phone": ""})
    latest = ratri.history.first()
    assert (latest.full_name, latest.history_user.username) == ("Ratri A.", "admin")


def test_a_deactivated_user_is_out_and_comes_back_when_activated(desk, ratri, login):
    theirs = login(ratri)
    desk.post(f"/pengguna/{ratri.pk}/aktif/", {"aktif": "0"})
    out = theirs.get("/").status_code
    desk.post(f"/pengguna/{ratri.pk}/aktif/", {"aktif": "1"})
    assert (out, login(ratri).get("/").status_code) == (302, 200)


def told(client, url: str, data: dict) -> list[str]:
    return [str(message) for message in client.post(url, data, follow=True).context["messages"]]


def test_nobody_locks_himself_out(desk, admin):
    assert told(desk, f"/pengguna/{admin.pk}/aktif/", {"aktif": "0"}) == [
        "Anda tidak dapat menonaktifkan akun Anda sendiri. Minta administrator lain melakukannya."
    ]


def test_the_last_administrator_keeps_the_posting(desk, admin):
    response = desk.post(f"/penempatan/{admin.postings.get().pk}/", {"starts": "2025-01-02", "ends": "2025-12-31"})
    assert errors_of(response) == {
        "__all__": ["Ini satu-satunya administrator yang aktif. Tunjuk administrator lain lebih dahulu."]
    }


def test_a_new_password_ends_every_session(desk, ratri, login):
    theirs = login(ratri)
    desk.post(f"/pengguna/{ratri.pk}/kata-sandi/", {"password": "sawah-terasering-7"})
    ratri.refresh_from_db()
    assert (theirs.get("/").status_code, ratri.check_password("sawah-terasering-7")) == (302, True)


def test_a_posting_opens_its_role_from_its_first_day(desk, bagas, login):
    desk.post(f"/pengguna/{bagas.pk}/penempatan/", posting(role="inspektorat", kecamatan="", starts="2026-12-01"))
    statuses = []
    for day in (datetime(2026, 11, 30, 3, tzinfo=UTC), datetime(2026, 12, 1, 3, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            statuses.append(login(User.objects.get(pk=bagas.pk)).get("/jejak-baca/").status_code)
    assert statuses == [403, 200]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"role": ""}, {"role": ["Pilih peran."]}),
        (
            {"role": "raja"},
            {"role": ["Pilih salah satu yang ada di daftar."]},
        ),
        ({"kecamatan": ""}, {"__all__": ["Pilih kecamatan untuk peran Koordinator kecamatan."]}),
        ({"role": "desa", "kecamatan": ""}, {"__all__": ["Pilih desa untuk peran Desa / kelurahan."]}),
        (
            {"role": "kadis"},
            {"__all__": ["Peran Kepala dinas tidak memakai kecamatan. Kosongkan pilihan kecamatan."]},
        ),
        (
            {"desa": "35.20.07.2003"},
            {"__all__": ["Peran Koordinator kecamatan tidak memakai desa. Kosongkan pilihan desa."]},
        ),
        ({"starts": ""}, {"starts": ["Isi mulai."]}),
        ({"starts": "2026-02-30"}, {"starts": ["Tulis tanggal yang ada di kalender, misalnya 22-11-2026."]}),
        ({"ends": "2026-10-31"}, {"__all__": ["Tanggal sampai tidak boleh sebelum tanggal mulai."]}),
    ],
)
def test_a_bad_posting_is_refused_in_words(desk, ratri, changed, expected):
    response = desk.post(f"/pengguna/{ratri.pk}/penempatan/", posting(**changed))
    assert (response.status_code, errors_of(response), ratri.postings.count()) == (422, expected, 1)


def test_the_same_posting_twice_in_one_time_is_refused(desk, korcam_plaosan):
    response = desk.post(f"/pengguna/{korcam_plaosan.pk}/penempatan/", posting())
    assert errors_of(response) == {
        "__all__": ["Penempatan yang sama sudah ada sejak 2 Januari 2025 tanpa tanggal akhir."]
    }


def test_who_comes_back_later_gets_a_second_posting(desk, korcam_plaosan):
    first = korcam_plaosan.postings.get()
    desk.post(f"/penempatan/{first.pk}/", {"starts": "2025-01-02", "ends": "2026-10-31"})
    desk.post(f"/pengguna/{korcam_plaosan.pk}/penempatan/", posting())
    assert list(korcam_plaosan.postings.order_by("starts").values_list("starts__year", "ends__year")) == [
        (2025, 2026),
        (2026, None),
    ]


def titles(**changed) -> dict[str, str]:
    return RoleLabel.titles() | changed


def test_the_offices_title_is_shown_wherever_the_role_is_named(desk, kasi, login):
    desk.post("/peran/", titles(kasi="Ketua Tim"))
    assert (login(kasi).get("/").context["role_label"], RoleLabel.of("kasi")) == ("Ketua Tim", "Ketua Tim")


def test_an_empty_title_takes_the_usual_one_again(desk):
    desk.post("/peran/", titles(kasi="Ketua Tim"))
    desk.post("/peran/", titles(kasi=""))
    assert (RoleLabel.of("kasi"), RoleLabel.objects.count()) == ("Kepala seksi", 0)


def test_a_title_that_is_too_long_is_refused_and_kept(desk):
    response = desk.post("/peran/", titles(kasi="x" * 81))
    assert errors_of(response) == {
        "kasi": ["Pastikan nilai ini mengandung paling banyak 80 karakter (sekarang 81 karakter)."]
    }
    assert response.context["form"]["kasi"].value() == "x" * 81


def test_titles_of_many_postings_cost_one_query(cast, desk, django_assert_num_queries):
    rows = list(Posting.objects.select_related("kecamatan", "desa"))
    with remembered_titles(), django_assert_num_queries(1):
        named = [row.title for row in rows]
    assert sorted(named)[:3] == ["Administrator", "Administrator pangkalan data", f"Desa / kelurahan {rows_desa(rows)}"]


def rows_desa(rows: list[Posting]) -> str:
    return next(row.desa.name for row in rows if row.desa)


def test_pages_open(desk, ratri):
    urls = ["/pengguna/", "/pengguna/baru/", "/peran/", f"/penempatan/{ratri.postings.get().pk}/"]
    urls += [f"/pengguna/{ratri.pk}/{end}" for end in ("", "ubah/", "kata-sandi/", "penempatan/")]
    assert {url: desk.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_somebody_who_does_not_exist_is_not_found(desk):
    urls = ["/pengguna/0/", "/pengguna/99999999999999999999/", "/penempatan/0/", "/pengguna/0/ubah/"]
    assert [desk.get(url).status_code for url in urls] == [404] * 4
