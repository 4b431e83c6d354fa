"""A day of letters: written from the office's text, approved, numbered, signed, cancelled, bound into the berkas."""

import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from asn1crypto import pem, x509
from playwright.sync_api import Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.documents.services import signing
from programs.models import Determination
from sop import tasks_binder  # noqa: F401 - registers what the eager jobs do
from sop.enums import CycleState
from sop.models import Cycle, KemensosLimit
from tests.documents.test_signatures import NAME, PASSWORD, certificate

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
T = TypeVar("T")
NUMBER = "400.9/{}/403.107/2026"


@pytest.fixture
def base(live_server) -> str:
    return live_server.url


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def fetched(page: Page, base: str, link: str) -> bytes:
    """What the first link of this name leads to."""
    answer = page.request.get(base + page.get_by_role("link", name=link).first.get_attribute("href"))
    assert answer.status == 200
    return answer.body()


def write_letter(page: Page, base: str, kind: str, subject: str, **fields: str) -> Letter:
    """From the choice of a kind to a kept draft; `fields` by label."""
    page.goto(f"{base}/dokumen/baru/")
    page.get_by_role("link", name=f"Isi {kind}", exact=True).click()
    choose_matter(page, "PKH Tahap")
    page.locator("[name=subject]").fill(subject)
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)
    if (first := page.locator("[name='baris-0-nama']")).count():
        first.fill("Rina Contoh")
    press(page, "Simpan konsep")
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    return Letter.objects.latest("pk")


def approve(page: Page, base: str, letter: Letter) -> None:
    page.goto(f"{base}/dokumen/surat/{letter.pk}/")
    press(page, "Setujui surat")
    expect(page.get_by_text("Disetujui, menunggu nomor")).to_be_visible()


def issue(page: Page, base: str, letter: Letter, number: int) -> Document:
    page.goto(f"{base}/dokumen/surat/{letter.pk}/")
    page.get_by_role("link", name="Beri nomor dan terbitkan").click()
    page.get_by_label("Nomor surat dari agenda sekretariat").fill(NUMBER.format(number))
    page.get_by_role("button", name=re.compile("erbitkan")).click()
    expect(page.get_by_text(f"Surat terbit dengan nomor {NUMBER.format(number)}.")).to_be_visible()
    return Document.objects.get(number=NUMBER.format(number))


def test_a_day_of_letters(page: Page, base: str, open_office, become, jobs_at_once, tmp_path, settings):
    people = open_office(120)
    settings.VAR_DIR = tmp_path
    become(people["operator"])
    task = write_letter(page, base, "surat tugas", "Pendampingan validasi data")
    assert "Rina Contoh" in words(fetched(page, base, "Pratinjau PDF"))
    press(page, "Ajukan untuk disetujui")
    expect(page.get_by_text("Menunggu persetujuan Kepala dinas.")).to_be_visible()
    the_office_edits_its_text(page, base, tmp_path)
    become(people["kadis"])
    approve(page, base, task)
    become(people["operator"])
    document = issue(page, base, task, 901)
    old = words(fetched(page, base, "PDF"))
    assert (NUMBER.format(901) in old, "Demikian naskah baru." in old) == (True, False)
    page.goto(f"{base}/dokumen/surat/{task.pk}/")
    expect(page.get_by_text("Versi 1", exact=True)).to_be_visible()
    a_signed_copy_comes_back(page, base, document, tmp_path)
    other_letters_are_written(page, base)
    decree = a_decree_is_signed_here(page, base, become, people, tmp_path)
    the_invitation_is_cancelled(page, base, become, people)
    the_berkas_has_all_of_it(page, base, become, people, decree)


def the_office_edits_its_text(page: Page, base: str, folder: Path) -> None:
    """Seen on paper first, kept as a version, and used for the next letter."""
    page.goto(f"{base}/dokumen/naskah/")
    page.get_by_role("link", name="Surat tugas").click()
    page.get_by_label("Penutup").fill("Demikian naskah baru.")
    page.get_by_label("Apa yang diubah").fill("Penutup dipendekkan")
    with page.expect_popup() as opened, page.context.expect_event("response", is_preview) as answer:
        press(page, "Pratinjau")
    assert answer.value.headers["content-type"] == "application/pdf"
    opened.value.close()
    press(page, "Simpan sebagai versi baru")
    expect(page.get_by_text("Naskah disimpan sebagai versi 2.")).to_be_visible()
    link = page.get_by_role("link", name="Pratinjau versi 2").get_attribute("href")
    assert "Demikian naskah baru." in words(page.request.get(base + link).body())
    newer = write_letter(page, base, "surat tugas", "Uji petik hasil kroscek")
    assert "Demikian naskah baru." in words(fetched(page, base, "Pratinjau PDF"))
    expect(page.get_by_text("Versi 2", exact=True)).to_be_visible()
    press(page, "Hapus konsep")
    assert not Letter.objects.filter(pk=newer.pk).exists()


def is_preview(response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/dokumen/naskah/surat_tugas/")


def a_signed_copy_comes_back(page: Page, base: str, document: Document, folder: Path) -> None:
    """Signed elsewhere: whose signature, whether the file changed since, and that its root is not known here."""
    store, _ = certificate()
    signer, content = signing.Pkcs12Signer(store, PASSWORD), document.pdf.file.read()
    copy = beside_the_browser(lambda: signer.sign(content, reason="Tanda tangan", place="Magetan"))
    (folder / "bertanda-tangan.pdf").write_bytes(copy)
    page.goto(f"{base}/dokumen/{document.pk}/")
    page.get_by_role("link", name="Unggah yang bertanda tangan").click()
    page.get_by_label("Salinan bertanda tangan").set_input_files(folder / "bertanda-tangan.pdf")
    page.get_by_label("Tanda tangan elektronik tersertifikasi").check()
    page.get_by_role("button", name=re.compile("Unggah")).click()
    expect(page.get_by_role("heading", name="Tanda tangan elektronik di dalam berkas")).to_be_visible()
    for told in (NAME, "Tidak berubah sejak ditandatangani", "Belum dapat dipastikan"):
        expect(page.get_by_text(told).first).to_be_visible()


def beside_the_browser(act: Callable[[], T]) -> T:
    """pyHanko starts a loop of its own, which it cannot do inside Playwright's."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act).result()


def other_letters_are_written(page: Page, base: str) -> None:
    meeting = {"Hari_dan_tanggal_acara": "Rabu, 25 November 2026", "Pukul": "09.00", "Tempat": "Aula", "Acara": "Rapat"}
    to = {"Kepada_(Yth.)": "Camat Contoh"}
    for kind, subject, fields in (
        ("surat pemberitahuan", "Jadwal kroscek desa", to),
        ("notulensi rapat", "Rapat koordinasi", meeting | {"Pimpinan_rapat": "Contoh Satu", "Notulis": "Contoh Dua"}),
        ("surat undangan", "Rapat persiapan kroscek", to | meeting),
    ):
        write_letter(page, base, kind, subject, **fields)
        assert subject.lower() in words(fetched(page, base, "Pratinjau PDF")).lower()


def choose_matter(page: Page, words: str) -> str:
    """The newest thing of that name; its key."""
    choice = page.locator("[name=matter] option", has_text=words).first
    page.locator("[name=matter]").select_option(choice.get_attribute("value"))
    return choice.get_attribute("value")


def a_decree_is_signed_here(page: Page, base: str, become, people, folder: Path) -> Letter:
    """The SK of the determination; signed with the chief's own certificate once the office allows it."""
    become(people["operator"])
    page.goto(f"{base}/dokumen/baru/keputusan/")
    choose_matter(page, "keluarga")
    page.locator("[name=subject]").fill("Penetapan hasil validasi")
    press(page, "Simpan konsep")
    letter = Letter.objects.latest("pk")
    preview = words(fetched(page, base, "Pratinjau PDF"))
    for part in ("Menimbang", "Mengingat", "MEMUTUSKAN", "KESATU"):
        assert part in preview
    press(page, "Ajukan untuk disetujui")
    become(people["kadis"])
    approve(page, base, letter)
    become(people["operator"])
    document = issue(page, base, letter, 902)
    become(people["admin"])
    page.goto(f"{base}/dokumen/tte/")
    page.get_by_label("Diizinkan", exact=True).check()
    page.get_by_label("Dasar keputusan").fill("Nota dinas Kepala Dinas")
    press(page, "Catat keputusan")
    store, root = certificate()
    (folder / "kadis.p12").write_bytes(store)
    become(people["kadis"])
    page.goto(f"{base}/dokumen/{document.pk}/")
    page.get_by_role("link", name="Tanda tangani di sini").click()
    page.get_by_label("Berkas sertifikat").set_input_files(folder / "kadis.p12")
    page.get_by_label("Kata sandi sertifikat").fill("keliru")
    press(page, "Tanda tangani")
    expect(page.get_by_text("Sertifikat tidak dapat dibuka.").first).to_be_visible()
    page.get_by_label("Berkas sertifikat").set_input_files(folder / "kadis.p12")
    page.get_by_label("Kata sandi sertifikat").fill(PASSWORD)
    press(page, "Tanda tangani")
    expect(page.get_by_text("Tanda tangan elektronik dengan sertifikat kantor").first).to_be_visible()
    signed = fetched(page, base, "Bertanda tangan")
    assert beside_the_browser(lambda: validates(signed, root))
    letter.refresh_from_db()
    return letter


def validates(content: bytes, root: bytes) -> bool:
    """What pyHanko itself says: a PAdES signature over the whole file, of a certificate that leads to this root."""
    context = ValidationContext(trust_roots=[x509.Certificate.load(pem.unarmor(root)[2])], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(signature, signer_validation_context=context)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    return status.valid and status.intact and status.trusted and status.coverage.name == "ENTIRE_FILE"


def the_invitation_is_cancelled(page: Page, base: str, become, people) -> None:
    letter = Letter.objects.get(kind="undangan", subject="Rapat persiapan kroscek")
    become(people["operator"])
    page.goto(f"{base}/dokumen/surat/{letter.pk}/")
    press(page, "Ajukan untuk disetujui")
    become(people["kadis"])
    approve(page, base, letter)
    become(people["operator"])
    document = issue(page, base, letter, 903)
    page.goto(f"{base}/dokumen/surat/{letter.pk}/")
    expect(page.get_by_role("link", name="Batalkan surat")).to_have_count(0)
    become(people["kadis"])
    page.goto(f"{base}/dokumen/surat/{letter.pk}/")
    page.get_by_role("link", name="Batalkan surat").click()
    press(page, "Batalkan surat ini")
    expect(page.get_by_text("Isi alasan pembatalan").first).to_be_visible()
    page.get_by_label("Alasan pembatalan").fill("Rapat ditunda")
    press(page, "Batalkan surat ini")
    for address in (f"/dokumen/surat/{letter.pk}/", f"/dokumen/{document.pk}/"):
        page.goto(base + address)
        expect(page.get_by_text("DIBATALKAN", exact=True)).to_be_visible()
        expect(page.get_by_text("Rapat ditunda").first).to_be_visible()
    become(None)
    page.goto(f"{base}/verifikasi/{document.code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumen ini sudah dibatalkan")


def the_berkas_has_all_of_it(page: Page, base: str, become, people, decree: Letter) -> None:
    """The archive of the determined cycle and the binder of the running one, read back."""
    become(people["korkab"])
    determined = Determination.objects.get(pk=decree.matter.partition(":")[2])
    archive = zipfile.ZipFile(io.BytesIO(ordered(page, base, Cycle.objects.get(round=determined.ba.round), "ZIP")))
    contents = archive.read("01-daftar-isi.txt").decode()
    assert decree.document.number.replace("/", "-") in contents
    folders = {name.split("/")[0] for name in archive.namelist()}
    assert {"02-surat", "03-berita-acara", "06-peringatan", "07-perpanjangan", "08-riwayat", "09-daftar"} <= folders
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("08-riwayat/versi-yang-ditetapkan.xlsx")))
    assert any(determined.list_hash in row for row in book.get_sheet_by_index(0).to_python())
    running = Cycle.objects.filter(state=CycleState.RUNNING).latest("round__tahun", "round__tahap")
    bound = words(ordered(page, base, running, "PDF"))
    limits = KemensosLimit.objects.filter(cycle=running).exists()
    for part in ("Daftar isi", "Papan langkah", "Perpanjangan", "Catatan supervisi", "Lembar kroscek", "SHA-256"):
        assert part in bound
    assert ("Tidak ada batas Kemensos yang dicatat." in bound) != limits


def ordered(page: Page, base: str, cycle: Cycle, shape: str) -> bytes:
    """From the page of the berkas to the file in the download centre."""
    page.goto(f"{base}{cycle.get_absolute_url()}")
    page.get_by_role("link", name="Berkas siklus").first.click()
    page.get_by_label(re.compile(f"^{shape}:")).check()
    page.get_by_label("Untuk apa berkas ini dibuat").fill("Arsip")
    press(page, "Buat berkas siklus")
    page.goto(f"{base}/unduhan/")
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Berkas siklus {cycle} ({shape})").click()
    return Path(download.value.path()).read_bytes()
