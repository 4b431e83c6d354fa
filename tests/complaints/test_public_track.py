"""Tracking: number and code tell state, next step and answer; nobody learns which numbers there are."""

import re
from uuid import uuid4

import pytest
from lxml import html

from complaints.models import Complaint, ComplaintFile
from complaints.services import handling, intake
from tests.complaints.citizen import Citizen, photo, text, the_complaint

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def unhurried(settings) -> None:
    settings.PUBLIC_SECONDS = 0


@pytest.fixture
def citizen(cast, time_machine) -> Citizen:
    """With a complaint of Monday, looking at it."""
    time_machine.move_to(MONDAY, tick=False)
    made = Citizen()
    ticket, code = made.file()
    assert made.track(ticket, code)["Location"] == "/pengaduan/lacak/laporan/"
    return made


@pytest.fixture
def answered(citizen, petugas) -> Complaint:
    complaint = the_complaint()
    handling.verify(complaint, subject="kks_hilang", kind="pengaduan", gravity="normatif", note="Rahasia", by=petugas)
    handling.take_up(complaint, public_note="Bank sudah kami hubungi.", note="Rahasia", by=petugas)
    handling.answer(complaint, text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    return complaint


def words(response) -> str:
    [main] = html.fromstring(text(response)).xpath("//main")
    return " ".join(main.text_content().split())


def test_the_state_and_the_day_of_the_next_step_are_told(citizen):
    told = words(citizen.get("lacak/laporan/"))
    assert "Laporan Anda selesai diperiksa, paling lambat Kamis, 26 November 2026." in told


def test_a_promise_that_was_missed_is_admitted(citizen, time_machine):
    ticket, code = citizen.receipt()
    time_machine.move_to("2026-11-27 09:00+07:00", tick=False)
    citizen.track(ticket, code)
    assert "seharusnya paling lambat Kamis, 26 November 2026. Mohon maaf." in words(citizen.get("lacak/laporan/"))


def test_the_answer_is_read_and_who_wrote_it_is_not(citizen, answered, petugas):
    told = words(citizen.get("lacak/laporan/"))
    assert "Kartu pengganti dapat diambil." in told
    assert "Bank sudah kami hubungi." in told
    assert "paling lambat Senin, 7 Desember 2026" in told
    for hidden in ("Rahasia", petugas.full_name, petugas.username, "Melati", "0812"):
        assert hidden not in told


def test_the_citizen_settles_it_once(citizen, answered):
    key = str(uuid4())
    for _ in range(2):
        assert citizen.post("lacak/selesai/", kunci=key).status_code == 302
    answered.refresh_from_db()
    assert (answered.state, answered.events.filter(move="close").count()) == ("closed", 1)


def test_the_citizen_opens_it_again_with_a_reason(citizen, answered):
    assert citizen.post("lacak/belum-selesai/", kunci=str(uuid4()), alasan="Belum").status_code == 422
    key = str(uuid4())
    for _ in range(2):
        response = citizen.post("lacak/belum-selesai/", kunci=key, alasan="Kartu belum ada di bank.")
        assert response["Location"] == "/pengaduan/lacak/laporan/"
    answered.refresh_from_db()
    assert (answered.state, answered.events.filter(move="reopen").count()) == ("reopened", 1)
    assert "Kartu belum ada di bank." in words(citizen.get("lacak/laporan/"))


def test_a_note_and_a_photo_come_later_once(citizen):
    key = str(uuid4())
    for _ in range(2):
        citizen.post("lacak/tambah/", kunci=key, catatan="Sudah lapor polisi.", berkas=photo())
    event = the_complaint().events.get(move="note")
    assert (event.note, event.by) == ("Sudah lapor polisi.", None)
    assert ComplaintFile.objects.get().from_citizen
    assert "Sudah lapor polisi." in words(citizen.get("lacak/laporan/"))


def test_nothing_is_added_to_what_has_ended(citizen, petugas):
    handling.reject(the_complaint(), reason="Bukan urusan dinas ini.", by=petugas)
    assert citizen.get("lacak/tambah/").status_code == 302
    assert "Bukan urusan dinas ini." in words(citizen.get("lacak/laporan/"))


def test_an_empty_addition_is_refused(citizen):
    response = citizen.post("lacak/tambah/", kunci=str(uuid4()), catatan="  ")
    assert (response.status_code, "Tulis keterangan atau pilih berkas." in text(response)) == (422, True)


def test_a_merged_report_tells_the_state_of_the_other_and_nothing_else(citizen, filed, petugas):
    other = filed(story="Cerita orang lain sama sekali.")
    handling.merge(the_complaint_of_web(citizen), into=other, by=petugas)
    told = words(citizen.get("lacak/laporan/"))
    assert "Digabung dengan laporan lain" in told
    assert "Keadaannya: laporan diterima." in told
    assert other.ticket not in told


def the_complaint_of_web(citizen: Citizen) -> Complaint:
    return Complaint.objects.order_by("id").first()


@pytest.mark.parametrize("ticket", ["ADU-2026-000001", "ADU-2026-000999", "x", "ADU-2026-²", "9" * 39])
def test_an_unknown_number_answers_as_a_wrong_code(cast, filed, ticket):
    filed()
    citizen = Citizen()
    citizen.get("lacak/")
    response = citizen.track(ticket, "AAAA-AAAA")
    page = TOKEN.sub("", text(response)).replace(f'"{ticket}"', "")
    known = TOKEN.sub("", text(citizen.track("ADU-2026-000777", "AAAA-AAAA"))).replace('"ADU-2026-000777"', "")
    assert (response.status_code, page) == (422, known)
    assert citizen.get("lacak/laporan/")["Location"] == "/pengaduan/lacak/"


def test_a_code_opens_its_own_report_only(cast, filed):
    _, code = intake.receive(intake.Report(subject="desil", story="Desil saya salah."), intake="web", by=None)
    other = filed()
    assert Citizen().track(other.ticket, code).status_code == 422


def test_the_report_closes_after_half_an_hour_or_when_told_to(citizen, time_machine):
    assert citizen.get("lacak/laporan/").status_code == 200
    citizen.post("lacak/tutup/")
    assert citizen.get("lacak/laporan/").status_code == 302
    citizen.track(*citizen.receipt())
    time_machine.shift(1801)
    assert citizen.get("lacak/laporan/").status_code == 302


@pytest.mark.parametrize("page", ["laporan/", "belum-selesai/", "tambah/"])
def test_without_the_code_every_page_leads_to_asking_for_it(cast, filed, page):
    filed()
    stranger = Citizen()
    stranger.client.cookies["lacak"] = "1:forged:forged"
    response = stranger.client.get(f"/pengaduan/lacak/{page}", follow=True)
    assert response.redirect_chain[-1][0] == "/pengaduan/lacak/"


def test_extortion_is_tracked_like_anything_else(cast, inspektorat, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    citizen = Citizen()
    ticket, code = citizen.file(perihal={"perihal": "pungli"})
    complaint = the_complaint()
    handling.verify(complaint, subject="pungli", kind="pengaduan", gravity="berkadar", by=inspektorat)
    citizen.track(ticket, code)
    assert "Laporan sudah diperiksa" in words(citizen.get("lacak/laporan/"))
    assert "nspektorat" not in words(citizen.get("lacak/laporan/"))


def test_neither_code_nor_story_is_in_the_log(cast, caplog, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    citizen = Citizen()
    with caplog.at_level("DEBUG"):
        ticket, code = citizen.file()
        citizen.track(ticket, "AAAA-AAAA")
        citizen.track(ticket, code)
        citizen.post("lacak/tambah/", catatan="x", kunci="x")
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert (code in told, code.replace("-", "") in told, "Melati" in told, "0812" in told) == (False,) * 4
