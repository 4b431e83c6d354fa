"""The pictures of README.md and of docs/panduan/, taken of the demo office on one Monday of its kroscek.

With GAMBAR=1 they go to docs/gambar/, else to the test's own folder.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from playwright.sync_api import Browser, Page

from complaints.models import Complaint
from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document
from programs.models import Kks, KksSchedule, RoundEntry
from sop.enums import CycleState
from sop.models import Cycle
from sop.services import approval
from tests.browser import demo_day, demo_paper, papers_day
from tests.browser.camera import PHONE, Camera, Shot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOUSEHOLDS = 400
PAYING = 13  # the step that the bank does


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(HOUSEHOLDS)


@pytest.fixture
def camera(browser: Browser, live_server, office, tmp_path) -> Iterator[Camera]:
    folder = Path(project.BASE_DIR) / "docs" / "gambar" if os.environ.get("GAMBAR") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(browser, live_server.url, office, folder)
    yield camera
    camera.close()


def test_the_pictures_of_readme_and_guides(camera: Camera, office):
    cycle = running()
    for shot in [*kroscek_under_way(cycle, office), *rooms_of_the_office(office)]:
        camera.take(shot)
    demo_day.hand_in_every_kecamatan(cycle, office)
    camera.take(Shot("beranda", "korkab", "/", height=900))
    camera.take(Shot("papan-siklus", "korkab", cycle.get_absolute_url(), height=1150))
    camera.take(Shot("kroscek-terima", "korkab", f"/kroscek/kecamatan/{cycle.round_id}/{PLAOSAN}/", height=820))
    demo_day.accept_every_kecamatan(cycle, office)
    camera.take(Shot("penetapan-susun", "korkab", f"/penetapan/susun/{cycle.round_id}/"))
    revision = approval.draft(cycle.round, by=office["korkab"], note="Plaosan dan Parang memakai perpanjangan.")
    page = f"/penetapan/{revision.ba_id}/"
    camera.take(Shot("paraf", "kasi", page))
    for role in revision.chain[:-1]:
        approval.give_paraf(revision, by=office[role])
    for shot in decision_of_the_kadis(page):
        camera.take(shot)
    camera.keep("berita-acara", demo_day.first_page_of_the_paper())
    assert camera.wrong == []


def test_the_pictures_of_both_clocks_of_people_and_of_the_sop_room(camera: Camera, office):
    cycle = running()
    demo_day.kemensos_writes(cycle, office)
    demo_day.people_come_and_go(office)
    demo_day.a_second_version()
    demo_day.a_phone_to_set_up(office["kadis"])
    for shot in both_clocks_people_and_sop_room(cycle):
        camera.take(shot)
    assert camera.wrong == []


def both_clocks_people_and_sop_room(cycle: Cycle) -> list[Shot]:
    board = cycle.get_absolute_url()
    return [
        Shot("buku-agenda", "operator", "/agenda/", height=560),
        Shot("batas-kemensos", "operator", f"{board}batas/", height=820),
        Shot("batas-papan", "operator", board, height=760),
        Shot("cuti", "korcam.plaosan", "/cuti/", height=420),
        Shot("pejabat", "admin", "/kantor/", height=700),
        Shot("petugas", "korkab", "/sdm/", height=760),
        Shot("langkah-kedua", "kadis", "/keamanan/", PHONE, 740),
        Shot("tenggat-bulan", "korkab", "/tenggat/", height=700),
        Shot("sop-banding", "korkab", "/sop/magetan-pkh/bandingkan/", height=820),
        Shot("sop-bagan", "korkab", "/sop/magetan-pkh/bagan/", height=860),
    ]


def test_the_pictures_of_paper_figures_and_counter(camera: Camera, office):
    the_round = running().round
    camera.keep("lembar-kroscek", demo_paper.printed_sheet(the_round, office))
    demo_paper.visited_again(the_round, office)
    for shot in (
        Shot("uji-petik", "korcam.plaosan", f"/kroscek/uji-petik/{the_round.pk}/{PLAOSAN}/", height=720),
        Shot("siks-ng", "operator", "/siks-ng/", height=860),
        Shot("rekap", "kabid", "/rekap/?baris=kecamatan&kolom=status&program=pkh", height=1000),
        Shot("rekap-publik", "kabid", "/rekap/?baris=desil&kolom=status&program=pkh&publik=on", height=760),
        Shot("loket", "petugas", "/loket/", height=900, act=demo_paper.look_up),
    ):
        camera.take(shot)
    assert camera.wrong == []


def test_the_pictures_of_cards(camera: Camera, office):
    for shot in cards_on_their_way():
        camera.take(shot)
    assert camera.wrong == []


def test_the_pictures_of_reports_survey_and_leadership(camera: Camera, office):
    complaint = Complaint.objects.filter(state="in_progress", restricted=False).latest("pk")
    for shot in (
        Shot("pengaduan-publik", None, "/pengaduan/", PHONE, 740),
        Shot("pengaduan-lacak", None, "/pengaduan/lacak/", PHONE, 740),
        Shot("meja-pengaduan", "petugas", "/meja-pengaduan/", height=860),
        Shot("pengaduan-rinci", "petugas", complaint.get_absolute_url(), height=1000),
        Shot("skm-hasil", None, "/skm/hasil/", PHONE, 900),
        Shot("beranda-pimpinan", "kadis", "/", height=1100),
        Shot("laporan-pelayanan", "kadis", "/laporan/pelayanan/2026/", height=1000),
    ):
        camera.take(shot)
    assert camera.wrong == []


def cards_on_their_way() -> list[Shot]:
    """This month's round: its schedule, a card that waits, and one that is in hand."""
    schedule = KksSchedule.objects.get()
    booked = Kks.objects.filter(slot__schedule=schedule)
    waiting, handed = booked.filter(state="invited").earliest("slot__day"), booked.filter(state="handed_over").first()
    assert handed is not None
    page = schedule.get_absolute_url()
    return [
        Shot("kks-kemajuan", "korkab", f"/kks/?tahap={schedule.round_id}", height=1000),
        Shot("kks-jadwal", "bank", page, height=900, focus="section[aria-labelledby^=pekan]"),
        Shot("kks-terima", "camat.plaosan", page, height=820),
        Shot("kks-desa", "desa.plaosan", page, height=700),
        Shot("kks-serah", "operator", f"/kks/serah/{waiting.pk}/", PHONE, 740, "", sign_for_it),
        Shot("kks-kartu", "operator", handed.get_absolute_url(), height=860),
    ]


def sign_for_it(page: Page) -> None:
    page.get_by_label("KPM sendiri").check()
    page.get_by_label("Tanda tangan di layar").check()


def running() -> Cycle:
    """The round in kroscek: the newest of the cycles."""
    return Cycle.objects.filter(state=CycleState.RUNNING).select_related("round").latest("round__tahun", "round__tahap")


def kroscek_under_way(cycle: Cycle, office: dict[str, User]) -> list[Shot]:
    entry = RoundEntry.objects.filter(
        round=cycle.round, enrollment__pendamping=office["ratri"], kroscek__isnull=True
    ).first()
    assert entry is not None
    share = f"/kroscek/kecamatan/{cycle.round_id}/{PLAOSAN}/"
    paying = Cycle.objects.filter(round__tahun=2026, round__tahap=4, round__program="pkh").get()
    return [
        Shot("beranda-korcam", "korcam.plaosan", "/", height=620),
        Shot("keluarga", "korkab", "/keluarga/?kecamatan=35.20.07", height=860),
        Shot("keluarga-rinci", "operator", f"/keluarga/{entry.enrollment.household_id}/", height=760),
        Shot("kroscek-ponsel", "ratri", "/kroscek/", PHONE, 740),
        Shot("kroscek-isi", "ratri", f"/kroscek/{entry.pk}/", PHONE, 740, ".formulir-kroscek", choose_changed),
        Shot("kroscek-sekaligus", "ratri", "/kroscek/sesuai/?semua=1", PHONE, 740, "form.kartu"),
        Shot("kroscek-kecamatan", "korcam.plaosan", share, height=820),
        Shot("kroscek-rekap", "korkab", f"/kroscek/rekap/{cycle.round_id}/", height=860),
        Shot("langkah-bank", "bank", f"{paying.get_absolute_url()}langkah/{PAYING}/", height=860),
        Shot("sop", "korkab", "/sop/magetan-pkh/", height=1050),
    ]


def choose_changed(page: Page) -> None:
    page.get_by_label("Berubah", exact=True).check()


def rooms_of_the_office(office: dict[str, User]) -> list[Shot]:
    file = demo_day.changed_file(office["operator"])
    demo_day.order_an_export(office["operator"])
    demo_day.somebody_reads(office)
    document = Document.objects.order_by("dated").last()
    assert document is not None
    return [
        Shot("masuk", None, "/masuk/", height=620),
        Shot("impor-periksa", "operator", f"/bnba/impor/{file.pk}/periksa/", height=860),
        Shot("impor-tinjau", "operator", f"/bnba/impor/{file.pk}/tinjau/", height=860),
        Shot("unduhan", "operator", "/unduhan/", height=560),
        Shot("dokumen", "operator", f"/dokumen/{document.pk}/", height=760),
        Shot("kirim-pusat", "korkab", f"/dokumen/{document.pk}/kirim/", height=720),
        Shot("verifikasi", None, f"/verifikasi/{document.code}/", height=620),
        Shot("pemberitahuan", "kasi", "/pemberitahuan/", height=720),
        Shot("wilayah-kerja", "apd", f"/wilayah-kerja/{PLAOSAN}/", height=820),
        Shot("kantor", "admin", "/kantor/", height=900),
        Shot("kalender", "admin", "/kalender/?tahun=2026", height=900),
        Shot("pengguna", "admin", "/pengguna/", height=820),
        Shot("penempatan", "admin", f"/pengguna/{office['ratri'].pk}/", height=800),
        Shot("jejak-baca", "inspektorat", "/jejak-baca/", height=640),
    ]


def decision_of_the_kadis(page: str) -> list[Shot]:
    return [
        Shot("penetapan-ponsel", "kadis", page, PHONE, 740),
        Shot("penetapan-keputusan", "kadis", page, PHONE, 740, "#keputusan", fill_in),
        Shot("penetapan-konfirmasi", "kadis", page, PHONE, 740, "", confirm),
    ]


def fill_in(page: Page) -> None:
    page.get_by_label("Setujui dan tetapkan").check()
    page.get_by_label("Nomor Berita Acara").fill("400.9/2214/403.107/2026")


def confirm(page: Page) -> None:
    fill_in(page)
    page.get_by_label("Kata sandi Anda").fill(project.DEMO_PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Lanjutkan").click()


def test_the_pictures_of_letters_findings_and_backups(camera: Camera, office, settings, tmp_path):
    settings.BACKUP_KEY, settings.BACKUP_DIR, settings.BACKUP_MIN_FREE_MB = bytes(range(32)), tmp_path / "cadangan", 1
    cycle = running()
    waiting, cancelled = papers_day.a_letter_waits(cycle, office), papers_day.a_letter_is_cancelled(cycle, office)
    papers_day.a_text_is_changed(office)
    finding = papers_day.a_finding_gets_time(office)
    for shot in (
        Shot("surat", "kadis", f"/dokumen/surat/{waiting.pk}/", height=760),
        Shot("surat-dibatalkan", "operator", f"/dokumen/{cancelled.document_id}/", height=760),
        Shot("naskah", "operator", "/dokumen/naskah/pemberitahuan/", height=900),
        Shot("berkas-siklus", "korkab", f"{cycle.get_absolute_url()}berkas/", height=640),
        Shot("temuan", "inspektorat", finding.get_absolute_url(), height=900),
    ):
        camera.take(shot)
    papers_day.backed_up_and_proven()
    camera.take(Shot("cadangan", "admin", "/cadangan/", height=860, act=hide_the_folder))
    assert camera.wrong == []


def hide_the_folder(page: Page) -> None:
    """Where the test keeps its backups is nobody's business: an office sees its own folder there."""
    folder = page.locator("dt", has_text=re.compile("^Folder$")).locator("xpath=following-sibling::dd")
    folder.evaluate("(node) => { node.textContent = '/var/lib/pkh-sembako/backup' }")
