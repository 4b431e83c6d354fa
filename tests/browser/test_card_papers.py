"""A day of handing cards over on a phone: the camera reads an invitation, a family signs on the screen, the Berita
Acara of the desa is printed, and who did not come gets another session."""

import io
from pathlib import Path

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect
from pypdf import PdfReader

from pkh_sembako.documents.services import files
from pkh_sembako.office.models import Desa, Office
from programs.models import Kks, KksBeritaAcara, KksSlot, Round
from programs.services.kks import moving, scheduling
from tests.browser.conftest import MONDAY
from tests.programs.kks.factories import PLAN, PLAOSAN, cards

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def day(cast, monday) -> list[Kks]:
    """Six cards of a desa with a session on this Monday."""
    Office.objects.update(number_source="register")
    the_round = Round.objects.create(program="sembako", tahun=2026, tahap=11)
    desa = Desa.objects.filter(kecamatan=PLAOSAN).order_by("code").first()
    made = cards(the_round, desa, 6, by=cast["operator"])
    draft = scheduling.propose(the_round, PLAN, by=cast["bank"])
    scheduling.make(draft, by=cast["bank"])
    scheduling.receive(draft, by=cast["operator"])
    return made


def film(path: Path, card: Kks) -> Path:
    """What the camera sees: the QR code of the card's invitation, as frames of a JPEG film."""
    code = io.BytesIO()
    segno.make(f"https://contoh.test/kks/kartu/{card.pk}/", error="m").save(code, kind="png", scale=8, border=4)
    frame = Image.new("RGB", (640, 480), "white")
    frame.paste(Image.open(code).convert("RGB"), (150, 80))
    written = io.BytesIO()
    frame.save(written, "JPEG", quality=90)
    path.write_bytes(written.getvalue() * 10)
    return path


def a_phone(browser: Browser, context, live_server, **options) -> Page:
    """A new phone with the session of whoever the test has become."""
    phone = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", viewport=PHONE, **options)
    phone.add_cookies(context.cookies(live_server.url))
    return phone.new_page()


def test_the_camera_reads_an_invitation(
    browser_type: BrowserType, browser_type_launch_args, context, become, live_server, cast, day, tmp_path
):
    become(cast["operator"])
    seen = film(tmp_path / "kamera.mjpeg", day[2])
    flags = [*browser_type_launch_args["args"], *FAKE_CAMERA, f"--use-file-for-fake-video-capture={seen}"]
    camera = browser_type.launch(**browser_type_launch_args | {"args": flags})
    try:
        page = a_phone(camera, context, live_server, permissions=["camera"])
        page.goto(f"{live_server.url}/kks/serah/")
        page.get_by_role("button", name="Pindai dengan kamera").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Serahkan kartu {day[2].household.name}")
    finally:
        camera.close()


def test_the_camera_opens_and_closes_and_a_refusal_is_told(
    browser_type: BrowserType, browser_type_launch_args, context, become, live_server, cast, day
):
    become(cast["operator"])
    flags = [*browser_type_launch_args["args"], "--use-fake-device-for-media-stream"]
    camera = browser_type.launch(**browser_type_launch_args | {"args": flags})
    try:
        page = a_phone(camera, context, live_server, permissions=["camera"])
        page.goto(f"{live_server.url}/kks/serah/")
        page.get_by_role("button", name="Pindai dengan kamera").click()
        expect(page.locator("video")).to_be_visible()
        page.get_by_role("button", name="Tutup kamera").click()
        expect(page.locator("video")).to_be_hidden()
        expect(page.locator("[data-kks-kabar]")).to_have_text("Kamera ditutup.")
        page.context.clear_permissions()
        page.get_by_role("button", name="Pindai dengan kamera").click()
        expect(page.locator("[data-kks-kabar]")).to_have_text(
            "Kamera tidak diizinkan. Izinkan kamera pada peramban, atau ketik nama atau angka akhir kartunya."
        )
    finally:
        camera.close()


def sign(page: Page) -> None:
    """A stroke with the finger's pointer across the box."""
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 30 + 35 * step, box["y"] + (90 if step % 2 else 40))
    page.mouse.up()


def test_a_family_signs_on_the_screen_and_the_signature_is_kept(page: Page, become, live_server, cast, day):
    become(cast["operator"])
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/kks/serah/{day[0].pk}/")
    page.get_by_label("Tanda tangan di layar").check()
    page.get_by_role("button", name="Simpan penyerahan").click()
    expect(page.get_by_role("alert", name="Ada yang perlu diperbaiki")).to_contain_text("Tanda tangan belum dibubuhkan")
    page.get_by_label("Tanda tangan di layar").check()
    page.locator("canvas").scroll_into_view_if_needed()
    sign(page)
    page.get_by_role("button", name="Hapus tanda tangan").click()
    sign(page)
    page.get_by_role("button", name="Simpan penyerahan").click()
    expect(page).to_have_url(f"{live_server.url}/kks/serah/")
    event = day[0].events.get(move="hand_over")
    ink = Image.open(io.BytesIO(files.verified(event.evidence))).convert("L")
    assert (event.proof, event.evidence.content_type, ink.getextrema()[0] < 64) == ("tanda_tangan", "image/png", True)
    page.goto(f"{live_server.url}/kks/kartu/{day[0].pk}/")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Tanda tangan di layar").click()
    assert kept.value.suggested_filename == "Tanda-tangan-KKS.png"


def test_the_desas_paper_is_printed_and_who_did_not_come_gets_another_session(
    page: Page, become, live_server, cast, day, jobs_at_once, tmp_path
):
    become(cast["operator"])
    scan = tmp_path / "daftar.pdf"
    scan.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    the_round, desa = day[0].round, day[0].desa
    the_list_is_ticked(page, live_server, day, scan)
    moving.fail_all([day[5].pk], reason="tidak_hadir", proof=_upload(scan), note="", by=cast["operator"])

    page.goto(f"{live_server.url}/kks/belum/{the_round.pk}/?desa={desa.pk}")
    page.get_by_label(day[5].household.name).check()
    page.get_by_text("Jadwalkan ulang", exact=True).click()
    page.get_by_label("Sesi", exact=True).select_option("baru")
    page.get_by_label("Tanggal sesi tambahan").fill("2026-11-25")
    page.get_by_label("Mulai").fill("09:00")
    page.get_by_label("Selesai").fill("10:00")
    page.get_by_label("Alasan dijadwalkan ulang").fill("Panen raya")
    page.get_by_role("button", name="Jadwalkan ulang yang dicentang").click()
    expect(page.get_by_text("1 kartu dijadwalkan ulang.")).to_be_visible()
    slot = KksSlot.objects.get(bookings=day[5].pk)
    assert (slot.day.isoformat(), slot.cards) == ("2026-11-25", 1)

    page.goto(f"{live_server.url}/kks/berita-acara/{the_round.pk}/")
    page.get_by_role("link", name=f"Buat Berita Acara serah terima {desa.name}").click()
    page.get_by_label("Nama kepala desa/lurah").fill("Budi Contoh")
    page.get_by_label("Nama petugas bank").fill("Rini Contoh")
    page.get_by_role("button", name="Terbitkan dengan nomor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"BA serah terima KKS {desa.name}, {the_round}")
    page.reload()
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    paper = KksBeritaAcara.objects.get()
    text = " ".join(
        " ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(files.verified(paper.document.pdf))).pages
    )
    told = ("Diterima dari bank : 6 kartu", "keluarga : 5 kartu", "hasil : 1 kartu")
    assert [text.count(words) for words in told] == [1, 1, 1]
    assert (text.count("Budi Contoh"), text.count("Saudara Contoh (Anggota KK yang sama)")) == (2, 1)

    page.get_by_role("link", name="Unggah yang bertanda tangan").click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "ba.pdf", "mimeType": "application/pdf", "buffer": files.verified(paper.document.pdf)}]
    )
    page.get_by_label("Tanda tangan basah").check()
    page.get_by_role("button", name="Unggah dan jadikan final").click()
    expect(page.get_by_text("sekarang final")).to_be_visible()
    paper.document.refresh_from_db()
    assert (paper.document.state, paper.document.signed_on) == ("final", MONDAY.date())


def the_list_is_ticked(page: Page, live_server, day: list[Kks], scan: Path) -> None:
    """Five rows are signed, one of them by a sister of the same KK."""
    page.goto(f"{live_server.url}/kks/serah/daftar/{day[0].round_id}/{day[0].desa_id}/")
    page.locator("input[name=scan]").set_input_files(scan)
    for card in day[:5]:
        page.locator(f"#k{card.pk}").check()
    name = day[1].household.name
    page.get_by_label(f"Penerima kartu {name}", exact=True).select_option("keluarga")
    page.get_by_label(f"Nama penerima kartu {name}", exact=True).fill("Saudara Contoh")
    page.get_by_role("button", name="Simpan baris yang dicentang").click()
    expect(page.get_by_text("5 kartu tercatat diserahkan.")).to_be_visible()


def _upload(path: Path):
    return SimpleUploadedFile(path.name, path.read_bytes())
