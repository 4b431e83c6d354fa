"""An administrator edits what is printed and shown about the office."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from pkh_sembako.office.colour import contrast_with_white
from pkh_sembako.office.forms.office import OfficeForm
from pkh_sembako.office.models import ChainLink, Office, Official

pytestmark = pytest.mark.django_db

NOT_A_PICTURE = "Berkas ini bukan gambar PNG atau JPEG yang utuh. Simpan ulang gambarnya, lalu unggah lagi."


@pytest.fixture
def desk(admin, login):
    return login(admin)


def settings_of(**changed) -> dict:
    row = Office.objects.get()
    return {name: getattr(row, name) for name in OfficeForm.Meta.fields} | changed


def picture(size: tuple[int, int] = (800, 600), kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#0b5394").save(written, kind)
    return written.getvalue()


def upload(content: bytes, name: str = "lambang.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_settings_are_saved_with_history(desk):
    response = desk.post("/kantor/ubah/", settings_of(paper="F4", brand_colour="#7B1E3A", margin_top=25))
    office = Office.objects.get()
    assert (response.status_code, office.paper, office.brand_colour, office.margin_top) == (302, "F4", "#7b1e3a", 25)
    assert office.history.first().history_user.username == "admin"


def test_the_size_of_the_uji_petik_is_the_offices(desk):
    desk.post("/kantor/ubah/", settings_of(recheck_percent=10, recheck_least=8))
    now, before = Office.history.all()[:2]
    assert (now.recheck_percent, now.recheck_least, now.history_user.username) == (10, 8, "admin")
    assert (before.recheck_percent, before.recheck_least) == (5, 5)
    assert desk.get("/kantor/").content.decode().count("10 % dari keluarga setiap pemeriksa") == 1


@pytest.mark.parametrize(("name", "wrong"), [("recheck_percent", 0), ("recheck_percent", 101), ("recheck_least", 0)])
def test_no_uji_petik_without_families(desk, name, wrong):
    response = desk.post("/kantor/ubah/", settings_of(**{name: wrong}))
    assert (response.status_code, list(errors_of(response))) == (422, [name])
    with pytest.raises(IntegrityError, match="office_recheck_size"), transaction.atomic():
        Office.objects.update(**{name: wrong})


def test_the_new_colour_reaches_every_page(desk, client):
    desk.post("/kantor/ubah/", settings_of(brand_colour="#7b1e3a"))
    assert client.get("/kantor/warna.css").content == b":root{--merek:#7b1e3a}\n"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, {"name": ["Isi nama dinas."]}),
        (
            {"brand_colour": "#ffcc00"},
            {
                "brand_colour": [
                    "Tulisan putih di atas warna ini sulit dibaca (kontras 1,5 : 1, paling sedikit 4,5 : 1)."
                    " Pilih warna yang lebih tua."
                ]
            },
        ),
        (
            {"brand_colour": "merah"},
            {"brand_colour": ["Tulis warna sebagai # diikuti enam angka atau huruf a-f, misalnya #0b5394."]},
        ),
        ({"number_template": "{nomer}/{tahun}"}, {"number_template": ["Isian {nomer} tidak dikenal pada pola nomor."]}),
        ({"number_template": "{tahun}"}, {"number_template": ["Pola nomor harus memuat {nomor}."]}),
        (
            {"number_template": "{nomor"},
            {"number_template": ["Kurung kurawal pada pola nomor tidak berpasangan."]},
        ),
        (
            {"number_template": "{nomor!r}"},
            {"number_template": ["Isian pada pola nomor ditulis tanpa tambahan, misalnya {nomor}."]},
        ),
        ({"paper": "A3"}, {"paper": ["Pilih salah satu yang ada di daftar."]}),
    ],
)
def test_bad_settings_are_refused_in_words_and_kept(desk, changed, expected):
    response = desk.post("/kantor/ubah/", settings_of(**changed))
    [(name, typed)] = changed.items()
    assert (response.status_code, errors_of(response)) == (422, expected)
    assert response.context["form"][name].value() == typed


@pytest.mark.parametrize("size", ["0", "99999", "-1", "duabelas"])
def test_a_font_size_beyond_reading_is_refused(desk, size):
    response = desk.post("/kantor/ubah/", settings_of(font_size=size))
    assert (response.status_code, list(errors_of(response))) == (422, ["font_size"])


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_that_of_wcag(colour, contrast):
    assert round(contrast_with_white(colour), 2) == contrast


@pytest.mark.parametrize(("kind", "name"), [("PNG", "lambang.png"), ("JPEG", "foto.jpg")])
def test_an_emblem_is_kept_small_and_as_png(desk, client, kind, name):
    desk.post("/kantor/ubah/", settings_of(new_logo=upload(picture(kind=kind), name)))
    response = client.get("/kantor/lambang")
    shown = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (response["Content-Type"], shown.format, shown.size) == ("image/png", "PNG", (512, 384))


def test_nothing_but_the_picture_is_kept_of_an_emblem(desk):
    desk.post("/kantor/ubah/", settings_of(new_logo=upload(picture() + b"<script>alert(1)</script>")))
    assert Office.objects.get().logo.read().count(b"<script>") == 0


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lambang.png", NOT_A_PICTURE),
        (picture()[:200], "lambang.png", NOT_A_PICTURE),
        (picture(kind="GIF"), "lambang.png", NOT_A_PICTURE),
        (picture((32, 32)), "lambang.png", "Sisi gambar harus 64 sampai 4000 piksel. Gambar ini 32 × 32 piksel."),
        (picture((5000, 64)), "lambang.png", "Sisi gambar harus 64 sampai 4000 piksel. Gambar ini 5000 × 64 piksel."),
        (b"", "lambang.png", "Berkas ini kosong. Pilih berkas yang berisi data."),
        (picture(), "lambang.svg", "Jenis berkas harus .png atau .jpg atau .jpeg. Yang diunggah .svg."),
    ],
)
def test_what_is_no_emblem_is_refused_in_words(desk, content, name, expected):
    response = desk.post("/kantor/ubah/", settings_of(new_logo=upload(content, name)))
    assert (response.status_code, errors_of(response)) == (422, {"new_logo": [expected]})
    assert Office.objects.get().logo.name == ""


def test_an_emblem_can_be_taken_away(desk, client):
    desk.post("/kantor/ubah/", settings_of(new_logo=upload(picture())))
    desk.post("/kantor/ubah/", settings_of(remove_logo="on"))
    assert client.get("/kantor/lambang").status_code == 404


def test_the_chain_follows_the_ladder_and_ends_with_the_kepala_dinas(desk):
    desk.post("/kantor/rantai/", {"roles": ["sekretaris", "kasi"]})
    assert list(ChainLink.objects.values_list("order", "role")) == [(1, "kasi"), (2, "sekretaris"), (3, "kadis")]


def test_a_chain_without_paraf_is_refused(desk):
    response = desk.post("/kantor/rantai/", {})
    assert errors_of(response) == {
        "roles": ["Pilih paling sedikit satu pejabat yang memberi paraf sebelum Kepala Dinas."]
    }
    assert ChainLink.objects.count() == 3


def official(**changed) -> dict:
    return {
        "post": "kadis",
        "capacity": "definitif",
        "title": "Kepala Dinas Sosial",
        "name": "Bima Surengrana, S.Sos.",
        "nip": "00000000 000000 0 001",
        "rank": "Pembina Utama Muda (IV/c)",
        "user": "",
        "starts": "2025-01-02",
        "ends": "",
        **changed,
    }


def test_an_official_is_written_down_and_followed_by_the_next(desk, kadis):
    desk.post("/kantor/pejabat/", official(user=kadis.pk))
    first = Official.objects.get()
    desk.post(f"/kantor/pejabat/{first.pk}/", official(user=kadis.pk, ends="2026-06-30"))
    desk.post(
        "/kantor/pejabat/", official(name="Laras Kinanthi, M.Si.", title="Plt. Kepala Dinas", starts="2026-07-01")
    )
    rows = Official.objects.order_by("starts").values_list("name", "user__username", "ends")
    assert list(rows) == [
        ("Bima Surengrana, S.Sos.", "kadis", date(2026, 6, 30)),
        ("Laras Kinanthi, M.Si.", None, None),
    ]


def test_two_holders_of_one_post_at_one_time_are_refused(desk):
    desk.post("/kantor/pejabat/", official())
    response = desk.post("/kantor/pejabat/", official(name="Orang Lain", starts="2026-01-01"))
    assert errors_of(response) == {
        "starts": [
            "Bima Surengrana, S.Sos. menjabat pada masa yang sama."
            " Isi tanggal sampai bagi Bima Surengrana, S.Sos. lebih dahulu."
        ]
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"nip": "123"}, {"nip": ["NIP terdiri dari 18 angka, misalnya 19800101 200501 1 001."]}),
        ({"post": ""}, {"post": ["Pilih jabatan."]}),
        ({"ends": "2024-12-31"}, {"ends": ["Tanggal sampai tidak boleh sebelum tanggal mulai menjabat."]}),
        ({"name": ""}, {"name": ["Isi nama."]}),
    ],
)
def test_a_bad_official_is_refused_in_words(desk, changed, expected):
    response = desk.post("/kantor/pejabat/", official(**changed))
    assert (response.status_code, errors_of(response), Official.objects.count()) == (422, expected, 0)


@pytest.mark.slow
def test_pages_open_for_the_administrator_only(desk, cast, login):
    pages = ["/kantor/", "/kantor/ubah/", "/kantor/rantai/", "/kantor/pejabat/"]
    assert [desk.get(url).status_code for url in pages] == [200] * 4
    assert [name for name, user in cast.items() if login(user).get("/kantor/").status_code == 200] == ["admin"]
