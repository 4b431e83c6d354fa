"""The Sembako SOP as its people live it: from the bank's card list to the card in the family's hand."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.cast import DESA_IN_PLAOSAN, PARANG, PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Letter
from pkh_sembako.office.models import Desa
from programs import tasks  # noqa: F401 - registers what the eager jobs do
from programs.models import Kks, KksSchedule, Round
from sop import tasks as sop_tasks  # noqa: F401 - the same
from sop.models import Cycle, SopVersion, StepRun
from sop.services import evidence, runs
from tests.browser import sembako_office
from tests.programs.kks.factories import number

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
NUMBER = "463/{}/403.107/2026"
Become = Callable[[User], None]


@pytest.fixture
def base(live_server) -> str:
    return live_server.url


@pytest.fixture
def office(transactional_db, reference, monday) -> dict[str, User]:
    return sembako_office.people()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()


def told(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def fetched(page: Page, base: str, link: str | re.Pattern[str]) -> bytes:
    answer = page.request.get(base + page.get_by_role("link", name=link).first.get_attribute("href"))
    assert answer.status == 200
    return answer.body()


def picture(folder: Path, name: str) -> Path:
    Image.new("RGB", (640, 480), "teal").save(folder / name)
    return folder / name


def submit_step(page: Page, base: str, cycle: Cycle, no: int, *, share: str = "", **fields: str) -> None:
    page.goto(f"{base}{cycle.get_absolute_url()}langkah/{no}/{f'{share}/' if share else ''}")
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " ")).first.fill(text)
    press(page, re.compile("^(Ajukan|Selesai)$"))
    told(page, re.compile(f"^Selesai: Langkah {no}"))


def test_from_the_banks_list_to_the_card_in_hand(
    page: Page, base, office, become: Become, jobs_at_once, tmp_path, settings
):
    settings.VAR_DIR = tmp_path
    page.set_viewport_size(DESK)
    the_round = sembako_office.listed(office["operator"])
    become(office["operator"])
    import_the_card_list(page, base, tmp_path)
    cycle = start_the_cycle(page, base, office)
    hand_the_data_to_the_bank(page, base, become, office, tmp_path)
    submit_step(page, base, cycle, 3)
    write_to_every_camat(page, base, cycle, become, office)
    tell_the_desa(page, base, cycle, become, office, tmp_path)
    schedule = make_the_schedule(page, base, the_round, cycle, become, office)
    receive_the_schedule(page, base, schedule, cycle, become, office, tmp_path)
    read_the_papers(page, base, schedule, become, office)
    become(office["ratri"])
    hand_over_on_the_phone(page, base, tmp_path)
    become(office["operator"])
    tick_the_signed_list(page, base, the_round, tmp_path)
    no_step_while_a_card_is_open(page, base, cycle, become, office)
    the_last_card_goes_back(page, base, become, office, tmp_path)
    both_papers_of_the_desa(page, base, the_round, become, office)
    become(office["bank"])
    submit_step(page, base, cycle, 9)
    become(office["operator"])
    submit_step(page, base, cycle, 10, Tanggal_kejadian="2026-11-23", Sumber="Daftar tanda terima")
    look_at_the_progress(page, base, the_round, become, office)
    cycle.refresh_from_db()
    assert cycle.state == "finished"


def import_the_card_list(page: Page, base: str, folder: Path) -> None:
    """Five rows are refused with their reasons, thirteen cards come in."""
    page.goto(f"{base}/bnba/impor/")
    page.get_by_label("Sembako", exact=True).check()
    page.get_by_label("Tahun").fill(str(sembako_office.TAHUN))
    page.get_by_label("Tahap", exact=True).fill(str(sembako_office.TAHAP))
    page.get_by_label("Berkas BNBA").set_input_files(sembako_office.card_list(folder))
    press(page, "Unggah berkas")
    press(page, "Periksa berkas")
    for sentence in ("15 angka", "tersimpan sebagai angka", "kartu lain di baris sebelumnya", "bukan milik keluarga"):
        expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()
    assert Kks.objects.count() == 0  # looking changes nothing
    page.get_by_role("link", name=re.compile("Tinjau")).first.click()
    page.get_by_role("link", name=re.compile("Terapkan|Lanjut")).first.click()
    press(page, re.compile("^Terapkan"))
    expect(page.get_by_role("heading", name="Berkas sudah diterapkan")).to_be_visible()
    assert Kks.objects.filter(state="received").count() == sum(sembako_office.SIZES)


def start_the_cycle(page: Page, base: str, office: dict[str, User]) -> Cycle:
    page.goto(f"{base}/siklus/siapkan/")
    page.get_by_label("SOP").select_option(str(SopVersion.objects.get(code="magetan-sembako").pk))
    page.get_by_label("Tahun").fill(str(sembako_office.TAHUN))
    page.get_by_label("Tahap", exact=True).fill(str(sembako_office.TAHAP))
    press(page, "Siapkan siklus")
    press(page, "Jalankan siklus")
    cycle = Cycle.objects.get()
    submit_step(page, base, cycle, 1, Tanggal_kejadian="2026-11-23", Sumber="SIKS-NG, unduhan BNBA")
    second = StepRun.objects.get(cycle=cycle, step__no=2)  # a checklist: its page has tests of its own
    evidence.tick_all(second, by=office["operator"])
    evidence.add(second, by=office["operator"], note="BNBA diterapkan tanpa baris yang ditolak.")
    runs.move(second, "submit", by=office["operator"])
    return cycle


def hand_the_data_to_the_bank(page: Page, base: str, become: Become, office: dict[str, User], folder: Path) -> None:
    page.goto(f"{base}/data-bank/")
    page.get_by_label("Bank penyalur").fill("Bank Mandiri")
    press(page, "Buat buku kerja")
    press(page, "Serahkan kepada Bank Mandiri")
    receipt = words(fetched(page, base, "Cetak tanda terima (PDF)"))
    assert ("Jumlah keluarga" in receipt, "Bank Mandiri" in receipt) == (True, True)
    page.get_by_role("link", name="Catat tanda terima").click()
    page.get_by_label("Diterima oleh").fill("Citra Mandalawangi")
    page.get_by_label("Jabatan penerima").fill("Petugas bansos")
    page.get_by_label("Pindaian tanda terima").set_input_files(picture(folder, "tanda-terima.png"))
    press(page, "Catat tanda terima")
    told(page, "Citra Mandalawangi, Petugas bansos")
    become(office["bank"])
    page.goto(f"{base}/data-bank/")
    page.get_by_role("link", name="Sembako Tahap 11 2026").click()
    with page.expect_download() as download:
        press(page, re.compile("Unduh buku kerja"))
    rows = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    assert sum("MELATI CONTOH" in " ".join(map(str, row)).upper() for row in rows) == 13
    become(office["operator"])


def write_to_every_camat(page: Page, base: str, cycle: Cycle, become: Become, office: dict[str, User]) -> None:
    """Made, submitted, approved, numbered and printed in one go each; the paper is read back."""
    letters = f"{base}{cycle.get_absolute_url()}surat/"
    page.goto(letters)
    press(page, "Buat 2 surat pemberitahuan")
    press(page, "Ajukan 2 surat untuk disetujui")
    become(office["kadis"])
    for letter in Letter.objects.filter(notice__cycle=cycle):
        page.goto(f"{base}/dokumen/surat/{letter.pk}/")
        press(page, "Setujui surat")
        told(page, "Disetujui, menunggu nomor")
    become(office["operator"])
    page.goto(letters)
    page.get_by_role("link", name="Beri nomor 2 surat").click()
    for row, agenda in enumerate((1301, 1302)):
        page.locator("input[name$=-number]").nth(row).fill(NUMBER.format(agenda))
    press(page, "Terbitkan 2 surat")
    page.goto(letters)
    told(page, "2 dari 2 surat terbit")
    submit_step(page, base, cycle, 4)


def tell_the_desa(page: Page, base: str, cycle: Cycle, become: Become, office: dict[str, User], folder: Path) -> None:
    """camat.plaosan for the own desa; for Parang, which has no camat here, the operator with evidence."""
    for who, code, desa, proof in (("camat.plaosan", PLAOSAN, 2, ""), ("operator", PARANG, 1, "hadir.png")):
        become(office[who])
        page.goto(f"{base}{cycle.get_absolute_url()}surat/{code}/")
        paper = words(fetched(page, base, "Baca surat (PDF)"))
        counted = {PLAOSAN: "9 keluarga di Kecamatan Plaosan", PARANG: "4 keluarga di Kecamatan Parang"}[code]
        assert (counted in paper, "463/130" in paper) == (True, True)
        boxes = page.locator("input[name=desa]")
        expect(boxes).to_have_count(desa)
        for box in boxes.all():
            box.check()
        page.get_by_label("Tanggal diberi tahu").fill("2026-11-23")
        page.locator("[name=channel]").select_option("meeting")
        if proof:
            page.get_by_label("Bukti dari kecamatan").set_input_files(picture(folder, proof))
        press(page, "Simpan desa yang diberi tahu")
        told(page, f"{desa} desa sudah diberi tahu, 0 belum")
        submit_step(page, base, cycle, 5, share=code)


def make_the_schedule(
    page: Page, base: str, the_round: Round, cycle: Cycle, become: Become, office: dict[str, User]
) -> KksSchedule:
    """The bank lets it compute, moves one session, and says that it is done."""
    become(office["bank"])
    page.goto(f"{base}/kks/?tahap={the_round.pk}")
    page.get_by_role("link", name="Susun jadwal").click()
    page.get_by_label("Hari pertama").fill("2026-11-23")
    page.get_by_label("Jumlah tim").fill("1")
    page.get_by_label("Kartu per tim per jam").fill("10")
    press(page, "Hitung usulan jadwal")
    told(page, "di dalam janji pelayanan")
    schedule = KksSchedule.objects.get()
    last = schedule.slots.order_by("day", "start").last()
    page.goto(f"{base}{schedule.get_absolute_url()}sesi/{last.pk}/")
    page.locator("[name=day]").fill("2026-11-28")  # a Saturday
    press(page, "Simpan sesi")
    told(page, "Yang harus dibereskan")
    expect(page.get_by_role("button", name="Nyatakan jadwal selesai")).to_be_disabled()
    page.goto(f"{base}{schedule.get_absolute_url()}sesi/{last.pk}/")
    page.locator("[name=day]").fill("2026-11-24")
    page.locator("[name=officers]").fill("Ratri Anggarwati, TKSK, petugas bank")
    press(page, "Simpan sesi")
    press(page, "Nyatakan jadwal selesai")
    told(page, "Dibuat bank penyalur")
    submit_step(page, base, cycle, 6)
    return schedule


def receive_the_schedule(
    page: Page, base: str, schedule: KksSchedule, cycle: Cycle, become: Become, office: dict[str, User], folder: Path
) -> None:
    """The Dinas, then each kecamatan: Plaosan by itself, Parang written down with its paper."""
    address = f"{base}{schedule.get_absolute_url()}"
    become(office["operator"])
    page.goto(address)
    press(page, "Terima jadwal")
    told(page, "Diterima Dinas Sosial")
    submit_step(page, base, cycle, 7)
    become(office["camat.plaosan"])
    page.goto(address)
    press(page, "Kami terima jadwal ini")
    told(page, re.compile("^Menerima$"))
    submit_step(page, base, cycle, 8, share=PLAOSAN)
    become(office["operator"])
    page.goto(address)
    page.get_by_text("Catat penerimaan dengan bukti").click()
    page.get_by_label("Bukti dari kecamatan").set_input_files(picture(folder, "balasan.png"))
    press(page, "Catat kecamatan menerima")
    told(page, "dicatat Dinas Sosial, dengan bukti")
    submit_step(page, base, cycle, 8, share=PARANG)
    become(office["desa.plaosan"])
    page.goto(address)
    own = Desa.objects.get(pk=DESA_IN_PLAOSAN).name
    expect(page.get_by_role("link", name=own).first).to_be_visible()
    expect(page.get_by_text("Parang")).to_have_count(0)


def read_the_papers(page: Page, base: str, schedule: KksSchedule, become: Become, office: dict[str, User]) -> None:
    """The schedule, the list to sign of a desa, the calendar, and both files of the background."""
    desa = Desa.objects.get(pk=DESA_IN_PLAOSAN)
    become(office["operator"])
    page.goto(f"{base}{schedule.get_absolute_url()}")
    paper = words(fetched(page, base, "Jadwal (PDF)"))
    assert [name for name in (desa.name, "Plaosan", "Parang") if name not in paper] == []
    calendar = fetched(page, base, "Kalender (.ics)").decode()
    events = calendar.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    assert (len(events), sum(desa.name in event for event in events)) == (schedule.slots.count(), 1)
    press(page, re.compile("Buku kerja"))
    page.goto(f"{base}{schedule.get_absolute_url()}")
    press(page, re.compile("Daftar tanda terima per desa"))
    page.goto(f"{base}/unduhan/")
    with zipfile.ZipFile(io.BytesIO(ordered(page, base, "Daftar tanda terima KKS"))) as archive:
        lists = " ".join(words(archive.read(name)) for name in archive.namelist()).lower()
        assert len(archive.namelist()) == len(sembako_office.SIZES)
    assert [n for n in range(1, 14) if f"melati contoh {n}" not in lists or number(n) in lists] == []
    book = CalamineWorkbook.from_filelike(io.BytesIO(ordered(page, base, "Buku kerja jadwal KKS")))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert {f"melati contoh {n}" for n in range(1, 14)} <= {str(cell).lower() for row in rows for cell in row}


def ordered(page: Page, base: str, title: str) -> bytes:
    """From the download centre, by its title."""
    row = page.locator("tr", has_text=title)
    answer = page.request.get(base + row.get_by_role("link").first.get_attribute("href"))
    assert answer.status == 200
    return answer.body()


def hand_over_on_the_phone(page: Page, base: str, folder: Path) -> None:
    """ratri in her desa: by photo, by signature, the same card again, and one for whom nobody came."""
    page.set_viewport_size(PHONE)
    page.goto(f"{base}/kks/serah/")
    page.locator("#desa").select_option(DESA_IN_PLAOSAN)
    press(page, "Pakai desa ini")
    find_and_open(page, "Melati Contoh 1")
    second = page.context.new_page()  # another phone with the same card
    second.goto(page.url)
    page.get_by_label("KPM sendiri").check()
    page.get_by_label("Nama penerima").fill("Melati Contoh 1")
    page.get_by_label("Foto penyerahan").check()
    page.get_by_label("Foto atau pindaian").set_input_files(picture(folder, "serah.jpg"))
    press(page, "Simpan penyerahan")
    told(page, re.compile("sudah diserahkan"))
    told(page, "1 dari 6 diserahkan")
    the_same_card_again(second)
    find_and_open(page, "Melati Contoh 2")
    page.get_by_label("Anggota KK yang sama").check()
    page.get_by_label("Nama penerima").fill("Melati Contoh Ibu")
    page.get_by_label("Tanda tangan di layar").check()
    sign(page)
    press(page, "Simpan penyerahan")
    told(page, "2 dari 6 diserahkan")
    find_and_open(page, "Melati Contoh 3")
    page.get_by_role("link", name="Tidak jadi diserahkan? Catat alasannya").click()
    press(page, "Catat gagal diserahkan")  # no reason, no proof
    told(page, "Ambil foto buktinya, atau unggah pindaian daftarnya.")
    page.locator("[name=reason]").select_option("pindah")
    page.locator("[name=photo]").set_input_files(picture(folder, "rumah.jpg"))
    press(page, "Catat gagal diserahkan")
    told(page, "Tercatat: gagal diserahkan.")
    page.set_viewport_size(DESK)


def the_same_card_again(page: Page) -> None:
    """Refused with who and when."""
    page.get_by_label("KPM sendiri").check()
    page.get_by_label("Nama penerima").fill("Melati Contoh 1")
    page.get_by_label("Tanda tangan di layar").check()
    sign(page)
    press(page, "Simpan penyerahan")
    told(page, "Kartu ini sudah diserahkan kepada Melati Contoh 1 pada 23 November 2026 pukul 09.10 WIB oleh Ratri")
    page.close()


def find_and_open(page: Page, name: str) -> None:
    page.goto(f"{page.url.split('/kks/')[0]}/kks/serah/?desa={DESA_IN_PLAOSAN}")
    page.locator("#id_q").fill(name)
    press(page, re.compile("Cari kartu"))
    page.get_by_role("link", name=re.compile(f"Serahkan kartu {name}$", re.I)).click()


def sign(page: Page) -> None:
    box = page.locator("canvas.kks-kanvas")
    box.scroll_into_view_if_needed()
    area = box.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 30, area["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(area["x"] + 30 + 20 * step, area["y"] + 40 + (step % 2) * 30)
    page.mouse.up()


def tick_the_signed_list(page: Page, base: str, the_round: Round, folder: Path) -> None:
    """What was signed on paper: every card of each desa that has no outcome yet, but the failed one."""
    for desa in sembako_office.places():
        page.goto(f"{base}/kks/serah/daftar/{the_round.pk}/{desa.pk}/")
        for box in page.locator("input[name=id]").all():
            if page.locator(f"label[for={box.get_attribute('id')}]").inner_text().lower() != "melati contoh 3":
                box.check()
        page.get_by_label("Pindaian daftar yang ditandatangani").set_input_files(picture(folder, "daftar.png"))
        press(page, re.compile("Simpan baris yang dicentang"))
        told(page, "Daftar tersimpan")


def no_step_while_a_card_is_open(page: Page, base: str, cycle: Cycle, become: Become, office: dict[str, User]) -> None:
    become(office["bank"])
    page.goto(f"{base}{cycle.get_absolute_url()}langkah/9/")
    told(page, "1 kartu belum ada hasilnya (Kec. Plaosan 1)")
    press(page, "Selesai")
    told(page, "Belum dapat diajukan")
    assert StepRun.objects.get(cycle=cycle, step__no=9).state == "active"


def the_last_card_goes_back(page: Page, base: str, become: Become, office: dict[str, User], folder: Path) -> None:
    become(office["operator"])
    page.goto(f"{base}{Kks.objects.get(number=number(3)).get_absolute_url()}")
    told(page, "Alasan: Pindah")
    page.get_by_role("link", name="Kembalikan ke bank").click()
    page.get_by_label("Alasan pengembalian").fill("Keluarga pindah ke luar kabupaten.")
    page.get_by_label("Tanda terima bank atau bukti lain").set_input_files(picture(folder, "tanda-terima-bank.png"))
    press(page, "Kembalikan ke bank")
    told(page, "Dikembalikan ke bank")


def both_papers_of_the_desa(page: Page, base: str, the_round: Round, become: Become, office: dict[str, User]) -> None:
    """Berita Acara serah terima and pengembalian, each read back."""
    for kind, agenda, needle in (("serah_terima", 1401, "Melati Contoh 1"), ("pengembalian", 1402, number(3))):
        page.goto(f"{base}/kks/berita-acara/{the_round.pk}/{DESA_IN_PLAOSAN}/{kind}/")
        page.get_by_label("Nama kepala desa/lurah").fill("Yuli Rahastri")
        page.get_by_label("Nama petugas bank").fill("Citra Mandalawangi")
        page.get_by_label("Nomor dari agenda sekretariat").fill(NUMBER.format(agenda))
        press(page, "Terbitkan dengan nomor")
        told(page, f"terbit dengan Nomor {NUMBER.format(agenda)}")
        paper = words(fetched(page, base, re.compile("PDF")))
        assert (needle.lower() in paper.lower(), NUMBER.format(agenda) in paper) == (True, True)


def look_at_the_progress(page: Page, base: str, the_round: Round, become: Become, office: dict[str, User]) -> None:
    """Bars, a tile for each desa, and the same as a table."""
    for who in ("kadis", "korkab"):
        become(office[who])
        page.goto(f"{base}/kks/?tahap={the_round.pk}")
        told(page, "13 diterima = 12 diserahkan + 0 belum ada hasil + 1 dikembalikan + 0 hilang + 0 diganti.")
        expect(page.locator(".petak-5")).to_have_count(3)
        page.get_by_text("Lihat sebagai tabel").last.click()
        rows = page.locator(".kks-tabel tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text=Desa.objects.get(pk=DESA_IN_PLAOSAN).name)).to_contain_text("100 %")
