"""The PDF as a reader finds it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pkh_sembako.documents.services import files
from pkh_sembako.office.models import Office, Official
from programs.exports import berita_acara
from programs.exports import berita_acara_words as words
from programs.exports.berita_acara import Family
from programs.exports.berita_acara_facts import gather
from programs.models import DeterminedRow
from programs.queries.kroscek import KecamatanTotals, grand_total
from tests.programs.exports.reading import pdf, pdf_pages, pdf_text
from tests.programs.test_penetapan import NUMBER


@pytest.fixture
def paper(published) -> berita_acara.Paper:
    return gather(published, published.document, workbook_name="BNBA.xlsx", workbook_hash="0f" * 32)


def test_the_letter_says_who_when_what_and_how_many(published):
    text = pdf_text(files.verified(published.document.pdf))
    for part in (
        "PEMERINTAH KABUPATEN MAGETAN",
        "DINAS SOSIAL",
        f"BERITA ACARA NOMOR {NUMBER} TENTANG HASIL KROSCEK DATA KELUARGA PENERIMA MANFAAT PROGRAM KELUARGA HARAPAN",
        "Pada hari ini, Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam (25-11-2026)",
        "Hendra Wicaksana",
        "selanjutnya disebut PIHAK KESATU",
        "Bima Surengrana",
        "selanjutnya disebut PIHAK KEDUA",
        "Peraturan Menteri Sosial Nomor 1 Tahun 2018 tentang Program Keluarga Harapan",
        "yaitu 8 (delapan) keluarga di 2 (dua) kecamatan",
        "tidak ditemukan: 1 (satu) keluarga",
        "dinyatakan layak bayar: 6 (enam) keluarga",
        "dinyatakan tidak layak bayar: 2 (dua) keluarga",
        "sudah mampu: 1 (satu) keluarga",
        "REKAPITULASI HASIL KROSCEK PER KECAMATAN",
        "Nastiti Windrarum",
        "Arya Danuwijaya",
    ):
        assert part in text


@pytest.mark.slow
def test_both_hashes_and_the_address_close_the_document(published, settings):
    pages = pdf_pages(files.verified(published.document.pdf))
    document = published.document
    last = pages[-1].replace(" ", "")
    assert published.list_hash in last
    assert document.workbook.sha256 in last
    assert f"/verifikasi/{document.code}/" in last
    assert pages[0].endswith(
        f"Nomor {NUMBER} · sidik jari daftar {published.list_hash[:16]} Halaman 1 dari {len(pages)}"
    )


@pytest.mark.slow
def test_full_numbers_stand_in_the_lampiran_only(published):
    pages = pdf_pages(files.verified(published.document.pdf))
    nik = DeterminedRow.objects.filter(determination=published).first().values["nik"]
    assert [nik in page for page in pages].index(True) == next(
        number for number, page in enumerate(pages) if "LAMPIRAN III" in page
    )


@pytest.mark.slow
def test_it_is_written_as_pdf_a_with_its_fonts(published):
    reader = pdf(files.verified(published.document.pdf))
    assert 'pdfaid:part="3"' in reader.trailer["/Root"]["/Metadata"].get_data().decode().replace(
        "<pdfaid:part>3</pdfaid:part>", 'pdfaid:part="3"'
    )
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_rendering_asks_the_database_nothing(paper):
    with CaptureQueriesContext(connection) as asked:
        berita_acara.render(paper)
    assert len(asked) == 0


@pytest.mark.slow
def test_without_the_list_it_has_three_pages(paper):
    assert len(pdf(berita_acara.render(replace(paper, families=None))).pages) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("size", "points"), [("A4", (595, 842)), ("F4", (609, 935))])
def test_the_paper_is_the_offices(published, size, points):
    Office.objects.update(paper=size)
    content = berita_acara.render(gather(published, published.document, workbook_name="x", workbook_hash="y"))
    box = pdf(content).pages[0].mediabox
    assert (round(box.width), round(box.height)) == points


@pytest.mark.slow
def test_a_demo_office_prints_contoh_on_every_page(paper):
    plain, sample = replace(paper, watermark=""), replace(paper, watermark="CONTOH")
    assert ["CONTOH" in page for page in pdf_pages(berita_acara.render(plain))] == [False] * 4
    assert all("CONTOH" in page for page in pdf_pages(berita_acara.render(sample)))


@pytest.mark.slow
def test_a_long_list_stands_in_the_workbook_only(paper, published, monkeypatch):
    monkeypatch.setattr("programs.exports.berita_acara_facts.LARGEST_LIST", 7)
    long = gather(published, published.document, workbook_name="BNBA-PKH-2027-1-v1.xlsx", workbook_hash="0f" * 32)
    text = pdf_text(berita_acara.render(long))
    assert ("LAMPIRAN III" in text, "tercantum dalam buku kerja BNBA-PKH-2027-1-v1.xlsx" in text) == (False, True)


@pytest.mark.slow
def test_the_person_who_acted_signs_and_nobody_lends_a_name(published, kadis, kabid):
    day = published.document.dated
    common = {"post": "kadis", "starts": day - timedelta(days=90)}
    Official.objects.create(name="Orang Lain", title="Kepala Dinas Sosial", nip="99999999", user=kabid, **common)
    paper = gather(published, published.document, workbook_name="x", workbook_hash="y")
    assert (paper.second.name, paper.second.nip, paper.second.title) == ("Bima Surengrana", "", "Kepala Dinas Sosial")
    Official.objects.create(
        name="Dra. Bima Surengrana, M.Si.", title="Kepala Dinas Sosial", nip="00000000 000000 0 001",
        rank="Pembina Utama Muda (IV/c)", user=kadis, **common,
    )  # fmt: skip
    paper = gather(published, published.document, workbook_name="x", workbook_hash="y")
    assert (paper.second.name, paper.second.nip) == ("Dra. Bima Surengrana, M.Si.", "00000000 000000 0 001")


@pytest.mark.slow
def test_markup_in_a_name_is_printed_and_not_read(paper):
    family = Family(
        1, "3520070101010001", "3520070101010002", '<b>Siti</b> & "Co" {{ x }}', "a", "b", "c", "Sesuai", "Ya"
    )
    text = pdf_text(berita_acara.render(replace(paper, families=(family,), number='400/"1"\\2/<i>')))
    assert ('<b>Siti</b> & "Co" {{ x }}' in text, 'NOMOR 400/"1"\\2/<i>' in text) == (True, True)


def test_differences_are_told_in_words():
    whole = KecamatanTotals(
        "", "", families=120, outcomes={"sesuai": 100, "berubah": 10, "tidak_ditemukan": 4, "usul_keluar": 6}
    )
    before = {
        "tahap": "PKH Tahap 3 2026",
        "keluarga_sebelumnya": 118,
        "baru_di_daftar": 5,
        "tidak_lagi_di_daftar": 3,
        "hasil_sebelumnya": {"sesuai": 110, "berubah": 0, "tidak_ditemukan": 8, "usul_keluar": 0},
    }
    told = words.comparison(before, whole)
    assert (told.text, told.parts) == (
        "Dibandingkan dengan hasil kroscek PKH Tahap 3 2026:",
        (
            "jumlah keluarga pada daftar bertambah 2, dari 118 menjadi 120",
            "baru di daftar: 5 (lima) keluarga; tidak lagi di daftar: 3 (tiga) keluarga",
            "jumlah keluarga layak bayar tetap, yaitu 110",
        ),
    )


def test_the_total_of_the_rekap_is_the_sum_of_its_rows():
    parts = [
        KecamatanTotals(
            "1", "Barat", 10, 0, {"sesuai": 7, "berubah": 1, "tidak_ditemukan": 1, "usul_keluar": 1}, {"pindah": 1}
        ),
        KecamatanTotals("2", "Bendo", 5, 0, {"sesuai": 5, "berubah": 0, "tidak_ditemukan": 0, "usul_keluar": 0}),
    ]
    whole = grand_total(parts)
    assert words.by_kecamatan(parts, whole).total.counts == (12, 1, 1, 1, 15, 13)
    assert [row.name for row in words.by_reason(parts, whole).rows] == ["Barat"]


def test_what_was_set_aside_is_a_finding_of_its_own():
    facts = {"step": 5, "title": "Pertemuan kelompok", "by": "Arya Danuwijaya", "office": "Kepala bidang"}
    one = facts | {"kecamatan": "Plaosan", "act": "diloloskan", "on": "3 November 2026", "reason": "Jembatan putus."}
    two = facts | {"kecamatan": "", "act": "dilewati", "on": "4 November 2026", "reason": "Ditiadakan."}
    (told,) = words.set_aside([one, two])
    assert (told.text, told.parts) == (
        "Hal yang dikesampingkan dalam pelaksanaan Standar Operasional Prosedur sebelum Berita Acara ini disusun:",
        (
            "langkah 5 (Pertemuan kelompok) di Kecamatan Plaosan diloloskan oleh Arya Danuwijaya, Kepala bidang, pada "
            "tanggal 3 November 2026 dengan alasan: “Jembatan putus”",
            "langkah 5 (Pertemuan kelompok) dilewati oleh Arya Danuwijaya, Kepala bidang, pada tanggal 4 November 2026 "
            "dengan alasan: “Ditiadakan”",
        ),
    )
    assert words.set_aside([]) == ()


def test_the_opening_spells_the_date():
    assert words.opening(date(2026, 11, 25), "Magetan") == (
        "Pada hari ini, Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam (25-11-2026), "
        "bertempat di Magetan, kami yang bertanda tangan di bawah ini:"
    )
