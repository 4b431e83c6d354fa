"""What an officer tells SIKS-NG, what a head of office reads in two clicks, what a citizen hears at the counter."""

import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import User
from programs import tasks  # noqa: F401 - registers what the eager jobs do
from programs.models import Enrollment, Household, Member, SiksAct, SiksChange
from programs.queries.siksng_fields import PLACE
from tests.browser.test_kroscek_day import follow, press, words
from tests.programs.bnba.files import workbook
from tests.programs.factories import nik, no_kk
from tests.programs.siksng.conftest import AT, V4

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HIDDEN = ("<5", "*")
WHOLE_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


def saved(page: Page, act: Callable[[], None]) -> bytes:
    """The file that the browser puts aside when `act` is done."""
    with page.expect_download() as download:
        act()
    return Path(download.value.path()).read_bytes()


def lines(content: bytes, sheet: int | str = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    read = book.get_sheet_by_index if isinstance(sheet, int) else book.get_sheet_by_name
    return read(sheet).to_python()


def test_nothing_is_typed_twice_and_what_came_back_is_compared(
    page: Page, live_server, office, become, jobs_at_once, tmp_path
):
    become(office["operator"])
    page.goto(f"{live_server.url}/siks-ng/")
    moved, waiting, suspended = three_families()
    follow_the_columns(page, moved)
    copy_a_value(page, moved)
    mark_as_done(page, moved, office["operator"])
    export = workbook(tmp_path / "Ekspor SIKS-NG November.xlsx", V4, exported(moved, waiting, suspended))
    compare(page, export)
    look_at_the_parts(page, moved, waiting, suspended)
    read_the_differences(page, waiting, suspended)


def three_families() -> list[Household]:
    """Two that moved, each with ALAMAT and RT to type, and one that was suspended."""
    changes = SiksChange.objects.filter(is_open=True).order_by("household_id")
    moved = list(dict.fromkeys(changes.filter(field="alamat").values_list("household", flat=True)))[:2]
    suspended = changes.filter(field="status").values_list("household", flat=True)[:1]
    return [Household.objects.get(pk=pk) for pk in [*moved, *suspended]]


def card(page: Page, family: Household):
    return page.locator(f"section[aria-labelledby=siks-{family.pk}]")


def follow_the_columns(page: Page, family: Household) -> None:
    titles = card(page, family).locator("tbody th").all_inner_texts()
    assert titles == ["ALAMAT", "RT"]
    fields = SiksChange.objects.filter(household=family, is_open=True).values_list("field", flat=True)
    assert [PLACE[field] for field in sorted(fields, key=PLACE.__getitem__)] == [PLACE["alamat"], PLACE["rt"]]
    assert WHOLE_NUMBER.findall(page.content()) == []


def copy_a_value(page: Page, family: Household) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card(page, family).get_by_role("button", name=re.compile("Salin ALAMAT")).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    assert page.evaluate("() => navigator.clipboard.readText()") == Household.objects.get(pk=family.pk).alamat


def mark_as_done(page: Page, family: Household, by: User) -> None:
    number = SiksChange.objects.filter(is_open=True).count()
    card(page, family).get_by_role("link", name=re.compile("Tandai 2 perubahan")).click()
    press(page, "Tandai 2 perubahan")
    expect(page.get_by_role("alert", name="Ada yang perlu diperbaiki")).to_be_visible()  # not without the statement
    page.get_by_label("Catatan").fill("Usulan 118")
    page.get_by_label(re.compile("Saya sudah menginput")).check()
    press(page, "Tandai 2 perubahan")
    expect(page.get_by_text("2 perubahan ditandai sudah diinput di SIKS-NG.")).to_be_visible()
    expect(page.get_by_text(f"{number - 2} perubahan belum diinput")).to_be_visible()
    follow(page, "Sudah diinput")
    expect(card(page, family)).to_contain_text(f"{by}: Usulan 118")
    expect(card(page, family)).to_contain_text("23 November 2026, 09.10 WIB")


def exported(moved: Household, waiting: Household, suspended: Household) -> list[list[Any]]:
    """SIKS-NG has the first one's new address, of the second the address but not the RT, and pays the third still."""
    old_rt = SiksChange.objects.get(household=waiting, field="rt", is_open=True).old
    return [
        *people(moved),
        *people(waiting, RT=old_rt),
        *people(suspended, status="Layak", NAMA_PENGURUS="SUMARNI LAIN"),
        *[line({"NIK": nik(77), "NO KK": no_kk(77), "NAMA": "TAMU CONTOH"}, suspended)],
    ]


def people(family: Household, **cells: str) -> list[list[Any]]:
    other_name = cells.pop("NAMA_PENGURUS", "")
    found = []
    for person in family.members.all():
        name = other_name if other_name and person.is_pengurus else person.name
        own = {"NIK": person.nik, "NO KK": family.no_kk, "NAMA": name.upper(), "JENIS KELAMIN": person.sex}
        found.append(line(own | {"HUBUNGAN KELUARGA": person.relation.upper()} | cells, family))
    return found


def line(cells: dict[str, str], home: Household) -> list[Any]:
    row = [""] * len(V4)
    place = {"PROVINSI": "JAWA TIMUR", "KABUPATEN": "MAGETAN", "KECAMATAN": home.desa.kecamatan.name.upper()}
    address = {"ALAMAT": home.alamat, "RT": home.rt, "RW": home.rw, "KELURAHAN": home.desa.name.upper()}
    for title, value in (place | address | {"pkh": "Ya", "status": "Layak"} | cells).items():
        row[AT[title] if title in AT else V4.index(title)] = value
    return row


def compare(page: Page, export: Path) -> None:
    follow(page, "Bandingkan dengan ekspor SIKS-NG")
    follow(page, "Unggah ekspor SIKS-NG")
    page.get_by_label("Berkas ekspor SIKS-NG").set_input_files(export)
    press(page, "Unggah dan bandingkan")
    expect(page.get_by_role("heading", level=1)).to_have_text(export.name)
    page.reload()
    expect(page.get_by_text(re.compile("3 keluarga dikenali"))).to_be_visible()


def look_at_the_parts(page: Page, moved: Household, waiting: Household, suspended: Household) -> None:
    parts = {"Sudah sama": waiting, "Belum diinput": waiting, "Berbeda": suspended}
    for tab, family in parts.items():
        page.get_by_role("navigation", name="Hasil perbandingan").get_by_role(
            "link", name=re.compile(f"^{tab}")
        ).click()
        expect(page.locator(".siks-banding")).to_contain_text(family.name)
        expect(page.locator(".siks-banding")).not_to_contain_text(moved.name)
    assert WHOLE_NUMBER.findall(page.content()) == []
    ticks = SiksAct.objects.filter(comparison__isnull=False).values_list("change__household", "change__field")
    assert list(ticks) == [(waiting.pk, "alamat")]
    assert Household.objects.get(pk=suspended.pk).name == suspended.name  # nothing of the registry was changed


def read_the_differences(page: Page, waiting: Household, suspended: Household) -> None:
    follow(page, "Unduh perbedaan (XLSX)")
    page.get_by_label("Untuk apa data ini diunduh").fill("Bahan input SIKS-NG pekan ini")
    press(page, "Buat berkas XLSX")
    page.reload()
    book = saved(page, lambda: follow(page, re.compile("^Unduh Perbandingan|Unduh .*SIKS-NG")))
    rows = [row for row in lines(book, "Belum diinput") if row[0] in (waiting.nik, suspended.nik)]
    assert {(row[0], row[1], row[6]) for row in rows} == {
        (waiting.nik, waiting.no_kk, "RT"),
        (suspended.nik, suspended.no_kk, "PKH STATUS dan ALASAN"),
    }
    assert [row[0] for row in lines(book, "Tidak ada di registri")[-1:]] == [nik(77)]


def test_figures_in_two_clicks_and_nobody_found_in_the_public_copy(page: Page, live_server, office, become):
    become(office["kabid"])
    page.goto(live_server.url)
    follow(page, re.compile("^Rekap$"))
    page.get_by_label("Kolom").select_option("status")
    expect(
        page.get_by_role("heading", name="Rekap keluarga peserta menurut kecamatan dan status kepesertaan")
    ).to_be_visible()
    page.get_by_label("Program", exact=True).select_option("pkh")
    expect(page.get_by_role("link", name=re.compile("Program: PKH"))).to_be_visible()
    shown = table_of(page)
    assert shown[-1][-1] == str(Enrollment.objects.filter(program="pkh").count())
    expect(page.get_by_role("table", name="Jumlah menurut kecamatan").get_by_role("progressbar").first).to_be_visible()
    same_in_the_files(page, shown)
    public_copy(page)
    as_it_was(page)
    one_family_as_it_was(page, live_server.url)


def table_of(page: Page) -> list[list[str]]:
    """Its cells in one look, so that no swap comes between."""
    return page.get_by_role("region", name="Tabel rekap").evaluate(
        "node => [...node.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )


def below_the_head(rows: list[list[Any]]) -> list[list[str]]:
    """The lines of the table itself, as text, of a sheet that begins with titles."""
    start = next(number for number, row in enumerate(rows) if row[0] in ("Kecamatan", "Desil"))
    return [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows[start:]]


def same_in_the_files(page: Page, shown: list[list[str]]) -> None:
    assert below_the_head(lines(saved(page, lambda: follow(page, "Unduh XLSX")))) == shown
    paper = words(saved(page, lambda: follow(page, "Cetak PDF")))
    assert paper.count(" ".join(shown[-1])) == 1
    assert paper.count("Sumber: registri Dinas Sosial Magetan, keadaan per 23 November 2026") == 1


def public_copy(page: Page) -> None:
    page.get_by_label("Baris").select_option("desil")
    expect(page.get_by_role("heading", name=re.compile("menurut desil dan status"))).to_be_visible()
    page.get_by_label(re.compile("Salinan publik")).check()
    expect(page.get_by_text("Tanda * adalah angka lain yang ikut disembunyikan")).to_be_visible()
    shown = table_of(page)
    assert nothing_small(shown) and not worked_out(shown)
    book = below_the_head(lines(saved(page, lambda: follow(page, "Unduh XLSX"))))
    assert book == shown
    paper = words(saved(page, lambda: follow(page, "Cetak PDF")))
    assert paper.count("Salinan publik") >= 1 and paper.count("Arya Danuwijaya") == 0
    assert Counter(paper.split())["<5"] >= Counter(cell for row in shown for cell in row)["<5"]


def nothing_small(table: list[list[str]]) -> bool:
    return all(cell in HIDDEN or cell == "0" or int(cell) >= 5 for row in table[1:] for cell in row[1:])


def worked_out(table: list[list[str]]) -> list[list[str]]:
    """Rows and columns in which one number only is hidden: the others would give it away."""
    body = [row[1:] for row in table[1:]]
    sums = [*body, *map(list, zip(*body, strict=True))]
    return [cells for cells in sums if sum(cell in HIDDEN for cell in cells) == 1]


def as_it_was(page: Page) -> None:
    """Before the last penetapan nobody was suspended by it yet."""
    page.get_by_label(re.compile("Salinan publik")).uncheck()
    expect(page.get_by_text("Tanda * adalah angka lain")).to_have_count(0)
    page.get_by_label("Baris").select_option("kecamatan")
    expect(page.get_by_role("link", name="Plaosan")).to_be_visible()
    now = table_of(page)
    page.get_by_label("Keadaan per tanggal").fill("2026-11-01")
    page.get_by_label("Keadaan per tanggal").blur()
    expect(page.get_by_text("Keadaan per 1 November 2026", exact=True)).to_be_visible()
    then = table_of(page)
    assert (now[0][1:], then[0][1:]) == (["Aktif", "Ditangguhkan", "Jumlah"], ["Aktif", "Jumlah"])
    assert then[-1][-1] == now[-1][-1]


def one_family_as_it_was(page: Page, base: str) -> None:
    moved = SiksChange.objects.filter(field="alamat", is_open=True).select_related("household").first()
    page.goto(f"{base}/keluarga/{moved.household_id}/")
    follow(page, "Per tanggal")
    page.get_by_label("Tampilkan keadaan per tanggal").fill("2026-11-01")
    press(page, "Tampilkan keadaan")
    expect(page.get_by_role("heading", name=re.compile("Keadaan per 1 November 2026"))).to_be_visible()
    before = page.locator("section[aria-labelledby=judul-per]")
    expect(before).to_contain_text(moved.old)
    expect(before).not_to_contain_text(moved.household.alamat)


def test_the_counter_answers_by_number_and_by_name(page: Page, live_server, office, become):
    become(office["petugas"])
    suspended = Enrollment.objects.filter(program="pkh", status="suspended").first().household
    ask(page, live_server.url, {"NIK atau nomor KK": suspended.nik})
    hear_why_not_now(page, suspended)
    take_the_slip_home(page, suspended)
    member = Member.objects.filter(household__desa__kecamatan=PLAOSAN, is_pengurus=False).first()
    ask(page, live_server.url, {"NIK atau nomor KK": member.household.no_kk})
    expect(page.get_by_role("heading", level=1)).to_have_text(member.household.name)
    ask_by_name(page, live_server.url, member.household)
    ask(page, live_server.url, {"NIK atau nomor KK": nik(999)})
    expect(page.get_by_text(re.compile("Ini bukan keputusan"))).to_be_visible()
    ask(page, live_server.url, {"NIK atau nomor KK": "352007"})
    expect(page.get_by_text("NIK atau nomor KK harus 16 angka. Yang ditulis 6 angka.").first).to_be_visible()
    expect(page.get_by_label("NIK atau nomor KK")).to_have_value("352007")


def ask(page: Page, base: str, typed: dict[str, str]) -> None:
    page.goto(f"{base}/loket/")
    for label, value in typed.items():
        page.get_by_label(label, exact=True).fill(value)
    press(page, "Cari")


def hear_why_not_now(page: Page, family: Household) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(family.name)
    pkh = page.locator("section", has=page.get_by_role("heading", name="PKH", exact=True))
    for sentence in (
        "Terdaftar, tetapi sedang ditangguhkan",
        "PKH Tahap 4 2026, ditetapkan",
        "Selama ditangguhkan keluarga tidak diusulkan untuk dibayar.",
        "Penerima dan pembayaran ditetapkan Kementerian Sosial.",
    ):
        expect(pkh).to_contain_text(sentence)
    expect(page.get_by_text("KTP elektronik pengurus")).to_be_visible()
    assert WHOLE_NUMBER.findall(page.content()) == []


def take_the_slip_home(page: Page, family: Household) -> None:
    """The browser shows it; its file is fetched as the browser would."""
    address = page.get_by_role("link", name="Cetak slip").get_attribute("href")
    answer = page.request.get(page.url.split("/loket/")[0] + address)
    slip = PdfReader(BytesIO(answer.body()))
    text = " ".join(slip.pages[0].extract_text().split())
    assert (answer.status, len(slip.pages)) == (200, 1)
    for part in (family.name, "sedang ditangguhkan", "KTP elektronik pengurus", "Kementerian Sosial", "Menur Larasati"):
        assert text.count(part) >= 1, part
    assert WHOLE_NUMBER.findall(text) == []


def ask_by_name(page: Page, base: str, family: Household) -> None:
    page.goto(f"{base}/loket/")
    page.get_by_label("Nama", exact=True).fill(family.name.split()[0].lower())
    press(page, "Cari")
    expect(page.get_by_text("Pilih desa/kelurahan; pencarian dengan nama hanya di satu desa.").first).to_be_visible()
    page.get_by_label("Desa/kelurahan").select_option(family.desa_id)
    press(page, "Cari")
    page.get_by_role("table").get_by_role("link", name=family.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(family.name)
