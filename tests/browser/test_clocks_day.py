"""Kemensos's clock beside the office's own, and the SOP room, as operator, korkab, bank and administrator live them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Page, expect

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.deadlines.models import Alert, Deadline
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.office.models import WorkingHours
from sop.models import Assignment, Cycle, KemensosLimit, SopVersion
from sop.services import loading, runs
from tests.browser import demo_day
from tests.documents.conftest import A_PDF
from tests.sop.test_room import revised

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Become = Callable[[User | None], None]
WIB = ZoneInfo("Asia/Jakarta")
KROSCEK, PAYING = 9, 13
SUBJECT = "Batas final closing PKH Tahap 1 2027"
TODAY_NOON, FRIDAY_NOON = "2026-11-23T12:00", "2026-11-27T12:00"


@pytest.fixture
def office(open_office) -> dict[str, User]:
    return open_office(120)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def cycle_of(tahun: int, tahap: int) -> Cycle:
    return Cycle.objects.get(round__program="pkh", round__tahun=tahun, round__tahap=tahap)


def late_share(cycle: Cycle) -> Assignment:
    return Assignment.objects.get(step_run__cycle=cycle, step_run__step__no=KROSCEK, kecamatan__name="Lembeyan")


def clock(cycle: Cycle, no: int) -> Deadline:
    return Deadline.objects.get(subject=cycle.steps.get(step__no=no).subject)


def test_kemensoss_limit_orders_and_reminds_and_late_stays_what_the_sop_calls_late(
    page: Page, live_server, office, become: Become, tmp_path
):
    base, cycle, paying = live_server.url, cycle_of(2027, 1), cycle_of(2026, 4)
    demo_day.hand_in_every_kecamatan(cycle, office)  # the korkab has shares to check by Thursday, Rekonsiliasi by today
    runs.move(late_share(cycle), "finish", by=office["korkab"])
    become(office["korkab"])
    assert first_group(page, base) == "PKH Tahap 3 2026"
    become(office["operator"])
    register_the_letter(page, base, tmp_path)
    read_the_file_back(page, base)
    before = {each.pk: each.due for each in Deadline.objects.all()}
    limit_the_cycle(page, base, cycle)
    limit_a_step(page, base, paying)
    assert {each.pk: each.due for each in Deadline.objects.all()} == before
    both_clocks_stand_side_by_side(page, base, cycle, paying)
    become(office["korkab"])
    assert first_group(page, base) == "PKH Tahap 1 2027"
    the_earlier_one_reminds(paying)
    passed_and_yet_not_late(page, base, paying, lambda: become(office["bank"]))


def first_group(page: Page, base: str) -> str:
    """The cycle whose work stands first on the home page."""
    page.goto(base)
    words = page.get_by_role("heading", name=re.compile("^Menunggu tindakan Anda: (?!Pengaduan)")).first.inner_text()
    return words.removeprefix("Menunggu tindakan Anda: ")


def register_the_letter(page: Page, base: str, folder: Path) -> None:
    scan, before = folder / "S-412 LJS.pdf", IncomingLetter.objects.count()
    scan.write_bytes(A_PDF)
    page.goto(f"{base}/agenda/")
    page.get_by_role("link", name="Catat surat masuk").click()
    page.get_by_role("button", name="Catat surat").click()  # empty: it says what is missing and gives no number
    expect(page.locator(".ringkasan-galat")).to_be_visible()
    assert IncomingLetter.objects.count() == before
    page.get_by_label("Pengirim").fill("Direktorat Jaminan Sosial Keluarga, Kementerian Sosial")
    page.get_by_label("Nomor surat").fill("S-412/LJS/11/2026")
    page.get_by_label("Tanggal surat").fill("2026-11-20")
    page.get_by_label("Perihal").fill(SUBJECT)
    page.get_by_label("Disposisi").fill("Koordinator Kabupaten, untuk dilaksanakan.")
    page.get_by_label(re.compile("Pindaian")).set_input_files(scan)
    page.get_by_role("button", name="Catat surat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Agenda {before + 1}/2026")


def read_the_file_back(page: Page, base: str) -> None:
    """As it came, as a download, and the reading is logged."""
    answer = page.request.get(base + str(page.get_by_role("link", name="S-412 LJS.pdf").get_attribute("href")))
    assert (answer.status, answer.body()) == (200, A_PDF)
    assert ReadLog.objects.filter(user__username="operator", url__contains="/agenda/").count() == 1


def limit_the_cycle(page: Page, base: str, cycle: Cycle) -> None:
    page.goto(base + cycle.get_absolute_url())
    page.get_by_role("link", name="Batas Kemensos", exact=True).click()
    page.get_by_role("textbox", name="Batas Kemensos").fill(TODAY_NOON)
    page.get_by_role("button", name="Simpan batas Kemensos").click()  # without a letter: refused, the time is kept
    expect(page.get_by_text(re.compile("Pilih surat dari buku agenda")).first).to_be_visible()
    expect(page.get_by_role("textbox", name="Batas Kemensos")).to_have_value(TODAY_NOON)
    the_letter_proves_it(page)


def limit_a_step(page: Page, base: str, paying: Cycle) -> None:
    page.goto(f"{base}{paying.get_absolute_url()}langkah/{PAYING}/")
    page.get_by_role("link", name="Catat batas Kemensos").click()
    expect(page.get_by_label("Berlaku untuk")).to_have_value(str(PAYING))
    page.get_by_role("textbox", name="Batas Kemensos").fill(FRIDAY_NOON)
    the_letter_proves_it(page)
    made = KemensosLimit.objects.get(cycle=paying)
    assert (made.step_run.step.no, made.letter.subject, made.due) == (PAYING, SUBJECT, at(FRIDAY_NOON))


def the_letter_proves_it(page: Page) -> None:
    letters = page.get_by_label("Surat dari buku agenda")
    ours = letters.locator("option").filter(has_text="S-412/LJS/11/2026")
    letters.select_option(ours.get_attribute("value"))
    page.get_by_role("button", name="Simpan batas Kemensos").click()
    expect(page.get_by_text(re.compile("Batas Kemensos disimpan"))).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Berlaku").get_by_role("link").first).to_be_visible()


def both_clocks_stand_side_by_side(page: Page, base: str, cycle: Cycle, paying: Cycle) -> None:
    page.goto(base + cycle.get_absolute_url())
    expect(page.get_by_text(re.compile("Batas Kemensos untuk siklus ini 23 November 2026, 12.00 WIB"))).to_be_visible()
    page.goto(f"{base}{paying.get_absolute_url()}langkah/{PAYING}/")
    card = page.get_by_role("region", name="Tenggat")
    expect(card).to_contain_text("30 November 2026, 16.00 WIB")
    expect(card).to_contain_text("27 November 2026, 12.00 WIB")
    expect(card).to_contain_text("Untuk langkah ini")
    clocks = clock(paying, PAYING)
    assert (clocks.due, clocks.original_due, clocks.outer_due) == (
        at("2026-11-30T16:00"),
        at("2026-11-30T16:00"),
        at(FRIDAY_NOON),
    )


def the_earlier_one_reminds(paying: Cycle) -> None:
    """On the morning of Kemensos's day; the chain above waits for the SOP's own clock."""
    subject = clock(paying, PAYING).subject
    heard = []
    for moment in ("2026-11-27T07:29", "2026-11-27T07:30", "2026-11-27T12:01", "2026-11-30T16:01", "2026-12-01T16:00"):
        sent = [alert for alert in alerts.sweep(at(moment)) if alert.deadline.subject == subject]
        heard.append([(alert.rung, alert.recipients) for alert in sent])
    assert heard[:3] == [[], [("hampir", ["bank"])], [("lewat", ["bank", "korkab"])]]
    assert [rung for row in heard[3:] for rung, _ in row] == ["+1"]
    assert Alert.objects.filter(deadline__subject=subject, rung="+1").get().recipients == ["kasi"]


def passed_and_yet_not_late(page: Page, base: str, paying: Cycle, log_in: Callable[[], None]) -> None:
    with time_machine.travel(at("2026-11-27T14:00"), tick=False):
        log_in()
        page.goto(base)
        task = page.get_by_role("row").filter(has_text=clock(paying, PAYING).title)
        expect(task).to_contain_text("Sisa 1 hari kerja")
        expect(task).to_contain_text("Lewat batas Kemensos 27-11-2026 12.00 WIB")
    its = Deadline.objects.filter(subject=clock(paying, PAYING).subject)
    late_at = (at("2026-11-27T14:00"), at("2026-11-30T16:01"))
    assert [(Deadline.objects.overdue(moment) & its).count() for moment in late_at] == [0, 1]


def test_the_sop_room(page: Page, live_server, office, become: Become):
    base, cycle = live_server.url, cycle_of(2027, 1)
    become(office["korkab"])
    compare_two_versions(page, base)
    look_at_the_lanes(page, base)
    ask_when_it_will_be_done(page, base, cycle)
    become(office["korcam.plaosan"])
    put_the_deadlines_into_the_phone(page, base)
    become(office["admin"])
    take_magetans_own_hours(page, base)


def compare_two_versions(page: Page, base: str) -> None:
    page.goto(f"{base}/sop/magetan-pkh/bandingkan/")
    expect(page.get_by_text("Baru ada satu versi")).to_be_visible()
    loading.store([revised()[1]])
    page.goto(f"{base}/sop/magetan-pkh/")
    page.get_by_role("link", name="Bandingkan versi").click()
    told = page.get_by_role("region", name="Versi 1 menjadi versi 2")
    expect(told).to_contain_text("Sama: 16 langkah")
    changed = told.get_by_role("row").filter(has=page.get_by_text("Berubah", exact=True))
    expect(changed).to_have_count(1)
    expect(changed.locator("del")).to_have_text([re.compile("Kroscek|kroscek|data"), "5 hari kerja"])
    expect(changed.locator("ins").last).to_have_text("7 hari kerja")
    expect(told.get_by_role("row").filter(has_text="Langkah baru")).to_have_count(1)
    expect(told.get_by_role("row").filter(has_text="Dihapus")).to_have_count(1)
    page.get_by_label("Versi lama").select_option("2")
    page.get_by_role("button", name="Bandingkan").click()
    expect(page.get_by_text("Pilih versi lama dan versi baru yang berbeda.")).to_be_visible()


def look_at_the_lanes(page: Page, base: str) -> None:
    """Every step is a box, every lane a column, and the same stands there in words."""
    page.goto(f"{base}/sop/magetan-pkh/")
    page.get_by_role("link", name="Bagan alir").click()
    steps = SopVersion.objects.filter(code="magetan-pkh").first().steps.count()
    drawing = page.get_by_role("img", name=re.compile("^Bagan alir"))
    expect(drawing.locator("rect")).to_have_count(steps)
    expect(page.get_by_role("region", name="Bagan dalam kata-kata").get_by_role("listitem")).to_have_count(steps)


def ask_when_it_will_be_done(page: Page, base: str, cycle: Cycle) -> None:
    page.goto(base + cycle.get_absolute_url())
    page.get_by_role("link", name="Perkiraan selesai").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(re.compile(r"^Sekitar \d+ \w+ 20\d\d$"))
    expect(page.get_by_text(re.compile("belum cukup untuk belajar darinya"))).to_be_visible()
    expect(page.get_by_text(re.compile("Sekarang lewat tenggat: langkah 9"))).to_be_visible()
    late = page.get_by_role("row").filter(has=page.get_by_role("link", name=re.compile("^9. ")))
    expect(late).to_contain_text("23 November 2026")  # not before today


def put_the_deadlines_into_the_phone(page: Page, base: str) -> None:
    page.goto(f"{base}/tenggat/?bulan=2026-11")
    own = Deadline.objects.get(kecamatan__name="Plaosan", title__startswith="9.", group="PKH Tahap 1 2027")
    expect(page.get_by_role("heading", name="Kamis, 26 November 2026")).to_be_visible()
    expect(page.get_by_role("link", name=own.title).first).to_be_visible()
    page.get_by_role("button", name="Buat tautan").click()
    address = page.locator("#tautan-ics").inner_text()
    page.context.clear_cookies()  # the phone's calendar has no session
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    events = events_of(answer.text())
    mine = [event for event in events if event["URL"].endswith(own.url) and event["UID"].startswith("tenggat")]
    assert [(event["DTSTART"], event["SUMMARY"]) for event in mine] == [
        (own.due.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"), f"Tenggat: {own.title}, Kec. Plaosan ({own.group})")
    ]
    assert [event["SUMMARY"] for event in events if re.search(r"Kec\. (?!Plaosan)", event["SUMMARY"])] == []
    guessed = page.request.get(re.sub(r"umpan/.*\.ics", "umpan/tebakan.ics", address))
    assert guessed.status == 404


def events_of(text: str) -> list[dict[str, str]]:
    """What a phone reads: lines unfolded and unescaped, each event by its properties."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1].setdefault(name, re.sub(r"\\([,;\\])", r"\1", value))
    return events


def take_magetans_own_hours(page: Page, base: str) -> None:
    """Every open deadline is counted again: offices close earlier on a day of Magetan's own circular."""
    due = clock(cycle_of(2026, 4), PAYING).due
    page.goto(f"{base}/kalender/")
    page.get_by_role("link", name="Jam kerja", exact=True).click()
    page.get_by_label(re.compile("^Magetan \\(SE Sekda 2023\\): Senin sampai Kamis 07.30–12.00, 12.15–15.30")).check()
    page.get_by_role("button", name=re.compile("^Pakai jam kerja ini")).click()
    expect(page.get_by_text(re.compile("Jam kerja bawaan dipakai; "))).to_be_visible()
    expect(page.get_by_role("link", name="Magetan (SE Sekda 2023)")).to_be_visible()
    week = WorkingHours.objects.get(name="Magetan (SE Sekda 2023)").week
    closing = datetime.strptime(week[0][-1][1], "%H:%M").time()  # noqa: DTZ007 - a time of day
    moved = clock(cycle_of(2026, 4), PAYING).due.astimezone(WIB)
    assert (moved.date(), moved.time()) == (due.astimezone(WIB).date(), closing)
    assert moved - due != timedelta(0)
