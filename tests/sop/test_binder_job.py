"""The berkas of a cycle: what is in it for whom, proven by hashes, whatever the evidence looks like."""

import hashlib
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import chain
from pkh_sembako.audit.models import Job, ReadKind, ReadLog
from pkh_sembako.documents.models import Document, Download, IncomingLetter, StoredFile
from pkh_sembako.documents.services import agenda, files
from pkh_sembako.documents.services.content import PDF, XLSX, ZIP
from pkh_sembako.lib.errors import DomainError
from sop import tasks_binder
from sop.models import KemensosLimit
from sop.services import binder, evidence, limits, supervision
from sop.services.binder import Shape
from tests.programs.exports.conftest import run_here
from tests.sop.conftest import PARANG, PLAOSAN, check_and_accept, determine, share_of, work_through


def pdf_of(pages: int, password: str = "") -> bytes:
    writer, target = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    writer.write(target)
    return target.getvalue()


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(target, "PNG")
    return target.getvalue()


def made(cycle, by, shape=Shape.ZIP) -> tuple[Download, bytes]:
    download = binder.order(cycle, shape=shape, purpose="Pemeriksaan", by=by)
    run_here(Job.objects.get(pk=download.job_id), tasks_binder.make_binder)
    download.refresh_from_db()
    return download, files.verified(download.file)


@pytest.fixture
def cycle(started, cast):
    """In kroscek, with evidence of Plaosan (two pages, a picture) and of Parang (damaged, locked)."""
    under_way = started()
    for no in (5, 6, 7, 8):
        work_through(under_way, no, cast)
    plaosan, parang = share_of(under_way, 9, PLAOSAN), share_of(under_way, 9, PARANG)
    give(plaosan, "undangan.pdf", pdf_of(2), cast["korcam.plaosan"])
    give(plaosan, "foto.png", picture(), cast["korcam.plaosan"])
    give(parang, "rusak.pdf", b"%PDF-1.7 bukan PDF sama sekali", cast["korcam.parang"])
    give(parang, "terkunci.pdf", pdf_of(3, password="rahasia"), cast["korcam.parang"])
    return under_way


def give(share, name, content, by) -> None:
    evidence.add(share, note="", upload=SimpleUploadedFile(name, content), by=by)


def listed(archive: zipfile.ZipFile) -> dict[str, str]:
    """{path: SHA-256} as the list of contents says."""
    lines = archive.read("01-daftar-isi.txt").decode().splitlines()
    pairs = [line.split("  ", 1) for line in lines if not line.startswith("#")]
    return {path: digest for digest, path in pairs}


def test_the_archive_lists_every_file_with_its_hash_and_the_head_of_the_chain(cycle, korkab):
    head = chain.head()
    download, content = made(cycle, korkab)
    archive = zipfile.ZipFile(io.BytesIO(content))
    inside = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    contents = {"01-daftar-isi.txt", "01-daftar-isi.pdf"}
    assert listed(archive) == {name: digest for name, digest in inside.items() if name not in contents}
    assert download.file.content_type == ZIP
    assert f"# Kepala rantai audit no. {head.number}, " in archive.read("01-daftar-isi.txt").decode()
    assert {name.split("/")[0] for name in inside} - contents == {
        "05-bukti",
        "06-peringatan",
        "07-perpanjangan",
        "08-riwayat",
    }


@pytest.mark.slow
def test_the_binder_names_the_damaged_and_the_locked_file_and_numbers_every_page(cycle, korkab):
    _, content = made(cycle, korkab, Shape.PDF)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert [f"Berkas halaman {n} dari {len(pages)}" in text for n, text in enumerate(pages, 1)] == [True] * len(pages)
    sheets = {
        name: next(text for text in pages if "SHA-256" in text and f"Nama berkas {name}" in " ".join(text.split()))
        for name in ("rusak.pdf", "terkunci.pdf", "undangan.pdf", "foto.png")
    }
    assert {
        name: ("rusak atau tidak terbaca" in text, "dikunci dengan kata sandi" in " ".join(text.split()))
        for name, text in sheets.items()
    } == {
        "rusak.pdf": (True, False),
        "terkunci.pdf": (False, True),
        "undangan.pdf": (False, False),
        "foto.png": (False, False),
    }


@pytest.mark.slow
def test_the_contents_print_the_page_where_each_paper_begins(cycle, korkab):
    _, content = made(cycle, korkab, Shape.PDF)
    reader = PdfReader(io.BytesIO(content))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    contents = next(text for text in pages if "Daftar isi" in text)
    for outline in reader.outline:
        number = reader.get_destination_page_number(outline) + 1
        name = pages[number - 1].split("Nama berkas ")[1].split(" Ukuran")[0]
        assert f"{name} {number}" in contents or f"{name} (tidak dijilid) {number}" in contents


def test_a_korcam_gets_the_evidence_of_the_own_kecamatan_and_no_list(cycle, korcam_plaosan):
    _, content = made(cycle, korcam_plaosan)
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = sorted(name.split("-", 3)[-1] for name in archive.namelist() if name.startswith("05-bukti"))
    assert names == ["foto.png", "undangan.pdf"]
    told = archive.read("01-daftar-isi.txt").decode()
    assert "# TIDAK DISERTAKAN: Bukti dari kecamatan lain tidak disertakan." in told.splitlines()


@pytest.mark.slow
def test_a_file_changed_on_disk_is_named_and_left_out(cycle, korkab):
    stored = StoredFile.objects.get(name="undangan.pdf")
    with open(stored.file.path, "wb") as file:
        file.write(b"diubah")
    _, content = made(cycle, korkab)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert [name for name in archive.namelist() if name.endswith("undangan.pdf")] == []
    assert "undangan.pdf tidak lagi sama dengan yang disimpan" in archive.read("01-daftar-isi.txt").decode()


def test_ordering_asks_the_purpose_and_is_in_the_read_log(cycle, korkab):
    with pytest.raises(DomainError, match="Tulis untuk apa"):
        binder.order(cycle, shape=Shape.ZIP, purpose=" ", by=korkab)
    binder.order(cycle, shape=Shape.ZIP, purpose="Pemeriksaan BPK", by=korkab)
    logged = ReadLog.objects.filter(kind=ReadKind.EXPORT).values_list("user__username", "purpose", "subject")
    assert list(logged) == [("korkab", "Pemeriksaan BPK", f"Berkas siklus {cycle} (ZIP)")]


@pytest.mark.slow
def test_delivered_twice_the_first_file_stays(cycle, korkab):
    download, first = made(cycle, korkab)
    again = Job.objects.create(kind=download.job.kind, arguments=download.job.arguments, by=korkab)
    run_here(again, tasks_binder.make_binder)
    download.refresh_from_db()
    assert files.verified(download.file) == first
    assert StoredFile.objects.filter(content_type=ZIP).count() == 1


def test_the_page_orders_and_says_what_will_be_in_it(cycle, korkab, login):
    page = login(korkab).get(f"/siklus/{cycle.pk}/berkas/")
    assert (page.status_code, page.context["parts"][3]) == (200, ("Bukti per langkah", 4))
    empty = login(korkab).post(f"/siklus/{cycle.pk}/berkas/", {"bentuk": "zip", "keperluan": ""})
    assert (empty.status_code, empty.context["form"].errors["keperluan"][0][:4]) == (422, "Isi ")
    answer = login(korkab).post(f"/siklus/{cycle.pk}/berkas/", {"bentuk": "pdf", "keperluan": "Arsip"})
    assert (answer.status_code, answer.url) == (302, "/unduhan/")
    assert Download.objects.get().job.arguments["shape"] == "pdf"


@pytest.mark.slow
def test_a_pdf_evidence_is_bound_as_pdf(cycle, korkab):
    download, _ = made(cycle, korkab, Shape.PDF)
    assert download.file.content_type == PDF


def kept(name: str, by, content_type: str = PDF) -> StoredFile:
    return files.keep(io.BytesIO(pdf_of(1)), name=name, content_type=content_type, by=by)


@pytest.mark.slow
def test_a_determined_cycle_brings_letters_reports_signed_copies_and_lists(started, cast, korkab, operator):
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    check_and_accept(cycle, cast)
    determination = determine(cycle, cast)
    incoming = IncomingLetter(received_on=date(2026, 11, 2), sender="Kementerian Sosial", subject="Batas data")
    agenda.record(incoming, by=operator, upload=SimpleUploadedFile("batas.pdf", pdf_of(1)))
    due = timezone.now() + timedelta(days=5)
    KemensosLimit.objects.create(cycle=cycle, due=due, letter=incoming, by=operator)
    document = determination.document
    Document.objects.filter(pk=document.pk).update(
        pdf=kept("BA.pdf", operator), workbook=kept("BNBA.xlsx", operator, XLSX), signed=kept("BA-ttd.pdf", operator)
    )
    _, content = made(cycle, korkab)
    names = [name for name in listed(zipfile.ZipFile(io.BytesIO(content))) if name[:2] in ("02", "03", "04", "09")]
    assert names == [
        "02-surat/001-batas.pdf",
        "03-berita-acara/002-BA.pdf",
        "04-salinan-bertanda-tangan/003-BA-ttd.pdf",
        "09-daftar/004-BNBA.xlsx",
    ]


def cells(archive: zipfile.ZipFile, name: str) -> list[list]:
    """The rows of a table's workbook, without the title above its heads."""
    path = next(path for path in archive.namelist() if path.endswith(f"/{name}.xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read(path)))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.slow
def test_limits_of_kemensos_and_notes_of_superiors_are_tables(cycle, korkab, kabid, operator, korcam_plaosan):
    upload = SimpleUploadedFile("pesan.pdf", pdf_of(1))
    limits.record(cycle, due=timezone.now() + timedelta(days=5), upload=upload, note="Pesan grup", by=operator)
    note = supervision.write(share_of(cycle, 9, PLAOSAN), text="Lengkapi daftar hadir.", by=kabid)
    supervision.answer(note, text="Sudah dilengkapi.", by=korcam_plaosan)
    _, content = made(cycle, korkab)
    archive = zipfile.ZipFile(io.BytesIO(content))
    (limit,) = [row for row in cells(archive, "batas-kemensos") if row[1] == "Seluruh siklus"]
    assert (limit[3], limit[4]) == ("pesan.pdf", f"{operator}: Pesan grup")
    (told,) = [row for row in cells(archive, "catatan-supervisi") if "Lengkapi daftar hadir." in row[2]]
    assert (told[1], told[4].endswith(": Sudah dilengkapi.")) == ("9 Kec. Plaosan", True)
