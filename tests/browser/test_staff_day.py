"""People as they are: kode etik, leave, hand-over and the register; a post held as Plt., with a second factor."""

import re
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as project
from django.db.models import QuerySet
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import CodeAcceptance, Posting, SecondFactorProof, User, WorkArea
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.office.models import StaffPromise
from programs import tasks  # noqa: F401 - registers what the eager jobs do
from programs.models import BaRevision, Determination, Enrollment, KroscekResult, RoundEntry
from sop.enums import CycleState
from sop.models import Cycle
from tests.browser import demo_day
from tests.browser.conftest import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Become = Callable[[User | None], None]
NUMBER = "400.9/2301/403.107/2026"
ORDER = "800.1.11.1/91/403.203/2026"
NOTE = "Pensiun 1 November 2026"


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


@pytest.fixture
def minutes_later() -> Iterator[Callable[[int], None]]:
    """`minutes_later(2)`: from now on it is 09.12 of that Monday, so that the phone shows another code."""
    with ExitStack() as clocks:
        yield lambda count: clocks.enter_context(time_machine.travel(MONDAY + timedelta(minutes=count), tick=False))


def running() -> Cycle:
    return Cycle.objects.filter(state=CycleState.RUNNING).select_related("round").latest("round__tahun", "round__tahap")


def revisions() -> QuerySet[BaRevision]:
    """Of the running round's Berita Acara."""
    return BaRevision.objects.filter(ba__round=running().round)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def log_in(page: Page, base: str, username: str, wanted: str = "/") -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/masuk/?next={wanted}")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(project.DEMO_PASSWORD)
    press(page, "Masuk")


def test_nobodys_families_are_left_alone(page: Page, live_server, office, become: Become, settings):
    base, cycle = live_server.url, running()
    settings.CODE_OF_CONDUCT = True
    accept_the_kode_etik(page, base)
    settings.CODE_OF_CONDUCT = False
    become(office["korcam.plaosan"])
    write_down_the_leave(page, base)
    entry = RoundEntry.objects.filter(
        round=cycle.round, enrollment__pendamping=office["ratri"], kroscek__isnull=True
    ).first()
    become(office["bagas"])
    check_for_who_is_away(page, base, entry)
    after_the_last_day_it_is_over(page, base)
    become(office["admin"])
    write_down_the_sk(page, base, office["bagas"])
    become(office["apd"])
    read_the_register(page, base)
    hand_everything_over(page, base, office)


def accept_the_kode_etik(page: Page, base: str) -> None:
    """Whatever is asked for after the password, the kode etik comes first; then the page that was wanted."""
    log_in(page, base, "ratri", "/kroscek/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode etik")
    page.goto(f"{base}/keluarga/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode etik")
    press(page, "Setujui dan lanjutkan")
    expect(page.get_by_text("Centang pernyataan ini untuk melanjutkan.").first).to_be_visible()
    assert CodeAcceptance.objects.count() == 0
    page.get_by_label(re.compile("Saya sudah membaca")).check()
    press(page, "Setujui dan lanjutkan")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Keluarga|keluarga"))
    assert list(CodeAcceptance.objects.values_list("user__username", "code__version")) == [("ratri", 1)]


def write_down_the_leave(page: Page, base: str) -> None:
    page.goto(f"{base}/cuti/")
    page.get_by_role("link", name="Catat cuti").click()
    page.get_by_label("Yang cuti", exact=True).select_option(label="Ratri Anggarwati")
    page.get_by_label("Pengganti", exact=True).select_option(label="Ratri Anggarwati")
    page.get_by_label("Mulai", exact=True).fill("2026-11-23")
    page.get_by_label("Sampai", exact=True).fill("2026-11-25")
    page.get_by_label("Dasar", exact=True).select_option(label="Cuti sakit")
    press(page, "Simpan pengganti")
    expect(page.get_by_text("Pengganti harus orang lain.").first).to_be_visible()
    page.get_by_label("Pengganti", exact=True).select_option(label="Bagas Adiwinata")
    press(page, "Simpan pengganti")
    row = page.get_by_role("row").filter(has_text="Ratri Anggarwati")
    expect(row).to_contain_text("Bagas Adiwinata")
    expect(row).to_contain_text("Sedang berlangsung")


def check_for_who_is_away(page: Page, base: str, entry: RoundEntry) -> None:
    """The substitute sees the families of the other kecamatan and checks one in the own name."""
    page.goto(base)
    expect(page.get_by_text(re.compile("Menggantikan Ratri Anggarwati sampai 25 November 2026"))).to_be_visible()
    page.goto(f"{base}/kroscek/?tahap={entry.round_id}")
    expect(page.get_by_role("link", name=re.compile(entry.enrollment.household.name, re.I)).first).to_be_visible()
    page.goto(f"{base}/kroscek/{entry.pk}/")
    page.get_by_label("Sesuai", exact=True).check()
    page.get_by_label("Kunjungan rumah").check()
    page.get_by_label("Tanggal diperiksa").fill("2026-11-23")
    press(page, "Simpan")
    assert KroscekResult.objects.get(entry=entry).by.username == "bagas"


def after_the_last_day_it_is_over(page: Page, base: str) -> None:
    left = RoundEntry.objects.filter(enrollment__pendamping__username="ratri", kroscek__isnull=True).first()
    with time_machine.travel(datetime(2026, 11, 26, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta")), tick=False):
        log_in(page, base, "bagas")
        expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")
        expect(page.get_by_text("Menggantikan")).to_have_count(0)
        assert page.goto(f"{base}/kroscek/{left.pk}/").status == 404


def write_down_the_sk(page: Page, base: str, bagas: User) -> None:
    page.goto(f"{base}/pengguna/{bagas.pk}/")
    page.get_by_role("link", name=re.compile("^Ubah masa")).click()
    page.get_by_label("Nomor SK").fill("188/34/KEP/2025")
    page.get_by_label("Tanggal SK").fill("2025-01-02")
    press(page, "Simpan masa")
    expect(page.get_by_text(re.compile("Masa Bagas Adiwinata .* disimpan"))).to_be_visible()


def read_the_register(page: Page, base: str) -> None:
    """How many there are against the promise of the standards; the same rows as a workbook."""
    page.goto(f"{base}/sdm/")
    for program, number in (("PKH", 82), ("Sembako", 45)):
        promise = StaffPromise.objects.get(program=program.lower())
        active = Posting.objects.in_force().filter(role__in=promise.roles).values("user").distinct().count()
        card = page.get_by_role("region", name=f"Pelaksana {program}")
        expect(card).to_contain_text(f"Standar menjanjikan {number}, aktif {active} Kurang {number - active} orang")
    page.get_by_label("Nama atau nomor SK").fill("188/34/KEP")
    press(page, "Terapkan saringan")
    expect(page.get_by_text("1 penempatan ditemukan")).to_be_visible()
    link = page.get_by_role("link", name=re.compile("Unduh daftar ini")).get_attribute("href")
    sheet = CalamineWorkbook.from_filelike(BytesIO(page.request.get(base + str(link)).body())).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if "Bagas Adiwinata" in row]
    assert [(row[3], row[6], row[7], row[11]) for row in rows] == [
        ("Kec. Parang", "188/34/KEP/2025", date(2025, 1, 2), "Aktif")
    ]


def hand_everything_over(page: Page, base: str, office: dict[str, User]) -> None:
    """Ratri leaves: families, desa and what is still unchecked are Bagas's afterwards, and nothing is nobody's."""
    ratri, bagas = office["ratri"], office["bagas"]
    families = set(Enrollment.objects.filter(pendamping=ratri).values_list("pk", flat=True))
    unchecked = RoundEntry.objects.filter(enrollment__in=families, kroscek__isnull=True).count()
    areas = WorkArea.objects.filter(pendamping=ratri).count()
    page.goto(f"{base}/sdm/?q=Ratri")
    page.get_by_role("link", name="Serah terima dari Ratri Anggarwati").click()
    page.get_by_label("Diserahkan kepada").select_option(label="Bagas Adiwinata")
    press(page, re.compile(r"^Serahkan \d+ keluarga"))
    expect(page.get_by_text(re.compile("Serah terima dari Ratri Anggarwati selesai"))).to_be_visible()
    assert not Enrollment.objects.filter(pendamping=ratri).exists()
    assert families <= set(Enrollment.objects.filter(pendamping=bagas).values_list("pk", flat=True))
    assert (
        RoundEntry.objects.visible_to(bagas).filter(enrollment__in=families, kroscek__isnull=True).count() == unchecked
    )
    assert areas > 0 and WorkArea.objects.filter(pendamping=ratri).count() == 0
    page.goto(f"{base}/wilayah-kerja/{PLAOSAN}/")
    expect(page.get_by_role("table").get_by_text("Ratri Anggarwati")).to_have_count(0)
    expect(page.get_by_text("Belum diserahterimakan")).to_have_count(0)


def test_a_plt_determines_with_a_code_and_the_paper_says_so(
    page: Page, live_server, browser: Browser, office, become: Become, settings, jobs_at_once, minutes_later
):
    base, cycle = live_server.url, running()
    become(office["admin"])
    leave_the_post_of_the_kasi_vacant(page, base)
    put_a_plt_in_the_place_of_the_kadis(page, base)
    demo_day.hand_in_every_kecamatan(cycle, office)
    demo_day.accept_every_kecamatan(cycle, office)
    settings.SECOND_FACTOR = True
    become(office["korkab"])
    address = draft(page, base, cycle)
    set_up_the_phone_and_spend_a_recovery_code(page, base)
    give_paraf(page, base + address)
    window = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", viewport={"width": 390, "height": 844})
    desk = window.new_page()
    phone = set_up(desk, base, "sekretaris")
    minutes_later(2)
    the_code_is_asked_again(desk, base + address, phone)
    the_list_changes_meanwhile(page, desk, base, cycle, address, become, office)
    minutes_later(4)
    determine_what_was_read(desk, base + address, phone)
    the_paper_says_plt(desk, base + address, base)
    window.close()


def leave_the_post_of_the_kasi_vacant(page: Page, base: str) -> None:
    end_the_term(page, base, "Nastiti Windrarum", "2026-10-31")
    new_official(page, base, "kasi", "kosong", "Ketua Tim Perlindungan dan Jaminan Sosial", "2026-11-01")
    press(page, "Simpan pejabat")
    expect(page.get_by_text("Tulis mengapa jabatan ini kosong.").first).to_be_visible()
    page.get_by_label("Keterangan").fill(NOTE)
    press(page, "Simpan pejabat")
    expect(page.get_by_role("row").filter(has_text=NOTE)).to_contain_text("Jabatan kosong")


def put_a_plt_in_the_place_of_the_kadis(page: Page, base: str) -> None:
    end_the_term(page, base, "Bima Surengrana", "2026-11-20")
    new_official(page, base, "kadis", "plt", "Kepala Dinas Sosial Kabupaten Magetan", "2026-11-21")
    page.get_by_label("Nama", exact=True).fill("Laras Kinanthi")
    page.get_by_label("NIP").fill("19720231 199613 2 002")
    page.get_by_label("Pangkat/golongan").fill("Pembina Tingkat I (IV/b)")
    page.get_by_label("Akun di aplikasi ini").select_option(label="Laras Kinanthi")
    press(page, "Simpan pejabat")  # a Plt. without an order and without an end does not exist
    expect(page.get_by_text("Isi nomor surat perintah.").first).to_be_visible()
    expect(page.get_by_text("Isi sampai kapan; Plt. dan Plh. berbatas waktu.").first).to_be_visible()
    page.get_by_label("Sampai", exact=True).fill("2027-01-31")
    page.get_by_label("Nomor surat perintah").fill(ORDER)
    page.get_by_label("Tanggal surat perintah").fill("2026-11-20")
    press(page, "Simpan pejabat")
    expect(
        page.get_by_text(re.compile(r"Laras Kinanthi ditempatkan sebagai .* sampai 31 Januari 2027"))
    ).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=ORDER)).to_contain_text("Plt. Kepala Dinas Sosial")
    posting = Posting.objects.get(acting__isnull=False, role="kadis")
    assert (posting.user.username, posting.role, posting.ends, posting.sk_number) == (
        "sekretaris",
        "kadis",
        date(2027, 1, 31),
        ORDER,
    )


def end_the_term(page: Page, base: str, name: str, last_day: str) -> None:
    page.goto(f"{base}/kantor/")
    page.get_by_role("link", name=name).click()
    page.get_by_label("Sampai", exact=True).fill(last_day)
    press(page, "Simpan pejabat")


def new_official(page: Page, base: str, post: str, capacity: str, title: str, since: str) -> None:
    page.goto(f"{base}/kantor/")
    page.get_by_role("link", name="Tambah pejabat").click()
    page.get_by_label("Jabatan", exact=True).select_option(post)
    page.get_by_label("Kedudukan").select_option(capacity)
    page.get_by_label("Sebutan jabatan").fill(title)
    page.get_by_label("Berlaku sejak").fill(since)


def draft(page: Page, base: str, cycle: Cycle) -> str:
    """The vacant link is not asked, and the page says why. Address of the Berita Acara."""
    page.goto(f"{base}/penetapan/susun/{cycle.round_id}/")
    press(page, re.compile("^Susun"))
    chain = page.get_by_role("region", name="Yang sudah memeriksa")
    expect(chain).to_contain_text(f"Paraf tidak diminta: jabatan kosong: {NOTE}")
    assert revisions().latest("pk").chain == ["kabid", "kadis"]
    return page.url.removeprefix(base)


def set_up(page: Page, base: str, username: str) -> bytes:
    """After the password nothing but the second factor is open; the secret that the phone keeps from then on."""
    log_in(page, base, username, "/penetapan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pasang langkah kedua")
    page.goto(f"{base}/keluarga/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pasang langkah kedua")
    secret = b32decode(page.locator(".sidik").inner_text().replace(" ", ""))
    page.get_by_label("Kode", exact=True).fill(shown_by(secret))
    press(page, "Pasang")
    expect(page.get_by_role("heading", level=1)).to_have_text("Simpan kode pemulihan Anda")
    return secret


def shown_by(secret: bytes) -> str:
    """The six digits on the phone now."""
    return f"{totp(secret):06}"


def set_up_the_phone_and_spend_a_recovery_code(page: Page, base: str) -> None:
    set_up(page, base, "kabid")
    codes = page.locator(".sidik").all_inner_texts()
    assert len(set(codes)) == 10
    press_on_saved(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")
    log_in(page, base, "kabid")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukkan kode")
    page.goto(f"{base}/keluarga/")  # the password alone opens nothing
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukkan kode")
    page.get_by_label("Kode", exact=True).fill(codes[3])
    press(page, "Lanjutkan")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Keluarga"))
    page.goto(f"{base}/keamanan/")
    expect(page.get_by_text("sisa kode pemulihan 9")).to_be_visible()


def press_on_saved(page: Page) -> None:
    page.get_by_role("link", name="Sudah saya simpan").click()


def give_paraf(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Beri paraf", exact=True).check()
    page.get_by_label("Kata sandi").fill(project.DEMO_PASSWORD)
    press(page, "Kirim keputusan")
    expect(page.get_by_text("Paraf Anda tercatat.").first).to_be_visible()


def decide(page: Page, url: str, code: str) -> None:
    page.goto(url)
    page.get_by_label("Setujui dan tetapkan", exact=True).check()
    page.get_by_label("Nomor Berita Acara").fill(NUMBER)
    page.get_by_label("Kata sandi").fill(project.DEMO_PASSWORD)
    page.get_by_label("Kode", exact=True).fill(code)
    press(page, "Lanjutkan")


def the_code_is_asked_again(desk: Page, url: str, phone: bytes) -> None:
    """The session is verified, and still: no code, no penetapan. With it she stands before the last button."""
    decide(desk, url, "")
    expect(desk.get_by_text("Isi kode dari aplikasi autentikator.").first).to_be_visible()
    decide(desk, url, shown_by(phone))
    expect(desk.get_by_role("heading", level=1)).to_have_text(re.compile("^Anda akan menetapkan hasil kroscek"))
    assert SecondFactorProof.objects.get().about == revisions().get().content_hash


def the_list_changes_meanwhile(
    page: Page, desk: Page, base: str, cycle: Cycle, address: str, become: Become, office: dict[str, User]
) -> None:
    """She sends it back in another window, Plaosan is corrected and drafted again; the old last button does nothing."""
    other = desk.context.new_page()
    other.goto(base + address)
    other.get_by_label("Kembalikan", exact=True).check()
    other.get_by_label("Alasan pengembalian").fill("Satu keluarga di Plaosan sudah mampu.")
    other.get_by_label("Kata sandi").fill(project.DEMO_PASSWORD)
    press(other, "Lanjutkan")
    expect(other.get_by_text(re.compile("Berita Acara dikembalikan")).first).to_be_visible()
    correct_a_family_of_plaosan(page, base, cycle, become, office)
    page.goto(base + address)
    press(page, re.compile("^Susun"))
    first, second = revisions().order_by("revision")
    assert first.content_hash != second.content_hash
    page.context.clear_cookies()
    kabid_with_a_new_code(page, base)
    give_paraf(page, base + address)
    press(desk, re.compile(r"^Tetapkan \d+ keluarga"))
    expect(desk.get_by_text("Baca sekali lagi, lalu putuskan.")).to_be_visible()
    assert not Determination.objects.filter(ba__round=cycle.round).exists()


def correct_a_family_of_plaosan(page: Page, base: str, cycle: Cycle, become: Become, office: dict[str, User]) -> None:
    share = f"{base}/kroscek/kecamatan/{cycle.round_id}/{PLAOSAN}/"
    become(office["korkab"])
    page.goto(share)
    page.get_by_label("Alasan", exact=True).fill("Satu keluarga sudah mampu.")
    press(page, "Kembalikan ke kecamatan")
    become(office["ratri"])
    entry = RoundEntry.objects.filter(
        round=cycle.round, enrollment__pendamping=office["ratri"], kroscek__outcome="sesuai"
    ).first()
    page.goto(f"{base}/kroscek/{entry.pk}/")
    page.get_by_label("Usul keluar", exact=True).check()
    page.get_by_label("Sudah mampu").check()
    page.get_by_label("Kunjungan rumah").check()
    page.get_by_label("Tanggal diperiksa").fill(timezone.localdate().isoformat())
    press(page, "Simpan")
    become(office["korcam.plaosan"])
    page.goto(share)
    press(page, "Kirim hasil")
    expect(page.get_by_text("Kroscek Kec. Plaosan dikirim.").first).to_be_visible()  # the step itself stays done
    become(office["korkab"])


def kabid_with_a_new_code(page: Page, base: str) -> None:
    log_in(page, base, "kabid")
    page.get_by_label("Kode", exact=True).fill(shown_by(TOTPDevice.objects.get(user__username="kabid").bin_key))
    press(page, "Lanjutkan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")


def determine_what_was_read(desk: Page, url: str, phone: bytes) -> None:
    """A code typed for the first list decides nothing of the second."""
    decide(desk, url, "")
    expect(desk.get_by_text("Isi kode dari aplikasi autentikator.").first).to_be_visible()
    decide(desk, url, shown_by(phone))
    press(desk, re.compile(r"^Tetapkan \d+ keluarga"))
    expect(desk.get_by_text(re.compile("keluarga ditetapkan")).first).to_be_visible()
    made = Determination.objects.get(ba__round=running().round)
    assert made.list_hash == revisions().get(revision=2).content_hash
    assert SecondFactorProof.objects.filter(about=made.list_hash, user__username="sekretaris").count() == 1


def the_paper_says_plt(desk: Page, url: str, base: str) -> None:
    desk.goto(url)
    link = desk.get_by_role("link", name="Unduh Berita Acara (PDF)").get_attribute("href")
    paper = PdfReader(BytesIO(desk.request.get(f"{base}{link}").body()))
    text = re.sub(r"\s+", " ", "\n".join(part.extract_text() for part in paper.pages))
    assert "Plt. Kepala Dinas Sosial Kabupaten Magetan" in text
    assert NOTE in text
    assert NUMBER in text
    assert not Deadline.objects.running().filter(title__startswith="11.", group="PKH Tahap 1 2027").exists()
