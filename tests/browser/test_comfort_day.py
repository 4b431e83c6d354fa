"""What makes the day easy: own lists, families given on together, messages by choice, a mail in the morning; and a page
that speaks without a network, answers to keys, and prints."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.services import digest
from programs.models import Enrollment, Round

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIXTEEN_DIGITS = re.compile(r"\d{16}")
A4 = (595, 842)  # points


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


def press(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("button", name=name).first.click()


def test_a_day_with_own_lists(page: Page, live_server, office, become, jobs_at_once, tmp_path):
    base = live_server.url
    become(office["korkab"])
    choose_columns(page, base)
    keep_a_filter(page, base)
    give_families_on(page, base, office["bagas"])
    remind_without_names(page, base, office["ratri"])
    choose_messages(page, base)
    read_the_mornings_mail(office["korkab"])
    become(office["operator"])
    teach_a_senders_titles(page, base, tmp_path)
    export_by_kecamatan(page, base)


def choose_columns(page: Page, base: str) -> None:
    page.goto(f"{base}/keluarga/")
    page.get_by_text("Atur kolom").click()
    columns = page.get_by_role("group", name="Kolom yang tampil")
    columns.get_by_label("Nomor KK").uncheck()
    columns.get_by_label("Desil").check()
    press(page, "Simpan kolom")
    page.goto(f"{base}/siklus/")
    page.goto(f"{base}/keluarga/")
    heads = [head.strip() for head in page.locator("main thead th").all_text_contents()]
    assert ("Desil" in heads, "Nomor KK" in heads) == (True, False)


def keep_a_filter(page: Page, base: str) -> None:
    page.goto(f"{base}/keluarga/?kecamatan={PLAOSAN}&program=pkh")
    page.get_by_text("Simpan saringan ini").click()
    page.get_by_label("Nama saringan").fill("PKH Plaosan")
    press(page, "Simpan saringan")
    page.goto(f"{base}/keluarga/")
    page.get_by_role("link", name="PKH Plaosan").click()
    expect(page.get_by_role("link", name="Kecamatan: Plaosan Hapus")).to_be_visible()
    assert set(parse_qs(urlsplit(page.url).query)) == {"kecamatan", "program"}


def give_families_on(page: Page, base: str, receiver: User) -> None:
    """From the filtered list: two families are ticked and get a new pendamping."""
    boxes = page.get_by_role("checkbox", name=re.compile("^Pilih (?!semua)"))
    chosen = [boxes.nth(number).get_attribute("value") for number in range(2)]
    for number in range(2):
        boxes.nth(number).check()
    press(page, "Serahkan yang dicentang")
    expect(page.get_by_role("heading", level=1)).to_have_text("Serahkan 2 keluarga")
    page.get_by_label("Program").select_option("pkh")
    page.get_by_label("Pendamping yang menerima").select_option(label=receiver.full_name)
    press(page, "Serahkan 2 keluarga")
    given = Enrollment.objects.filter(household__in=chosen, program="pkh")
    assert set(given.values_list("pendamping", flat=True)) == {receiver.pk}


def remind_without_names(page: Page, base: str, late: User) -> None:
    User.objects.filter(pk=late.pk).update(phone="0812-0000-0001")
    the_round = Round.objects.get(tahun=2027, tahap=1)
    page.goto(f"{base}/kroscek/kecamatan/{the_round.pk}/{PLAOSAN}/")
    address = page.get_by_role("link", name=re.compile(f"kepada {late.full_name}")).get_attribute("href") or ""
    text = parse_qs(urlsplit(address).query)["text"][0]
    assert address.startswith("https://wa.me/6281200000001?text=")
    assert (SIXTEEN_DIGITS.findall(text), text.count("****")) == ([], 0)
    names = Enrollment.objects.filter(pendamping=late).values_list("household__name", flat=True)
    assert [name for name in names if name in text] == []


def choose_messages(page: Page, base: str) -> None:
    page.goto(f"{base}/pemberitahuan/atur/")
    page.get_by_label("Tenggat mendekat").select_option(label="Tidak diberi tahu")
    page.get_by_label("Kabar siklus, Berita Acara, dan perpanjangan").select_option(label="Ringkasan pagi saja")
    press(page, "Simpan pengaturan")
    page.goto(f"{base}/pemberitahuan/atur/")
    expect(page.get_by_label("Tenggat mendekat")).to_have_value("mati")
    expect(page.get_by_label("Kabar siklus, Berita Acara, dan perpanjangan")).to_have_value("ringkasan")


def read_the_mornings_mail(reader: User) -> None:
    mail.outbox.clear()
    digest.write(timezone.localdate(), timezone.now())
    digest.send_waiting()
    letter = next(one for one in mail.outbox if one.to == [reader.email])
    rows = [line for line in letter.body.splitlines() if line.startswith("- ")]
    assert letter.subject.startswith("Ringkasan pagi 23 November 2026: ")
    assert len(rows) >= 1
    assert SIXTEEN_DIGITS.findall(letter.body) == []


def teach_a_senders_titles(page: Page, base: str, folder: Path) -> None:
    """Titles nobody has seen: read as the operator says, and so again for the sender's next file."""
    for number, expected in ((1, ""), (2, "name")):
        path = folder / f"daftar-{number}.csv"
        path.write_text(f"Siapa;Nomor induk\nMELATI CONTOH;352007570890090{number}\n")
        page.goto(f"{base}/bnba/impor/")
        page.get_by_label("Tahun").fill("2027")
        page.get_by_label("Tahap", exact=True).fill("2")
        page.get_by_label(re.compile("^Pengirim berkas")).fill("Dinsos Provinsi")
        page.get_by_label("Berkas BNBA").set_input_files(path)
        press(page, "Unggah berkas")
        expect(page.get_by_label("Arti kolom Siapa")).to_have_value(expected)
        page.get_by_label("Arti kolom Siapa").select_option("name")
        page.get_by_label("Arti kolom Nomor induk").select_option("nik")
        press(page, "Periksa berkas")


def export_by_kecamatan(page: Page, base: str) -> None:
    page.goto(f"{base}/bnba/ekspor/")
    page.get_by_label("Susunan kantor").check()
    page.get_by_label("Satu lembar untuk setiap kecamatan").check()
    page.get_by_label("Untuk apa data ini diekspor").fill("Dibagikan ke kecamatan")
    press(page, "Ekspor daftar ini")
    address = page.get_by_role("link", name=re.compile("^Unduh ")).first.get_attribute("href")
    book = CalamineWorkbook.from_filelike(BytesIO(page.request.get(f"{base}{address}").body()))
    assert {"Plaosan", "Parang"} <= set(book.sheet_names)


def test_a_page_without_network_by_keys_and_on_paper(page: Page, live_server, office, become):
    base = live_server.url
    become(office["operator"])
    walk_by_keys(page, base)
    lose_the_signal(page, base)
    hear_of_failures(page, base)
    print_on_paper(page, base)
    become(office["ratri"])
    reach_by_thumb(page, base)


def walk_by_keys(page: Page, base: str) -> None:
    page.goto(f"{base}/keluarga/")
    search = page.get_by_role("searchbox", name="Cari keluarga")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("ENDANG")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ENDANG**")
    rows = page.locator("main tbody th a")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(search).to_be_focused()


def lose_the_signal(page: Page, base: str) -> None:
    page.goto(f"{base}/agenda/catat/")
    notice = page.get_by_text("Tidak ada sinyal.", exact=True)
    expect(notice).to_be_hidden()
    page.get_by_label("Perihal").fill("Undangan rapat")
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.locator("main form[method=post] button.btn-primary").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim: tidak ada sinyal.")
    page.get_by_role("link", name="Buku agenda").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Halaman itu belum dapat dibuka")
    expect(page.get_by_label("Perihal")).to_have_value("Undangan rapat")
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    expect(page.locator("#gangguan")).to_be_empty()


def hear_of_failures(page: Page, base: str) -> None:
    """A part of a page that cannot be fetched says so in words."""
    page.goto(f"{base}/keluarga/")
    page.route("**/keluarga/?**", lambda route: route.fulfill(status=503))
    page.get_by_label("Program").select_option("pkh")
    expect(page.get_by_role("alert")).to_contain_text("kode 503")
    page.unroute("**/keluarga/?**")
    page.route("**/keluarga/?**", lambda route: route.abort())
    page.get_by_label("Program").select_option("sembako")
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan ke server")
    page.unroute("**/keluarga/?**")


def print_on_paper(page: Page, base: str) -> None:
    for address, title in (("/keluarga/", "Keluarga penerima"), ("/rekap/", "Rekap"), ("/siklus/", "Siklus")):
        page.goto(f"{base}{address}")
        paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        words = [" ".join(sheet.extract_text().split()) for sheet in paper.pages]
        sizes = {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in paper.pages}
        assert sizes <= {A4, (A4[0] + 1, A4[1])}, address
        assert words[0].count("Dinas Sosial Kabupaten Magetan") == 1
        assert words[0].count("Dicetak 23 November 2026") == 1
        assert words[0].count(title) >= 1
        assert [word for word in ("Keluar ", "Terapkan saringan", "Buku agenda") if word in words[0]] == []
        assert words[-1].count(f"Halaman {len(words)} dari {len(words)}") == 1
        if address == "/keluarga/":
            assert [text.count("Desa/kelurahan") for text in words[:2]] == [1, 1]  # the head is repeated


def reach_by_thumb(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base}/")
    bar = page.get_by_role("navigation", name="Menu singkat")
    assert [name.strip() for name in bar.get_by_role("link").all_inner_texts()] == [
        "Beranda",
        "Kroscek",
        "Keluarga",
        "SIKS-NG",
        "Menu",
    ]
    box = bar.bounding_box()
    assert box is not None and round(box["y"] + box["height"]) == 740
    bar.get_by_role("link", name="Kroscek").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kroscek")
    bar.get_by_role("link", name="Menu").click()
    expect(page.get_by_role("dialog", name="Menu utama").get_by_role("link", name="Rekap")).to_be_visible()
