"""A day of kroscek on paper and under supervision: the sheet, its signed scan, the second visit, a superior's note."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.sampling import drawn
from pkh_sembako.office.models import Office
from programs.models import Household, KroscekResult, KroscekScan, KroscekSheet, RecheckResult, RecheckSample, Round
from sop.models import Cycle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LYING = {"A4": (297, 210), "F4": (330, 215)}  # mm, width and height of the sheet as it lies
POINT = 25.4 / 72


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name).first.click()


def test_kroscek_on_paper_and_its_second_visit(page: Page, live_server, office, become, jobs_at_once, tmp_path):
    the_round = Round.objects.get(tahun=2027, tahap=1)
    papers = f"{live_server.url}/kroscek/lembar/{the_round.pk}/{PLAOSAN}/"
    two_kelompok_in_puntukdoro()
    become(office["admin"])
    set_paper_and_sample(page, live_server.url)
    become(office["ratri"])
    kelompok = print_sheet(page, papers, "Puntukdoro: kelompok Krajan")
    assert sizes(kelompok) == {LYING["F4"]}
    assert words(kelompok).count("3520****") == 1  # one family, its NIK masked
    desa = print_sheet(page, papers, re.compile(r"^Puntukdoro \("))
    sheet = KroscekSheet.objects.get(desa__name="Puntukdoro", dusun="")
    read_the_sheet(desa, sheet)
    scan = upload_the_signed_scan(page, papers, sheet, tmp_path)
    finish_checking(page, live_server.url, office["ratri"], the_round)
    become(office["korcam.plaosan"])
    the_scan_is_evidence(page, live_server.url, the_round, scan)
    visit_again(page, live_server.url, the_round, office)
    become(office["korkab"])
    page.goto(f"{live_server.url}/kroscek/rekap/{the_round.pk}/")
    expect(page.get_by_role("row", name=re.compile("Plaosan"))).to_contain_text("4 keluarga, 1 berbeda")


def two_kelompok_in_puntukdoro() -> None:
    """Its families, one of them in a dusun of its own."""
    families = Household.objects.filter(desa__name="Puntukdoro", desa__kecamatan=PLAOSAN)
    families.update(dusun="Ngluweng")
    in_the_round = families.filter(enrollments__entries__round__tahun=2027, enrollments__pendamping__isnull=False)
    Household.objects.filter(pk=in_the_round.first().pk).update(dusun="Krajan")


def set_paper_and_sample(page: Page, base: str) -> None:
    """The office prints on F4 and has more families visited again than the standard asks."""
    page.goto(f"{base}/kantor/")
    follow(page, "Ubah pengaturan")
    page.get_by_label("Kertas").select_option("F4")
    page.get_by_label("Bagian yang diuji petik (%)").fill("50")
    page.get_by_label("Paling sedikit (keluarga)").fill("4")
    press(page, "Simpan pengaturan")
    expect(page.get_by_text("50 % dari keluarga setiap pemeriksa, paling sedikit 4 keluarga")).to_be_visible()
    assert Office.history.latest().history_user.username == "admin"


def print_sheet(page: Page, papers: str, place: str | re.Pattern) -> bytes:
    page.goto(papers)
    choice = page.get_by_label("Desa atau kelompok").locator("option").filter(has_text=place)
    page.get_by_label("Desa atau kelompok").select_option(choice.get_attribute("value"))
    with page.expect_download() as download:
        press(page, "Cetak PDF")
    return Path(download.value.path()).read_bytes()


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """(width, height) of the pages in mm."""
    return {
        (round(float(part.mediabox.width) * POINT), round(float(part.mediabox.height) * POINT))
        for part in PdfReader(BytesIO(pdf)).pages
    }


def words(pdf: bytes) -> str:
    return " ".join(" ".join(part.extract_text().split()) for part in PdfReader(BytesIO(pdf)).pages)


def read_the_sheet(pdf: bytes, sheet: KroscekSheet) -> None:
    text = words(pdf)
    assert (sizes(pdf), sheet.families, sheet.version) == ({LYING["F4"]}, 3, 1)
    assert re.findall(r"\d{16}", text) == []
    for part in (sheet.code, "Puntukdoro, Kecamatan Plaosan", "Usul keluar", "Tanda tangan pengurus"):
        assert text.count(part) >= 1, part


def upload_the_signed_scan(page: Page, papers: str, sheet: KroscekSheet, tmp_path: Path) -> bytes:
    """The sheet's QR code opens the page with desa and code filled in."""
    picture = tmp_path / "lembar-puntukdoro.png"
    Image.new("RGB", (60, 40), "white").save(picture)
    page.goto(papers.replace(f"lembar/{sheet.round_id}/{PLAOSAN}/", f"kode/{sheet.code}/"))
    expect(page.get_by_text(f"Kode {sheet.code}: Desa Puntukdoro")).to_be_visible()
    expect(page.get_by_label("Kode lembar")).to_have_value(sheet.code)
    page.get_by_label("Pindaian lembar bertanda tangan").set_input_files(picture)
    press(page, "Simpan pindaian")
    expect(page.get_by_text("Pindaian Puntukdoro disimpan.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 dari 4 desa sudah ada pindaiannya")).to_be_visible()
    assert KroscekScan.objects.filter(sheet=sheet).count() == 1
    return picture.read_bytes()


def finish_checking(page: Page, base: str, ratri: User, the_round: Round) -> None:
    """What was read aloud at the meeting is recorded at once with one statement."""
    page.goto(f"{base}/kroscek/?tahap={the_round.pk}")
    follow(page, re.compile("Pilih semua 2"))
    page.get_by_label("Pertemuan kelompok").check()
    page.get_by_label("Cara keluarga-keluarga ini diperiksa").fill("Dibacakan pada pertemuan dan ditandatangani.")
    page.get_by_label(re.compile("Saya menyatakan")).check()
    press(page, "Tandai sesuai 2 keluarga")
    assert KroscekResult.objects.filter(entry__round=the_round, by=ratri).count() == 6


def the_scan_is_evidence(page: Page, base: str, the_round: Round, scan: bytes) -> None:
    page.goto(f"{base}/kroscek/kecamatan/{the_round.pk}/{PLAOSAN}/")
    with page.expect_download() as download:
        follow(page, re.compile("Puntukdoro: lembar-puntukdoro.png"))
    assert Path(download.value.path()).read_bytes() == scan


def visit_again(page: Page, base: str, the_round: Round, office: dict[str, User]) -> None:
    page.goto(f"{base}/kroscek/kecamatan/{the_round.pk}/{PLAOSAN}/")
    follow(page, "Buka uji petik")
    press(page, "Tarik sampel 4 keluarga")
    sample = RecheckSample.objects.get(kecamatan=PLAOSAN)
    mine = KroscekResult.objects.filter(entry__round=the_round, by=office["ratri"]).values_list("entry_id", flat=True)
    items = list(sample.items.order_by("order"))
    assert [item.entry_id for item in items] == drawn(mine, seed=sample.seed, size=4)
    expect(page.get_by_text(sample.seed)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Tarik sampel"))).to_have_count(0)
    for number, item in enumerate(items):
        page.goto(f"{base}/kroscek/uji-petik/{item.pk}/")
        record_visit(page, same=number != 1)
    expect(page.get_by_text("PKH Tahap 1 2027 · 4 keluarga, 1 berbeda")).to_be_visible()
    results = RecheckResult.objects.filter(item__sample=sample)
    assert sorted(results.values_list("verdict", "first_outcome", "outcome")) == [
        ("beda", "sesuai", "berubah"),
        *[("sama", "sesuai", "sesuai")] * 3,
    ]


def record_visit(page: Page, *, same: bool) -> None:
    page.get_by_label("Sama", exact=True).or_(page.get_by_label(re.compile("^Sama dengan"))).set_checked(same)
    if not same:
        page.get_by_label(re.compile("^Berbeda")).check()
        press(page, "Simpan uji petik")
        expect(page.get_by_text("Tulis apa yang berbeda.").first).to_be_visible()
        page.get_by_label("Bila berbeda: yang Anda temukan").select_option("berubah")
        page.get_by_label("Keterangan").fill("RT pada KK sudah 004, bukan 002.")
    press(page, "Simpan uji petik")


def test_a_superior_writes_a_note_and_it_is_answered(page: Page, live_server, office, become):
    cycle = Cycle.objects.get(round__tahun=2027)
    step = f"{live_server.url}{cycle.get_absolute_url()}langkah/9/"
    become(office["kasi"])
    write_note(page, f"{step}{PLAOSAN}/", "Lengkapi daftar hadir pertemuan kelompok Puntukdoro.", "2026-11-25")
    become(office["kabid"])
    write_note(page, step, "Pastikan Lembeyan selesai sebelum batas Kemensos.", "")
    become(office["korcam.plaosan"])
    answer_from_home(page, live_server.url, "Lengkapi daftar hadir", "Sudah dilengkapi dan disimpan di map langkah 9.")
    become(office["korkab"])
    answer_from_home(page, live_server.url, "Pastikan Lembeyan", "Korcam Lembeyan dihubungi; selesai Rabu.")
    become(office["kasi"])
    page.goto(f"{live_server.url}/pemberitahuan/")
    expect(page.get_by_text(re.compile("Sudah dilengkapi dan disimpan")).first).to_be_visible()
    page.goto(f"{step}{PLAOSAN}/")
    note = page.locator("section[aria-labelledby=supervisi] li")
    expect(note).to_contain_text("Dijawab")
    expect(note).to_contain_text("tindak lanjut paling lambat 25 November 2026")


def write_note(page: Page, address: str, text: str, until: str) -> None:
    page.goto(address)
    page.get_by_label("Catatan", exact=True).fill(text)
    if until:
        page.get_by_label("Tindak lanjut paling lambat").fill(until)
    press(page, "Simpan catatan")
    expect(page.locator("section[aria-labelledby=supervisi] li")).to_contain_text(text)


def answer_from_home(page: Page, base: str, about: str, text: str) -> None:
    page.goto(base)
    follow(page, re.compile(f"Jawab catatan supervisi: .{about}"))
    page.get_by_label("Jawaban").fill(text)
    press(page, "Kirim jawaban")
    expect(page.locator("section[aria-labelledby=supervisi] blockquote")).to_contain_text(text)
    page.goto(base)
    expect(page.get_by_role("link", name=re.compile("Jawab catatan supervisi"))).to_have_count(0)
