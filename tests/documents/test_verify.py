"""/verifikasi/: genuine or not, and nothing else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import issuing
from tests.documents.conftest import A_PDF, NUMBER, upload


def words(response) -> str:
    """What a reader sees of the main part."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_anybody_learns_that_a_document_is_genuine(printed):
    page = Client().get(f"/verifikasi/{printed.code}/")
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex")
    assert words(page) == (
        "Dokumen ini asli Pemeriksaan keaslian dokumen Dinas Sosial Kabupaten Magetan "
        "Dokumen dengan kode ini diterbitkan oleh Dinas Sosial Kabupaten Magetan. "
        "Cocokkan keterangan berikut dengan dokumen yang Anda pegang. "
        "Judul Berita Acara Hasil Kroscek Data KPM PKH Tahap 1 2027 "
        f"Nomor {NUMBER} Tanggal 20 November 2026 Tanda tangan Belum ditandatangani "
        "Halaman ini tidak menampilkan isi dokumen dan tidak memuat data pribadi."
    )


def test_it_names_nobody_and_no_hash(printed, operator):
    issuing.sign(printed, upload=upload(A_PDF), signed_on=printed.dated, kind="certified", by=operator)
    body = Client().get(f"/verifikasi/{printed.code}/").content.decode()
    assert "Tanda tangan elektronik tersertifikasi" in body
    for secret in ("Bima", "Rina", printed.list_hash, printed.pdf.sha256, "BNBA.xlsx", "/dokumen/", "/berkas/"):
        assert secret not in body


@pytest.mark.parametrize("spoil", [str.lower, lambda code: f" {code[:5]}-{code[5:]} ", str.swapcase])
def test_a_code_may_be_typed_in_any_case_with_spaces(printed, spoil):
    assert Client().get(f"/verifikasi/{spoil(printed.code)}/").status_code == 200


@pytest.mark.parametrize(
    "code",
    ["AAAAAAAAAA", "x", "A" * 500, "%27%20OR%201=1--", "<script>", "ＡＢＣ", "..", "%F0%9F%98%80", "0O1I0O1I0O"],
)
def test_an_unknown_code_gets_the_same_page_saying_no(printed, code):
    page = Client().get(f"/verifikasi/{code}/")
    assert page.status_code == 404
    assert words(page).startswith("Dokumen tidak ditemukan Pemeriksaan keaslian dokumen")


def test_a_code_with_a_nul_is_not_found_before_anything_is_looked_up(printed):
    page = Client().get("/verifikasi/%00/")
    assert page.status_code == 404
    assert words(page).startswith("Halaman tidak ditemukan")


def test_an_impossible_code_asks_the_documents_nothing(db):
    with CaptureQueriesContext(connection) as asked:
        Client().get("/verifikasi/terlalu-panjang-untuk-kode/")
    assert [query for query in asked if "documents_document" in query["sql"]] == []


def test_the_form_leads_to_the_address(printed):
    client = Client()
    assert client.get("/verifikasi/").status_code == 200
    assert client.get("/verifikasi/", {"kode": f"{printed.code[:4]} {printed.code[4:]}"}).url == (
        f"/verifikasi/{printed.code}/"
    )
    assert client.get("/verifikasi/", {"kode": ""}).status_code == 422
    assert client.get("/verifikasi/", {"kode": "--"}).status_code == 422
    assert client.post("/verifikasi/").status_code == 405


def test_codes_have_no_look_alikes_and_differ(issued, kadis):
    codes = {
        Document.objects.create(
            kind="x", title="x", number=f"n{n}", dated=issued.dated, subject=f"x:{n}", by=kadis
        ).code
        for n in range(50)
    }
    assert len(codes) == 50
    assert set("".join(codes)) & set("01IO") == set()
