"""A morning of the Kepala Dinas: everything at a glance, every number opens its list, reports and the evaluation."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.models import User
from pkh_sembako.leadership.models import StaffReview
from programs.models import Round
from tests.browser.test_counter_and_figures import saved
from tests.browser.test_kroscek_day import press

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_morning_of_the_head_of_the_office(page: Page, live_server, open_office, become):
    people = open_office(120)
    become(people["kadis"])
    every_number_opens_its_list(page, live_server.url)
    the_report_on_staff_is_the_same_on_paper(page, live_server.url, people)
    the_evaluation_is_opened(page, live_server.url)
    become(people["ratri"])
    ratri_rates_on_her_phone(page, live_server.url)
    become(people["kadis"])
    the_evaluation_is_closed(page, live_server.url)
    become(people["ratri"])
    page.goto(f"{live_server.url}/penilaian/")
    expect(page.get_by_role("heading", name="Evaluasi pelaksana 2026: hasil Anda")).to_be_visible()


def every_number_opens_its_list(page: Page, base: str) -> None:
    page.goto(base)
    expect(page.get_by_role("heading", name="PKH Tahap 1 2027", exact=True)).to_be_visible()
    late = page.locator(".panas-negatif a").first
    expect(late).to_contain_text("Lewat")
    late.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("9")
    for link, heading in (
        ("Buka meja pengaduan", "Meja pengaduan"),
        ("Buka kartu", "Kartu (KKS)"),
        ("Keluarga sudah dikroscek", "Keluarga"),
    ):
        page.goto(base)
        page.get_by_role("link", name=link).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def the_report_on_staff_is_the_same_on_paper(page: Page, base: str, people: dict[str, User]) -> None:
    page.goto(f"{base}/laporan/")
    newest = str(Round.objects.filter(program="pkh", cycles__isnull=False).latest("tahun", "tahap"))
    page.get_by_role("link", name=newest, exact=True).click()
    expect(page.get_by_role("heading", name="Kegiatan per petugas")).to_be_visible()
    paper = PdfReader(BytesIO(saved(page, page.get_by_role("link", name="Unduh PDF").click)))
    words = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert people["ratri"].full_name in words
    book = CalamineWorkbook.from_filelike(BytesIO(saved(page, page.get_by_role("link", name="Unduh XLSX").click)))
    assert people["ratri"].full_name in {row[0] for row in book.get_sheet_by_index(1).to_python()}


def the_evaluation_is_opened(page: Page, base: str) -> None:
    page.goto(f"{base}/penilaian/")
    page.get_by_role("link", name="Buka evaluasi").click()
    press(page, "Buka evaluasi")
    expect(page.get_by_text("Isi batas pengisian").first).to_be_visible()
    page.get_by_label("Batas pengisian").fill("2026-12-18")
    press(page, "Buka evaluasi")
    expect(page.get_by_text("Evaluasi pelaksana 2026 dibuka.")).to_be_visible()


def ratri_rates_on_her_phone(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base}/penilaian/")
    page.locator("main li", has_text="sebagai diri sendiri").get_by_role("link").click()
    press(page, "Simpan penilaian")
    expect(page.locator("main .ringkasan-galat, main [role=alert]").first).to_be_visible()
    for group in page.locator("fieldset").all():
        group.get_by_label("4. Baik").check()
    press(page, "Simpan penilaian")
    expect(page.get_by_text("Sudah diisi")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 720})


def the_evaluation_is_closed(page: Page, base: str) -> None:
    page.goto(f"{base}{StaffReview.objects.get().get_absolute_url()}")
    expect(page.get_by_role("heading", name="Ikhtisar untuk e-SAKIP")).to_be_visible()
    press(page, "Tutup evaluasi")
    expect(page.get_by_text("ditutup. Setiap orang").first).to_be_visible()
