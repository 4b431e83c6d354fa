"""A day of the inspektorat: sample, finding, follow-up to the end; and the administrator looks at the backups."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pkh_sembako.accounts.models import User
from pkh_sembako.backup import tasks  # noqa: F401 - registers what the eager jobs do
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.deadlines.models import Deadline
from sop.models import Finding
from tests.sop.test_binder_job import pdf_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TITLE = "Notulen rapat belum ada"
WORDS = {
    "Judul temuan": TITLE,
    "Kondisi": "Rapat tanpa notulen.",
    "Kriteria": "SOP langkah 6.",
    "Sebab": "Belum disalin.",
    "Rekomendasi": "Salin notulennya.",
}


@pytest.fixture
def base(live_server) -> str:
    return live_server.url


@pytest.fixture
def backups(settings, tmp_path) -> None:
    settings.BACKUP_KEY, settings.BACKUP_DIR, settings.BACKUP_MIN_FREE_MB = bytes(range(32)), tmp_path, 1


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_a_sample_to_a_settled_finding(page: Page, base: str, open_office, become, tmp_path):
    people = open_office(120)
    become(people["inspektorat"])
    draw_and_examine(page, base)
    finding = record_a_finding(page, people["korkab"])
    address = base + finding.get_absolute_url()
    become(people["korkab"])
    page.goto(f"{base}/")
    expect(page.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible()
    page.goto(address)
    ask_for_more_time(page)
    become(people["inspektorat"])
    give_more_time(page, address, finding)
    hand_on(page, people["kasi"])
    become(people["kasi"])
    follow_up(page, address, tmp_path)
    become(people["inspektorat"])
    close(page, address)
    page.goto(f"{base}/temuan/?status=closed")
    expect(page.get_by_role("link", name=re.compile(TITLE))).to_be_visible()


def draw_and_examine(page: Page, base: str) -> None:
    """Steps of the running cycle: the first in order, the second opens a finding."""
    page.goto(f"{base}/temuan/sampel/tarik/")
    choice = page.locator("[name=dari] option", has_text="Siklus PKH").first
    page.locator("[name=dari]").select_option(choice.get_attribute("value"))
    page.get_by_label("Ukuran sampel").fill("2")
    page.get_by_label("Untuk pemeriksaan apa").fill("ST 700/12/2026")
    press(page, "Tarik sampel")
    expect(page.get_by_text("Benih pengacakan")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^1\. ")).click()
    press(page, "Catat sesuai")
    page.get_by_role("link", name=re.compile(r"^2\. ")).click()
    page.get_by_role("link", name="Catat temuan").click()


def record_a_finding(page: Page, owner: User) -> Finding:
    for label, text in WORDS.items():
        page.get_by_label(label, exact=True).fill(text)
    choose(page, "Penanggung jawab tindak lanjut", owner)
    page.get_by_label("Tenggat (hari kerja)").fill("5")
    press(page, "Catat temuan")
    expect(page.get_by_text(re.compile("dicatat")).first).to_be_visible()
    return Finding.objects.get(title=TITLE)


def choose(page: Page, label: str, person: User) -> None:
    field = page.get_by_label(label)
    option = field.locator("option", has_text=str(person)).first
    field.select_option(option.get_attribute("value"))


def ask_for_more_time(page: Page) -> None:
    page.get_by_text("Minta perpanjangan kepada inspektorat").click()
    page.get_by_label("Sampai tanggal").fill("2026-12-07")
    press(page, "Minta perpanjangan")
    expect(page.get_by_text("Isi alasan").first).to_be_visible()
    page.get_by_label("Alasan").fill("Arsip sedang dipindahkan")
    press(page, "Minta perpanjangan")
    expect(page.get_by_text("Menunggu keputusan inspektorat.")).to_be_visible()


def give_more_time(page: Page, address: str, finding: Finding) -> None:
    page.goto(address)
    expect(page.get_by_text("meminta sampai 7 Desember 2026: Arsip sedang dipindahkan")).to_be_visible()
    page.get_by_label("Setujui", exact=True).check()
    press(page, "Catat keputusan")
    expect(page.get_by_text("Tenggat semula")).to_be_visible()
    assert Deadline.objects.get(subject=finding.subject).due.date().isoformat() == "2026-12-07"


def hand_on(page: Page, owner: User) -> None:
    page.get_by_text("Pilih penanggung jawab lain").click()
    choose(page, "Penanggung jawab yang baru", owner)
    page.get_by_label("Alasan pengalihan").fill("Arsip ada di seksi")
    press(page, "Alihkan temuan")
    expect(page.get_by_text(re.compile(f"sekarang ditindaklanjuti {owner}"))).to_be_visible()


def follow_up(page: Page, address: str, folder: Path) -> None:
    (folder / "notulen.pdf").write_bytes(pdf_of(1))
    page.goto(address)
    page.get_by_label("Apa yang sudah dilakukan").fill("Notulen sudah disalin.")
    page.get_by_label("Bukti").set_input_files(folder / "notulen.pdf")
    press(page, "Kirim tindak lanjut")
    expect(page.get_by_text("Menunggu penilaian").first).to_be_visible()


def close(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("link", name="notulen.pdf")).to_be_visible()
    page.get_by_label("Sesuai rekomendasi, selesai").check()
    press(page, "Catat penilaian")
    expect(page.get_by_text("Selesai ditindaklanjuti").first).to_be_visible()
    for told in ("Perpanjangan diminta", "Perpanjangan disetujui", "Dialihkan", "Diterima, selesai"):
        expect(page.get_by_text(told, exact=True)).to_be_visible()


def test_the_administrator_backs_up_restores_and_proves(
    page: Page, base: str, open_office, become, jobs_at_once, backups
):
    become(open_office(120)["admin"])
    page.goto(f"{base}/cadangan/")
    expect(page.get_by_text("Cadangan pertama dibuat malam ini.")).to_be_visible()
    press(page, "Cadangkan sekarang")
    press(page, "Uji pemulihan")
    expect(page.get_by_role("row", name=re.compile("Uji pemulihan.*Berhasil"))).to_have_count(1)
    assert dict(BackupRun.objects.values_list("kind", "ok")) == {RunKind.BACKUP: True, RunKind.DRILL: True}
    press(page, "Periksa rantai")
    expect(page.get_by_text(re.compile("Rantai audit utuh: "))).to_be_visible()
