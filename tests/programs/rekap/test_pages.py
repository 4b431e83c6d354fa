"""The page and its files: what they say, to whom, and that a file says the same as the page."""

import io
import re
import shutil
import subprocess

import pytest
from python_calamine import CalamineWorkbook

from pkh_sembako.audit.models import ReadKind, ReadLog

pytestmark = pytest.mark.django_db
SAMPLE = {"baris": "kecamatan", "kolom": "program"}


def lines_of(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def text_of(content: bytes, tmp_path) -> str:
    paper = tmp_path / "rekap.pdf"
    paper.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout


def table_of(page: str) -> list[list[str]]:
    """Cells of the first table of the page."""
    body = re.search(r"<table.*?</table>", page, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


EXPECTED = [
    ["Kecamatan", "PKH", "Sembako", "Jumlah"],
    ["Parang", "1", "2", "2"],
    ["Plaosan", "3", "2", "4"],
    ["Jumlah", "4", "4", "6"],
]


def test_the_page_shows_the_table_its_source_and_its_date(registry, operator, login):
    page = login(operator).get("/rekap/", SAMPLE).content.decode()
    assert table_of(page) == EXPECTED
    assert "Sumber: registri Dinas Sosial Magetan, keadaan per " in page
    assert "6 keluarga peserta" in page


def test_the_first_page_needs_no_choice(registry, operator, korcam_plaosan, login):
    assert table_of(login(operator).get("/rekap/").content.decode()) == EXPECTED
    page = login(korcam_plaosan).get("/rekap/").content.decode()
    assert table_of(page)[-1] == ["Jumlah", "3", "2", "4"]
    assert "Parang" not in page


def test_the_workbook_says_the_same(registry, operator, login):
    response = login(operator).get("/rekap/unduh.xlsx", SAMPLE)
    lines = lines_of(response.content)
    start = next(index for index, line in enumerate(lines) if line[0] == "Kecamatan")
    assert [[line[0], *map(str, map(int, line[1:]))] for line in lines[start + 1 :]] == EXPECTED[1:]
    assert [line[0] for line in lines[:start] if line[0].startswith("Sumber: registri Dinas Sosial Magetan")]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_the_paper_says_the_same(registry, operator, login, tmp_path):
    text = text_of(login(operator).get("/rekap/cetak.pdf", SAMPLE | {"per": "2026-06-02"}).content, tmp_path)
    assert [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if "Parang" in line] == [EXPECTED[1]]
    assert "keadaan per 2 Juni 2026 (akhir hari)" in text
    assert "Melati" not in text


def test_a_file_leaves_a_row_with_its_purpose(registry, operator, login):
    login(operator).get("/rekap/unduh.xlsx", SAMPLE | {"publik": "on", "program": "pkh"})
    row = ReadLog.objects.get()
    assert (row.kind, row.purpose, row.subject) == (
        ReadKind.EXPORT,
        "Rekap angka tanpa nama, salinan publik",
        "Rekap keluarga peserta menurut kecamatan dan program; Program: PKH",
    )


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_a_public_copy_hides_the_same_everywhere(registry, operator, login, tmp_path):
    asked = {"baris": "kecamatan", "kolom": "tanpa", "publik": "on"}
    client = login(operator)
    page = table_of(client.get("/rekap/", asked).content.decode().replace("&lt;", "‹"))
    assert page == [["Kecamatan", "Jumlah"], ["Parang", "‹5"], ["Plaosan", "‹5"], ["Jumlah", "6"]]
    lines = lines_of(client.get("/rekap/unduh.xlsx", asked).content)
    assert [line[:2] for line in lines[-3:]] == [["Parang", "<5"], ["Plaosan", "<5"], ["Jumlah", 6.0]]
    text = text_of(client.get("/rekap/cetak.pdf", asked).content, tmp_path)
    assert [line.split()[-1] for line in text.splitlines() if line.strip().startswith(("Parang", "Plaosan"))] == [
        "<5",
        "<5",
    ]


def test_what_is_nonsense_in_the_address_is_named_and_left_out(registry, operator, login):
    for query in ("baris=nama", "desil=99", "putaran=9999999999999999999999", "kolom=%00", "per=31-02-2026"):
        response = login(operator).get(f"/rekap/?{query}")
        assert response.status_code == 200
        assert "diabaikan" in response.content.decode()


@pytest.mark.parametrize("username", ["petugas", "bank", "admin", "camat.plaosan", "desa.plaosan"])
def test_who_sees_no_families_counts_none(cast, login, username):
    assert login(cast[username]).get("/rekap/").status_code == 403


def test_a_row_leads_to_its_desa(registry, operator, login):
    page = login(operator).get("/rekap/", {"kolom": "program"}).content.decode()
    assert "?kolom=program&amp;baris=desa&amp;kecamatan=35.20.07" in page


def test_the_page_asks_a_fixed_number_of_queries(registry, operator, login, django_assert_max_num_queries):
    client = login(operator)
    client.get("/rekap/", SAMPLE)
    with django_assert_max_num_queries(16):
        client.get("/rekap/", SAMPLE)
