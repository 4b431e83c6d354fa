"""The letters' pages: fill, preview, approve, number; the office's texts."""

import re

import pytest

from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.documents.services import letters, templates
from tests.documents.test_letters import DAY, NUMBER, TASK, content, official  # noqa: F401

TYPED = {
    "subject": "Pendampingan validasi",
    "dated": "2026-11-20",
    "matter": "",
    "signer": "kadis",
    "blok_dasar": "SOP tahun ini.",
    "blok_untuk": "Melaksanakan {{ hal }}.",
    "blok_penutup": "Selesai.",
    "copies": "",
    "baris-TOTAL_FORMS": "3",
    "baris-INITIAL_FORMS": "0",
    "baris-0-nama": "Rina Contoh",
    "baris-0-jabatan": "Pendamping",
}


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_letter_goes_from_choosing_to_number(official, login, operator, kadis):  # noqa: F811
    client, chief = login(operator), login(kadis)
    assert "Surat undangan" in text(client.get("/dokumen/baru/"))
    assert client.get("/dokumen/baru/surat_tugas/").status_code == 200
    page = client.post("/dokumen/baru/surat_tugas/", TYPED)
    letter = Letter.objects.get()
    assert page.url == f"/dokumen/surat/{letter.pk}/"
    assert letter.rows == [{"nama": "Rina Contoh", "nip": "", "pangkat": "", "jabatan": "Pendamping"}]
    preview = client.get(f"{page.url}pratinjau/")
    assert (preview["Content-Type"], preview.content[:5]) == ("application/pdf", b"%PDF-")
    client.post(f"{page.url}ajukan/")
    assert "Setujui surat" in text(chief.get(page.url))
    chief.post(f"{page.url}setujui/")
    answer = client.post(f"{page.url}terbitkan/", {"dated": "2026-11-20", "number": NUMBER})
    document = Document.objects.get()
    assert (answer.url, document.number) == (f"/dokumen/{document.pk}/", NUMBER)
    assert "Surat Tugas: Pendampingan validasi" in text(client.get("/dokumen/?jenis=letter_surat_tugas"))
    assert client.get(f"/verifikasi/{document.code}/").status_code == 200


def test_typed_rows_stay_when_more_are_asked_for(login, operator):
    page = login(operator).post("/dokumen/baru/surat_tugas/", TYPED | {"tambah": "1", "subject": ""})
    body = page.content.decode()
    assert (page.status_code, "Rina Contoh" in body, 'name="baris-3-nama"' in body) == (200, True, True)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "Isi judul kegiatan."),
        ({"blok_untuk": "a\n{{ sandi }}"}, "Bagian Untuk, baris 2: isian “sandi” tidak dikenal."),
        ({"baris-0-nama": "x" * 121}, "Periksa baris pada Kepada"),
        ({"matter": "round:1 OR 1=1"}, "Pilih salah satu yang ada di daftar."),
        ({"dated": "31-02-2026"}, "kalender"),
        ({"baris-TOTAL_FORMS": "abc"}, "Periksa baris pada Kepada"),
        ({"baris-TOTAL_FORMS": "9999999"}, "Periksa baris pada Kepada"),
        ({"signer": "bank"}, "Pilih salah satu yang ada di daftar."),
    ],
)
def test_bad_typing_is_told_and_kept(login, operator, changes, sentence):
    page = login(operator).post("/dokumen/baru/surat_tugas/", TYPED | changes)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert "SOP tahun ini." in page.content.decode()
    assert Letter.objects.count() == 0


def test_an_unknown_kind_is_not_found(login, operator):
    for path in ("/dokumen/baru/lain/", "/dokumen/naskah/lain/", "/dokumen/naskah/undangan/99/"):
        assert login(operator).get(path).status_code == 404


def test_who_may_do_what(official, login, operator, kadis, korcam_plaosan, inspektorat):  # noqa: F811
    letter = letters.draft(TASK, content(), template=templates.current(TASK), by=operator)
    assert login(kadis).get("/dokumen/baru/").status_code == 403
    assert login(kadis).post(f"/dokumen/surat/{letter.pk}/ajukan/").status_code == 403
    assert login(operator).post(f"/dokumen/surat/{letter.pk}/setujui/").status_code == 403
    for user in (korcam_plaosan, inspektorat):
        assert login(user).get(f"/dokumen/surat/{letter.pk}/").status_code == 403
    assert login(operator).post(f"/dokumen/surat/{letter.pk}/hapus/").url == "/dokumen/surat/"
    assert Letter.objects.count() == 0


def test_a_return_needs_a_reason_and_is_shown(official, login, operator, kadis):  # noqa: F811
    letter = letters.draft(TASK, content(), template=templates.current(TASK), by=operator)
    letters.submit(letter, by=operator)
    chief = login(kadis)
    assert chief.post(f"/dokumen/surat/{letter.pk}/kembalikan/", {"reason": " "}).status_code == 422
    chief.post(f"/dokumen/surat/{letter.pk}/kembalikan/", {"reason": "Nama kurang"})
    assert "Nama kurang" in text(login(operator).get(f"/dokumen/surat/{letter.pk}/"))


def test_the_office_edits_a_text_with_preview_and_version(login, operator):
    client = login(operator)
    assert "Surat undangan" in text(client.get("/dokumen/naskah/"))
    typed = {"seen": "1", "blok_pembuka": "Hadir pada {{ hari_acara }}:", "blok_penutup": "Terima kasih."}
    preview = client.post("/dokumen/naskah/undangan/", typed | {"pratinjau": "1"})
    assert (preview["Content-Type"], templates.current(templates.KINDS["undangan"]).version) == ("application/pdf", 1)
    assert client.post("/dokumen/naskah/undangan/", typed).url == "/dokumen/naskah/undangan/"
    assert templates.current(templates.KINDS["undangan"]).version == 2
    late = client.post("/dokumen/naskah/undangan/", typed | {"blok_penutup": "Lain."})
    assert (late.status_code, "sudah diubah orang lain" in text(late)) == (422, True)
    bad = client.post("/dokumen/naskah/undangan/", typed | {"seen": "2", "blok_penutup": "{{ nik }}"})
    assert (bad.status_code, "isian “nik” tidak dikenal" in text(bad)) == (422, True)
    client.post("/dokumen/naskah/undangan/bawaan/")
    assert templates.current(templates.KINDS["undangan"]).version == 3
    assert client.get("/dokumen/naskah/undangan/2/")["Content-Type"] == "application/pdf"


@pytest.mark.slow
@pytest.mark.parametrize("kind", templates.KINDS)
def test_every_kind_can_be_seen_on_paper(login, operator, kind):
    page = login(operator).get(f"/dokumen/naskah/{kind}/")
    assert page.status_code == 200
    assert login(operator).get(f"/dokumen/naskah/{kind}/1/").content[:5] == b"%PDF-"
    assert login(operator).get(f"/dokumen/baru/{kind}/").status_code == 200
