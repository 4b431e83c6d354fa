"""A citizen with a small phone: files a complaint with a photo, tracks it, reads the answer, opens it again.

Once with scripts, looked at on every page by axe and at 320 px; once without any script.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from complaints.models import Complaint
from complaints.services import handling, humanity
from tests.browser.looking import Looker
from tests.complaints.citizen import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "kartu.jpg"
    path.write_bytes(photo(size=(1200, 900)).read())
    return path


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, browser: Browser, browser_context_args) -> Iterator[Page]:
    context = browser.new_context(
        **browser_context_args | {"viewport": PHONE, "java_script_enabled": request.param, "accept_downloads": True}
    )
    page = context.new_page()
    page.has_scripts = request.param
    yield page
    context.close()


class Onlooker:
    """Looks at the page as it stands, where scripts run at all."""

    def __init__(self, page: Page) -> None:
        self.page, self.looker = page, Looker(page) if page.has_scripts else None

    def see(self, where: str) -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        if self.looker:
            self.looker.where = where
            self.looker.look()
            self.page.set_viewport_size(PHONE)

    @property
    def found(self) -> list[str]:
        return self.looker.found if self.looker else []


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def answer_everything(page: Page, eyes: Onlooker, picture: Path) -> None:
    """From the landing page to the check, with a slip and a step back."""
    page.get_by_role("link", name="Mulai laporan").click()
    go_on(page, "Laporan Anda tentang apa?")  # nothing chosen
    expect(page.locator(".ringkasan-galat")).to_contain_text("Pilih satu yang paling dekat.")
    eyes.see("perihal (galat)")
    page.get_by_label("Kartu hilang atau rusak").check()
    go_on(page, "Apa yang terjadi?")
    page.get_by_label("Cerita Anda").fill("Kartu saya hilang di pasar Plaosan.")
    go_on(page, "Di mana kejadiannya?")
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_label("Cerita Anda")).to_have_value("Kartu saya hilang di pasar Plaosan.")
    go_on(page, "Di mana kejadiannya?")
    page.get_by_label("Kecamatan").select_option(label="Plaosan")
    go_on(page, "Di desa mana?")
    page.get_by_label("Desa atau kelurahan").select_option(index=1)
    eyes.see("desa")
    go_on(page, "Siapa Anda?")
    page.get_by_label("Rahasia. Nama saya hanya diketahui petugas meja pengaduan").check()
    go_on(page, "Bagaimana kami menghubungi Anda?")
    page.get_by_label("Nama Anda").fill("Melati Contoh")
    page.get_by_label("WhatsApp").check()
    page.get_by_label("Nomor HP").fill("0812 0000 0000")
    go_on(page, "Ada foto atau berkas?")
    page.get_by_label("Foto atau berkas").set_input_files(picture)
    page.get_by_role("button", name="Unggah, lalu tambah lagi").click()
    expect(page.locator(".daftar-berkas li")).to_have_count(1)
    eyes.see("lampiran")
    go_on(page, "Periksa jawaban Anda")


def change_the_story(page: Page, words: str) -> None:
    page.get_by_role("link", name="Ubah Cerita").click()
    page.get_by_label("Cerita Anda").fill(words)
    go_on(page, "Periksa jawaban Anda")
    expect(page.locator("main")).to_contain_text(words)


def send(page: Page) -> tuple[str, str]:
    """Answer the question as a person who can read; number and code."""
    page.locator("#id_jawaban").fill(humanity.answer_of(page.locator("#id_token").input_value()))
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah kami terima")
    number, code = page.locator(".tanda-terima-nomor").all_inner_texts()
    return number, code


def track(page: Page, url: str, number: str, code: str) -> None:
    page.goto(f"{url}/pengaduan/lacak/")
    page.get_by_label("Nomor laporan").fill(number.lower())
    page.get_by_label("Kode rahasia").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Lihat laporan").click()


def the_desk_answers(petugas) -> None:
    complaint = Complaint.objects.get()
    handling.verify(complaint, subject="kks_hilang", kind="pengaduan", gravity="normatif", by=petugas)
    handling.answer(complaint, text="Kartu pengganti dapat diambil di bank.", channel="whatsapp", by=petugas)


def test_a_citizen_files_tracks_and_opens_again(phone: Page, live_server, cast, monday, picture, settings):
    settings.PUBLIC_SECONDS = 0  # the clock stands
    eyes = Onlooker(phone)
    phone.goto(f"{live_server.url}/masuk/")
    phone.get_by_role("link", name="sampaikan pengaduan").click()
    answer_everything(phone, eyes, picture)
    change_the_story(phone, "Kartu saya hilang di pasar Plaosan kemarin pagi.")
    eyes.see("periksa")
    number, code = send(phone)
    eyes.see("terkirim")
    assert re.fullmatch(r"ADU-2026-\d{6}", number)
    paper = phone.request.get(f"{live_server.url}/pengaduan/terkirim/tanda-terima.pdf")
    assert code in PdfReader(io.BytesIO(paper.body())).pages[0].extract_text()
    phone.go_back()
    expect(phone.locator(".tanda-terima-nomor").first).to_have_text(number)  # sent is sent
    phone.get_by_role("button", name="Selesai, hapus dari perangkat ini").click()

    track(phone, live_server.url, number, "AAAA-AAAA")
    expect(phone.locator(".ringkasan-galat")).to_contain_text("Nomor dan kode tidak cocok.")
    track(phone, live_server.url, number, code)
    expect(phone.locator("main")).to_contain_text("paling lambat Kamis, 26 November 2026")
    eyes.see("laporan")
    assert code not in phone.url

    the_desk_answers(cast["petugas"])
    track(phone, live_server.url, number, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sudah dijawab")
    expect(phone.locator("main")).to_contain_text("Kartu pengganti dapat diambil di bank.")
    eyes.see("laporan dijawab")
    phone.get_by_role("link", name="Belum selesai").click()
    phone.get_by_label("Apa yang belum selesai?").fill("Bank berkata kartunya belum ada.")
    eyes.see("belum selesai")
    phone.get_by_role("button", name="Buka kembali laporan").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dibuka kembali")
    phone.get_by_role("link", name="Tambah keterangan atau berkas").click()
    phone.get_by_label("Foto atau berkas").set_input_files(picture)
    eyes.see("tambah")
    phone.get_by_role("button", name="Kirim tambahan").click()
    expect(phone.locator("main")).to_contain_text("Anda menambahkan berkas.")

    complaint = Complaint.objects.get()
    assert complaint.story == "Kartu saya hilang di pasar Plaosan kemarin pagi."
    assert (complaint.state, complaint.files.count()) == ("reopened", 2)
    assert eyes.found == []
