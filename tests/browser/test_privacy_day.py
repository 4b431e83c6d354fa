"""A day of personal data: a mother asks what the office holds of her; then a password is known to somebody else."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.documents.models import Download, Letter
from pkh_sembako.documents.services import files
from pkh_sembako.privacy import tasks  # noqa: F401 - registers what the eager jobs do
from pkh_sembako.privacy.models import DataRequest, Incident
from programs.models import Household, Member
from tests.sop.test_binder_job import pdf_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "demo-pkh-2026"


@pytest.fixture
def base(live_server) -> str:
    return live_server.url


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def bytes_of(title: str) -> bytes:
    """The file of the newest order whose title begins so."""
    return files.verified(Download.objects.filter(title__startswith=title).latest("at").file)


def test_a_mother_gets_her_data_in_time_and_a_leak_is_counted(
    page: Page, base: str, open_office, become, jobs_at_once, tmp_path
):
    people = open_office(120)
    home = Household.objects.visible_to(people["ratri"]).order_by("pk").first()
    become(people["ratri"])
    reveal_her_number(page, base, home)
    become(people["operator"])
    request = she_asks(page, base, home)
    prepare_the_copy(page, base, request)
    read_it_back(home)
    hand_it_over(page, base, request, tmp_path)
    become(people["inspektorat"])
    the_inspektorat_reads_the_trail(page, base, home)
    become(people["sekretaris"])
    incident = somebody_knew_the_password(page, base, str(people["ratri"]))
    count_who_is_affected(page, base, incident, home)
    end_the_sessions(page, base, incident)
    tell_and_close(page, base, incident)
    become(people["ratri"])
    page.goto(f"{base}{incident.get_absolute_url()}")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(incident.code)


def reveal_her_number(page: Page, base: str, home: Household) -> None:
    page.goto(f"{base}{home.get_absolute_url()}")
    page.get_by_role("button", name="Tampilkan NIK pengurus").click()
    page.get_by_label("Kroscek dan pemutakhiran data keluarga").check()
    press(page, "Tampilkan")
    expect(page.get_by_text(home.nik)).to_be_visible()


def she_asks(page: Page, base: str, home: Household) -> DataRequest:
    """From the family's page: the trail, then the request."""
    page.goto(f"{base}{home.get_absolute_url()}")
    page.get_by_role("link", name="Jejak data pribadi").click()
    expect(page.get_by_text("1 pembacaan langsung")).to_be_visible()
    page.get_by_role("link", name="Catat permintaan data").click()
    page.get_by_label("Salinan data dan rekam jejak pemrosesan").check()
    page.get_by_label("Data siapa").select_option(label=home.name)
    page.get_by_label("Nama pemohon").fill(home.name)
    page.get_by_label("Datang lewat").select_option("whatsapp")
    page.get_by_label("Isi permintaan").fill("Mohon salinan data saya.")
    press(page, "Catat permintaan")
    expect(page.get_by_text(re.compile("Unggah pindaian bukti identitas")).first).to_be_visible()
    page.get_by_label("Datang lewat").select_option("loket")
    press(page, "Catat permintaan")
    expect(page.get_by_text(re.compile("dicatat. Batas 3x24 jam mulai berjalan"))).to_be_visible()
    return DataRequest.objects.get()


def prepare_the_copy(page: Page, base: str, request: DataRequest) -> None:
    page.goto(f"{base}/data-pribadi/")
    expect(page.get_by_text("Sisa 72 jam")).to_be_visible()
    page.get_by_role("link", name=request.code).click()
    press(page, "Mulai siapkan")
    press(page, "Buat salinan data")
    page.goto(f"{base}{request.get_absolute_url()}")
    expect(page.get_by_text(f"{request.code}-data-pribadi.zip")).to_be_visible()


def read_it_back(home: Household) -> None:
    """PDF, workbook and JSON have her number and her track record, and nobody else's number."""
    packed = zipfile.ZipFile(io.BytesIO(bytes_of("Data pribadi")))
    pages = PdfReader(io.BytesIO(packed.read("data-pribadi.pdf"))).pages
    printed = "".join(each.extract_text() for each in pages)
    content = json.loads(packed.read("data-pribadi.json"))["bagian"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(packed.read("data-pribadi.xlsx")))
    told = [printed, json.dumps(content), repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])]
    others = set(Member.objects.exclude(household=home).exclude(nik="").values_list("nik", flat=True)) - {home.nik}
    assert {number for text in told for number in others if number in text} == set()
    assert [home.nik in text for text in told] == [True, True, True]
    assert "SALINAN DATA PRIBADI DAN REKAM JEJAK PEMROSESAN" in printed
    assert [row["Keperluan"] for row in content["pembacaan"]["baris"]] == ["Kroscek dan pemutakhiran data keluarga"]


def hand_it_over(page: Page, base: str, request: DataRequest, folder: Path) -> None:
    (folder / "tanda-terima.pdf").write_bytes(pdf_of(1))
    page.goto(f"{base}{request.get_absolute_url()}")
    page.get_by_label("Yang diserahkan atau diperbaiki").fill("Salinan cetak dan berkasnya.")
    page.get_by_label("Tanda terima yang ditandatangani").set_input_files(folder / "tanda-terima.pdf")
    press(page, "Catat penyerahan")
    expect(page.get_by_text("Selesai tepat waktu")).to_be_visible()


def the_inspektorat_reads_the_trail(page: Page, base: str, home: Household) -> None:
    page.goto(f"{base}/data-pribadi/keluarga/{home.pk}/")
    expect(page.get_by_text("Kroscek dan pemutakhiran data keluarga")).to_be_visible()
    expect(page.get_by_text(re.compile("Data pribadi .*PDP-")).first).to_be_visible()
    expect(page.get_by_role("link", name="Catat permintaan data")).to_have_count(0)


def somebody_knew_the_password(page: Page, base: str, whose: str) -> Incident:
    page.goto(f"{base}/data-pribadi/insiden/")
    expect(page.get_by_text("Belum ada insiden")).to_be_visible()
    page.get_by_role("link", name="Catat insiden").click()
    now = timezone.localtime()
    page.get_by_label("Terjadi mulai").fill(f"{now:%Y-%m-%d}T00:00")
    page.get_by_label("Terjadi sampai").fill(f"{now:%Y-%m-%d}T23:59")
    page.get_by_label("Akun yang dipakai").select_option(label=whose)
    page.get_by_label("Apa yang terjadi").fill("Kata sandi pendamping diketahui orang lain")
    page.get_by_label("Bagaimana terjadi dan diketahuinya").fill("Dilaporkan pemilik akun")
    press(page, "Catat insiden")
    expect(page.get_by_text(re.compile("dicatat. Hitung siapa yang terdampak"))).to_be_visible()
    return Incident.objects.get()


def count_who_is_affected(page: Page, base: str, incident: Incident, home: Household) -> None:
    press(page, "Hitung")
    expect(page.get_by_text(re.compile("Perhitungan 1: 1 orang dari 1 keluarga")).first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^NIK 1$"))).to_be_visible()
    press(page, "Unduh daftar (XLSX)")
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of("Orang terdampak")))
    rows = book.get_sheet_by_name("Orang terdampak").to_python()
    assert (rows[-1][1], home.nik in repr(rows)) == (home.name, False)
    press(page, "Buat konsep surat")
    expect(page.get_by_role("link", name=re.compile("Laporan kegagalan pelindungan"))).to_be_visible()
    assert Letter.objects.filter(subject__contains=incident.code).count() == 2


def end_the_sessions(page: Page, base: str, incident: Incident) -> None:
    page.get_by_label("Kata sandi Anda").fill("keliru-sekali")
    press(page, "Akhiri semua sesi")
    expect(page.get_by_text(re.compile("Kata sandi tidak cocok")).first).to_be_visible()
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    press(page, "Akhiri semua sesi")
    expect(page.get_by_text("Semua sesi akun ini diakhiri.")).to_be_visible()


def tell_and_close(page: Page, base: str, incident: Incident) -> None:
    page.get_by_text("Pemberitahuan dan penutupan").click()
    page.locator("#akhir_text").fill("Surat kepada orang terdampak dan lembaga, diantar hari ini.")
    press(page, "Catat pemberitahuan")
    expect(page.get_by_text("Selesai tepat waktu")).to_be_visible()
