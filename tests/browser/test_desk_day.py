"""A complaint from the counter to its end, what the inspektorat alone sees, and what the kadis hears of lateness."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from complaints.services import handling, intake
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.services import alerts
from tests.browser.conftest import MONDAY
from tests.browser.test_kroscek_day import follow

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STORY = "Ibu saya belum menerima kartu, padahal tetangga sudah semua."


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


def test_a_complaint_from_the_counter_to_its_end(page: Page, live_server, office, become):
    become(office["petugas"])
    ticket, code = write_down(page, live_server.url, "Kartu belum diterima")
    verify(page)
    forward_to_plaosan(page)
    become(office["korcam.plaosan"])
    page.goto(live_server.url)
    page.get_by_role("link", name=f"Tindak lanjut {ticket}").click()
    work_and_answer(page)
    handling.reopen(intake.found(ticket, code), reason="Kartu belum juga sampai.", by=None)
    become(office["petugas"])
    find(page, live_server.url, ticket)
    expect(page.get_by_text("Kartu belum juga sampai.")).to_be_visible()
    answer(page, "Kartu diantar pendamping siang ini.")
    follow(page, "Selesaikan")
    page.get_by_role("button", name="Selesaikan").click()
    expect(page.locator(".lencana", has_text="Selesai").first).to_be_visible()
    moves = [event.move for event in Complaint.objects.get(pk=intake.found(ticket, code).pk).events.all()]
    assert moves == ["receive", "verify", "forward", "take_up", "answer", "reopen", "answer", "close"]


def write_down(page: Page, base: str, subject: str) -> tuple[str, str]:
    """The ticket's number and the code, as they are read to the citizen."""
    page.goto(f"{base}/meja-pengaduan/")
    follow(page, "Catat pengaduan")
    page.get_by_label("Saluran").select_option(label="Datang ke loket")
    page.get_by_label("Perihal").select_option(label=subject)
    page.get_by_label("Uraian pelapor").fill(STORY)
    page.get_by_label("Kecamatan (tidak wajib)").select_option(label="Plaosan")
    page.get_by_label("Nama pelapor").fill("Sri Contoh")
    page.get_by_role("button", name="Catat pengaduan").click()
    expect(page.get_by_role("heading", name="Pengaduan dicatat")).to_be_visible()
    return re.search(r"ADU-\d{4}-\d{6}", page.locator("main").inner_text())[0], page.locator(
        "#kode-laporan"
    ).inner_text()


def verify(page: Page) -> None:
    follow(page, "Buka pengaduan")
    follow(page, "Verifikasi")
    page.get_by_label("Normatif").check()
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text("diverifikasi", exact=False).first).to_be_visible()


def forward_to_plaosan(page: Page) -> None:
    follow(page, "Teruskan")
    page.get_by_label("Diteruskan kepada").select_option(label="Koordinator kecamatan PKH")
    page.get_by_label("Yang diminta").fill("Mohon dicek ke rumah.")
    page.get_by_role("button", name="Teruskan").click()
    expect(page.get_by_text("Koordinator kecamatan PKH").first).to_be_visible()


def work_and_answer(page: Page) -> None:
    expect(page.get_by_text(STORY)).to_be_visible()
    follow(page, "Mulai tindak lanjut")
    page.get_by_label("Tindak lanjut", exact=True).fill("Kami datang sore ini.")
    page.get_by_role("button", name="Mulai tindak lanjut").click()
    answer(page, "Kartu disimpan di balai desa dan dapat diambil.")


def answer(page: Page, text: str) -> None:
    follow(page, "Jawab")
    page.get_by_label("Jawaban").fill(text)
    page.get_by_role("button", name="Jawab", exact=True).click()
    expect(page.get_by_text(text).first).to_be_visible()


def find(page: Page, base: str, ticket: str) -> None:
    page.goto(f"{base}/meja-pengaduan/?q={ticket}")
    page.get_by_role("link", name=ticket, exact=True).click()
    expect(page.get_by_role("heading", name=ticket)).to_be_visible()


def test_extortion_is_there_for_the_inspektorat_alone(page: Page, live_server, office, become):
    secret = Complaint.objects.get(subject="pungli")
    accused = secret.accusations.get().user
    become(office["inspektorat"])
    find(page, live_server.url, secret.ticket)
    expect(page.get_by_text("Khusus inspektorat").first).to_be_visible()
    expect(page.get_by_role("link", name="Jawab")).to_be_visible()
    for user in (office["petugas"], accused, office["kadis"]):
        become(user)
        assert page.goto(f"{live_server.url}{secret.get_absolute_url()}").status == 404
        page.goto(f"{live_server.url}/meja-pengaduan/?q={secret.ticket}")
        expect(page.get_by_text("Tidak ada pengaduan yang cocok")).to_be_visible()
    become(office["inspektorat"])
    find(page, live_server.url, secret.ticket)
    follow(page, "Bukan pungli")
    page.get_by_label("Perihal yang sebenarnya").select_option(label="Mutu e-warong atau barang")
    page.get_by_label("Ringan").check()
    page.get_by_label("Alasan bukan pungli").fill("Yang dikeluhkan harga beras.")
    page.get_by_role("button", name="Bukan pungli").click()
    expect(page.get_by_text("Bukan pungli: Yang dikeluhkan harga beras.")).to_be_visible()
    become(office["petugas"])
    find(page, live_server.url, secret.ticket)


def test_the_kadis_reads_the_list_and_hears_of_what_is_a_week_late(page: Page, live_server, office, become):
    report = intake.Report(subject="desil", story="Desil keluarga saya keliru.")
    late, _ = intake.receive(report, intake="surat", by=office["petugas"])
    with time_machine.travel(MONDAY + timedelta(days=16), tick=False):
        alerts.sweep(MONDAY + timedelta(days=16))
    told = Notification.objects.filter(user=office["kadis"], text__contains=late.ticket)
    assert told.count() == 1
    become(office["kadis"])
    page.goto(f"{live_server.url}/meja-pengaduan/?status=kerja&urut=tenggat")
    expect(page.get_by_role("link", name=late.ticket, exact=True)).to_be_visible()
    page.get_by_role("link", name=late.ticket, exact=True).click()
    expect(page.get_by_text("Desil keluarga saya keliru.")).to_be_visible()
    expect(page.get_by_text("Yang dapat dilakukan sekarang")).to_have_count(0)
