"""The satisfaction survey: a citizen answers on a phone, the desk types paper, closes, plans and issues the report.

The citizen once with scripts, looked at by axe and at 320 px, once without any script.
"""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from complaints import tasks_skm
from complaints.models import Survey, SurveyReport, SurveyResponse
from complaints.services import humanity
from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.audit import jobs
from tests.browser.looking import Looker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
PAPER = (
    "444444444",
    "333333333",
    "344434323",
    "443434333",
    "333343322",
    "444444333",
    "233343322",
    "343434333",
    "444343333",
)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, browser: Browser, browser_context_args) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args | {"viewport": PHONE, "java_script_enabled": request.param})
    page = context.new_page()
    page.has_scripts = request.param
    yield page
    context.close()


def open_a_period(page: Page, base: str) -> None:
    page.goto(f"{base}/skm/kelola/")
    page.get_by_role("link", name="Buka masa survei").click()
    page.get_by_label("Layanan", exact=True).select_option(label="Pelayanan loket Dinas Sosial")
    page.locator("#id_opens_on").fill("2026-11-01")
    page.locator("#id_closes_on").fill("2026-12-31")
    page.get_by_label("Banyaknya penerima layanan setahun").fill("10")
    page.get_by_role("button", name="Buka masa survei").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("SKM Pelayanan loket Dinas Sosial 2026")


def ask_shorter(page: Page) -> None:
    page.get_by_role("link", name="Ubah pertanyaan").click()
    page.locator("#id_u3-text").fill("Apakah antreannya cepat?")
    page.get_by_role("button", name="Simpan pertanyaan").click()
    expect(page.locator("main")).to_contain_text("Pertanyaan disimpan.")


def answer_on_the_phone(page: Page, base: str, looker: Looker | None) -> None:
    page.goto(f"{base}/skm/")
    page.get_by_role("link", name="Pelayanan loket Dinas Sosial").click()
    for number in (1, 2, 4, 5, 6, 7, 8, 9):
        page.locator(f"#id_u{number}_2").check()
    page.get_by_label("Umur").select_option(label="35 sampai 44 tahun")
    page.locator("#id_human").fill("bukan itu")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".ringkasan-galat")).to_contain_text("Pilih satu jawaban untuk pertanyaan 3.")
    if looker:
        looker.where = "isi survei (galat)"
        looker.look()
        page.set_viewport_size(PHONE)
    page.get_by_role("group", name="3. Apakah antreannya cepat?").get_by_label("Cepat", exact=True).check()
    page.locator("#id_human").fill(humanity.answer_of(page.locator("#id_token").input_value()))
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")


def type_paper(page: Page) -> None:
    page.get_by_role("link", name="Ketik jawaban kertas").click()
    for row, digits in enumerate(PAPER):
        page.locator(f"#id_lembar-{row}-answers").fill(digits)
        page.locator(f"#id_lembar-{row}-on").fill("2026-11-20")
    page.get_by_role("button", name="Simpan lembar").click()
    expect(page.locator("main")).to_contain_text("9 lembar tersimpan.")
    page.get_by_role("link", name="Kembali ke survei").click()


def close(page: Page) -> None:
    page.get_by_role("link", name="Tutup survei").click()
    page.get_by_role("button", name="Tutup survei").click()
    expect(page.locator(".subjudul")).to_contain_text("Ditutup")


def plan_for_the_weakest(page: Page, base: str) -> None:
    page.goto(f"{base}/skm/kelola/hasil/?tahun=2026")
    for _ in range(3):
        page.get_by_role("link", name="Tulis rencana").first.click()
        page.get_by_label("Yang akan dilakukan").fill("Dibahas tiap bulan dan diperbaiki.")
        page.get_by_label("Penanggung jawab").fill("Kepala Bidang")
        page.get_by_label("Selesai paling lambat").fill("2027-06-30")
        page.get_by_role("button", name="Simpan rencana").click()
        expect(page.locator("main")).to_contain_text("Rencana tindak lanjut disimpan.")
    expect(page.get_by_role("link", name="Tulis rencana")).to_have_count(0)


def issue(page: Page) -> SurveyReport:
    page.get_by_role("link", name="Terbitkan laporan tahunan").click()
    page.get_by_label("Nomor laporan").fill("400.9/2044/403.107/2026")
    assert jobs.handlers["skm.report"] is tasks_skm.publish
    page.get_by_role("button", name="Terbitkan laporan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan SKM 2026")
    return SurveyReport.objects.select_related("document").get()


def fetched(page: Page, url: str) -> bytes:
    response = page.request.get(url)
    assert response.status == 200
    return response.body()


def test_a_citizen_answers_and_the_desk_reports(
    phone: Page, page: Page, become, live_server, jobs_at_once, monday, reference
):
    cast, base = create_cast(None), live_server.url
    become(cast["petugas"])
    open_a_period(page, base)
    ask_shorter(page)
    looker = Looker(phone) if phone.has_scripts else None
    answer_on_the_phone(phone, base, looker)
    assert SurveyResponse.objects.values_list("u3", "age", "batch").get() == (3, "sd44", None)

    page.goto(base + Survey.objects.get().get_absolute_url())
    type_paper(page)
    close(page)
    plan_for_the_weakest(page, base)
    report = issue(page)

    paper = fetched(page, f"{base}/skm/kelola/laporan/{report.pk}/pdf/")
    said = " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split())
    score = report.figures["total"]
    # By hand: nine papers of 36, 27, 30, 31, 26, 33, 25, 30, 31 and the phone's 27 = 296; 296 / 10 / 9 x 25 = 82,222...
    assert (sum(score["sums"]), score["index"]) == (296, "82.22")
    assert ("82,22" in said, "400.9/2044/403.107/2026" in said) == (True, True)
    book = CalamineWorkbook.from_filelike(BytesIO(fetched(page, f"{base}/skm/kelola/laporan/{report.pk}/xlsx/")))
    assert book.get_sheet_by_name("Hasil").to_python()[3][-2:] == [82.22, "B (baik)"]

    phone.goto(f"{base}/skm/hasil/")
    expect(phone.locator("main")).to_contain_text("82,22")
    assert looker is None or looker.found == []
