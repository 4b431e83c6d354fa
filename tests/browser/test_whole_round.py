"""One PKH round of Magetan as its people live it, from the ministry's spreadsheet to the Berita Acara."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.cast import PARANG, PLAOSAN, create_cast
from pkh_sembako.accounts.models import User, WorkArea
from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.management.demo.registry import HEADER
from pkh_sembako.office.models import Desa
from pkh_sembako.office.queries import calendar
from programs import tasks  # noqa: F401 - registers what the eager jobs do
from programs.models import DeterminedRow, Household, KroscekResult, RoundEntry
from sop.models import Assignment, Cycle, SopVersion, StepRun
from sop.services import evidence, runs
from tests.programs.factories import nik, no_kk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "sandi-uji-contoh-2026"
EACH = 10  # families of each kecamatan


@pytest.fixture
def people(transactional_db, reference) -> dict[str, User]:
    people = create_cast(PASSWORD)
    for kecamatan, name in ((PLAOSAN, "ratri"), (PARANG, "bagas")):
        for desa in Desa.objects.filter(kecamatan=kecamatan):
            WorkArea.objects.create(desa=desa, program="pkh", pendamping=people[name])
    return people


@pytest.fixture
def spreadsheet(tmp_path, reference, transactional_db) -> Path:
    """A V1 file of two kecamatan with four planted errors."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    number = 0
    for kecamatan in (PLAOSAN, PARANG):
        desa = Desa.objects.filter(kecamatan=kecamatan).select_related("kecamatan").first()
        for _ in range(EACH):
            number += 1
            sheet.append(row(number, nik(number), desa))
    sheet.append(row(901, 3520075708900901, desa))  # a number: its last digits may be gone
    sheet.append(row(902, "352007570890090", desa))  # one digit short
    sheet.append(row(903, nik(1), desa))  # the NIK of the first row
    sheet.append([*row(904, nik(904), desa)[:7], "DESA ANTAH BERANTAH", *row(904, nik(904), desa)[8:]])
    path = tmp_path / "BNBA PKH Tahap 1 2027.xlsx"
    book.save(path)
    return path


def row(number: int, its_nik: object, desa: Desa) -> list:
    place = ["JAWA TIMUR", "MAGETAN", desa.kecamatan.name.upper(), desa.name.upper(), ""]
    who = [f"ID{number}", no_kk(number), its_nik, f"MELATI CONTOH {number}"]
    return [*who, *place, "1", "PKH", "MANDIRI", "Jl. Contoh", "001", "002", "KRAJAN", "1", "1", "750000"]


def log_in(page: Page, base: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/masuk/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def test_from_the_spreadsheet_to_the_berita_acara(page: Page, live_server, people, spreadsheet, jobs_at_once):
    base = live_server.url
    import_the_file(page, base, spreadsheet)
    cycle = run_a_cycle(page, base)
    until_kroscek(cycle, people)
    somebody_is_late(page, base, cycle)
    check_families(page, base, "ratri")
    check_families(page, base, "bagas")
    hand_in(page, base, cycle)
    sign(page, base, cycle)
    read_back(page, base)


def import_the_file(page: Page, base: str, spreadsheet: Path) -> None:
    log_in(page, base, "operator")
    page.goto(f"{base}/bnba/impor/")
    page.get_by_label("Tahun").fill("2027")
    page.get_by_label("Tahap", exact=True).fill("1")
    page.get_by_label("Berkas BNBA").set_input_files(spreadsheet)
    press(page, "Unggah berkas")
    press(page, "Periksa berkas")
    expect(page.get_by_text("Baris yang ditolak").first).to_be_visible()
    for sentence in ("tersimpan sebagai angka", "berisi 15 angka", "ANTAH BERANTAH"):
        expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()
    assert Household.objects.count() == 0  # looking changes nothing
    page.get_by_role("link", name=re.compile("Tinjau")).first.click()
    page.get_by_role("link", name=re.compile("Terapkan|Lanjut")).first.click()
    press(page, "Terapkan")
    expect(page.get_by_role("heading", name="Berkas sudah diterapkan")).to_be_visible()
    assert RoundEntry.objects.count() == 2 * EACH


def run_a_cycle(page: Page, base: str) -> Cycle:
    page.goto(f"{base}/siklus/siapkan/")
    sop = SopVersion.objects.get(code="magetan-pkh")
    page.get_by_label("SOP").select_option(str(sop.pk))
    page.get_by_label("Tahun").fill("2027")
    page.get_by_label("Tahap", exact=True).fill("1")
    page.get_by_label(re.compile("^Tidak")).check()
    press(page, "Siapkan siklus")
    press(page, "Jalankan siklus")
    return Cycle.objects.get()


def until_kroscek(cycle: Cycle, people: dict[str, User]) -> None:
    """Steps 5 to 8 through the one door; their pages have tests of their own."""
    for no in (5, 6, 7, 8):
        run = StepRun.objects.get(cycle=cycle, step__no=no)
        for target in list(run.assignments.all()) or [run]:
            place = getattr(target, "kecamatan_id", None)
            by = people["korkab" if place is None else "korcam.plaosan" if place == PLAOSAN else "korcam.parang"]
            evidence.tick_all(target, by=by)
            evidence.add(target, by=by, note="Selesai menurut daftar hadir.")
            runs.move(target, "submit", by=by)


def somebody_is_late(page: Page, base: str, cycle: Cycle) -> None:
    """Nothing is done in time: korcam and korkab hear it first, then kasi, then kabid."""
    step = Deadline.objects.get(subject=StepRun.objects.get(cycle=cycle, step__no=9).subject)
    rungs = calendar().rungs(step.due)
    heard: list[list[str]] = []
    for moment in (step.due, rungs["+1"], rungs["+3"]):
        before = set(Notification.objects.values_list("pk", flat=True))
        alerts.sweep(moment + timedelta(minutes=1))
        new = Notification.objects.exclude(pk__in=before)
        heard.append(sorted(new.values_list("user__username", flat=True)))
    assert heard == [["korcam.parang", "korcam.plaosan", "korkab"], ["kasi"], ["kabid"]]
    log_in(page, base, "kasi")
    page.goto(f"{base}/pemberitahuan/")
    expect(page.get_by_text(re.compile("2 kecamatan lewat tenggat 1 hari kerja: Parang, Plaosan"))).to_be_visible()
    assert mail.outbox == []  # e-mail goes by its own sweep


def check_families(page: Page, base: str, username: str) -> None:
    """Six by hand, one of them berubah and one usul keluar; the rest at once with one statement."""
    log_in(page, base, username)
    page.goto(f"{base}/kroscek/")
    page.locator(".daftar-kroscek a").first.click()
    for number in range(6):
        outcome = {1: "Berubah", 2: "Usul keluar"}.get(number, "Sesuai")
        page.get_by_label(outcome, exact=True).check()
        if outcome == "Berubah":
            page.get_by_label("Alamat").fill("Jl. Kenanga 7")
        if outcome == "Usul keluar":
            page.get_by_label("Sudah mampu").check()
        page.get_by_label("Kunjungan rumah").check()
        page.get_by_label("Tanggal diperiksa").fill(timezone.localdate().isoformat())
        press(page, "Simpan")
    assert KroscekResult.objects.filter(by__username=username).count() == 6
    page.goto(f"{base}/kroscek/")
    page.get_by_role("link", name=re.compile("Pilih semua 4")).click()
    page.get_by_label("Pertemuan kelompok").check()
    page.get_by_label("Tanggal diperiksa").fill(timezone.localdate().isoformat())
    page.get_by_label("Cara keluarga-keluarga ini diperiksa").fill("Dibacakan pada pertemuan kelompok dan dibenarkan.")
    page.get_by_label(re.compile("Saya menyatakan")).check()
    press(page, "Tandai sesuai 4 keluarga")
    assert KroscekResult.objects.filter(by__username=username).count() == EACH


def hand_in(page: Page, base: str, cycle: Cycle) -> None:
    for kecamatan, korcam in ((PLAOSAN, "korcam.plaosan"), (PARANG, "korcam.parang")):
        log_in(page, base, korcam)
        page.goto(f"{base}/kroscek/kecamatan/{cycle.round_id}/{kecamatan}/")
        press(page, "Kirim hasil")
    log_in(page, base, "korkab")
    for kecamatan in (PLAOSAN, PARANG):
        page.goto(f"{base}/kroscek/kecamatan/{cycle.round_id}/{kecamatan}/")
        press(page, "Terima")
    assert set(Assignment.objects.filter(step_run__step__no=9).values_list("state", flat=True)) == {"done"}


def sign(page: Page, base: str, cycle: Cycle) -> None:
    page.goto(f"{base}/penetapan/susun/{cycle.round_id}/")
    press(page, "Susun Berita Acara")
    address = page.url
    for signer in ("kasi", "kabid"):
        log_in(page, base, signer)
        page.goto(address)
        page.get_by_label(re.compile("^(Beri paraf|Setujui)")).check()
        page.get_by_label("Kata sandi").fill(PASSWORD)
        press(page, "Kirim keputusan")
    log_in(page, base, "kadis")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name=re.compile("etapkan|Berita Acara")).first.click()
    page.get_by_label(re.compile("^(Setujui|Tetapkan)")).check()
    page.get_by_label(re.compile("Nomor")).fill("400.9/77/403.107/2027")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    press(page, "Lanjutkan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda akan menetapkan hasil kroscek 20 keluarga")
    press(page, "Tetapkan 20 keluarga")
    expect(page.get_by_text("400.9/77/403.107/2027").first).to_be_visible()
    assert DeterminedRow.objects.filter(layak_bayar=True).count() == 2 * EACH - 2


def fetch(page: Page, base: str, link: str) -> bytes:
    address = page.get_by_role("link", name=link).get_attribute("href")
    answer = page.request.get(f"{base}{address}")
    assert answer.status == 200
    return answer.body()


def read_back(page: Page, base: str) -> None:
    page.reload()
    paper = fetch(page, base, "Unduh Berita Acara (PDF)")
    text = "\n".join(part.extract_text() for part in PdfReader(BytesIO(paper)).pages)
    assert re.sub(r"\s+", " ", text).count("400.9/77/403.107/2027") >= 1
    sheets = CalamineWorkbook.from_filelike(BytesIO(fetch(page, base, "Unduh daftar (XLSX)")))
    payable = [cell for line in sheets.get_sheet_by_name("Layak bayar").to_python() for cell in line]
    assert {nik(1), no_kk(1)} <= set(payable)
    code = re.search(r"/verifikasi/([A-Z0-9]{10})", text)
    assert code is not None
    page.context.clear_cookies()
    page.goto(f"{base}/verifikasi/{code[1]}/")
    expect(page.get_by_text("400.9/77/403.107/2027")).to_be_visible()
    assert page.content().count("MELATI") == 0
