"""The public complaint, page by page: answers kept, sent once, told again."""

import io
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from lxml import html
from pypdf import PdfReader

from complaints.enums import Subject
from complaints.models import Complaint, ComplaintDraft, ComplaintFile, SpentQuestion
from complaints.public_words import STATES, SUBJECT_WORDS
from complaints.services import drafts, intake
from pkh_sembako.documents.models import StoredFile
from tests.complaints.citizen import ANSWERS, STORY, Citizen, photo, text, the_complaint
from tests.complaints.test_course import drop

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"


@pytest.fixture(autouse=True)
def unhurried(settings) -> None:
    settings.PUBLIC_SECONDS = 0


@pytest.fixture
def citizen(cast) -> Citizen:
    return Citizen()


def test_a_complaint_is_what_was_answered(citizen, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    ticket, code = citizen.file()
    complaint = the_complaint()
    assert intake.found(ticket, code) == complaint
    kept = {
        "intake": "web", "by": None, "subject": "kks_hilang", "kind": "pengaduan", "story": STORY, "happened_on": None,
        "kecamatan_id": "35.20.07", "desa_id": "35.20.07.2003", "place": "Dusun Krajan", "disclosure": "rahasia",
        "reporter_name": "Melati Contoh", "reporter_phone": "0812 0000 0000", "reporter_email": "",
    }  # fmt: skip
    assert {name: getattr(complaint, name) for name in kept} == kept
    assert complaint.events.get().note == "Pelapor ingin dijawab lewat WhatsApp."
    draft = ComplaintDraft.objects.get()
    assert (draft.answers, draft.complaint) == ({}, complaint)


def test_nobody_is_asked_for_a_name_who_stays_anonymous(citizen):
    citizen.post("kontak/", **ANSWERS["kontak"])
    for page in ("perihal", "uraian", "kecamatan", "desa"):
        citizen.post(f"{page}/", **ANSWERS[page])
    response = citizen.post("identitas/", identitas="anonim")
    assert response["Location"] == "/pengaduan/lampiran/"
    citizen.send()
    complaint = the_complaint()
    assert (complaint.disclosure, complaint.reporter_name, complaint.reporter_phone) == ("anonim", "", "")


def test_each_page_leads_to_the_next_and_back(citizen):
    pages = ["perihal", "uraian", "kecamatan", "desa", "identitas", "kontak", "lampiran", "periksa"]
    for page, onward in list(pairwise(pages))[:6]:
        assert citizen.post(f"{page}/", **ANSWERS[page])["Location"] == f"/pengaduan/{onward}/"
    for before, page in zip(["", *pages], pages, strict=False):
        back = html.fromstring(text(citizen.get(f"{page}/"))).xpath('//main//a[contains(., "Kembali")]/@href')
        assert back == [f"/pengaduan/{before}/".replace("//", "/")]


def test_answers_are_there_again_when_one_goes_back(citizen):
    citizen.answer()
    page = html.fromstring(text(citizen.get("uraian/")))
    assert page.get_element_by_id("id_uraian").text.strip() == STORY
    assert html.fromstring(text(citizen.get("perihal/"))).xpath("//input[@checked]/@value") == ["kks_hilang"]


def test_a_changed_answer_leads_back_to_the_check_and_another_kecamatan_asks_its_desa_anew(citizen):
    citizen.answer()
    assert citizen.post("uraian/?ubah=1", uraian=STORY + " Lagi.")["Location"] == "/pengaduan/periksa/"
    response = citizen.post("kecamatan/?ubah=1", kecamatan="35.20.02")
    assert response["Location"] == "/pengaduan/desa/?ubah=1"
    assert ComplaintDraft.objects.get().answers["desa"] == ""
    assert citizen.post("identitas/?ubah=1", identitas="anonim")["Location"] == "/pengaduan/periksa/"


def test_a_desa_of_another_kecamatan_is_refused(citizen):
    citizen.post("kecamatan/", kecamatan="35.20.02")
    assert citizen.post("desa/", desa="35.20.07.2003", tempat="").status_code == 422


def test_who_wants_to_be_called_gives_a_number(citizen):
    response = citizen.post("kontak/", nama="Melati", balasan="telepon", hp="", email="")
    assert response.status_code == 422
    assert "Isi nomor HP agar dapat dijawab, atau pilih cara lain." in text(response)


def test_what_is_missing_is_named_and_nothing_is_sent(citizen):
    citizen.post("perihal/", perihal="kks_hilang")
    response = citizen.send()
    assert response.status_code == 422
    assert "Belum diisi: uraian kejadian, cara identitas Anda dipakai." in text(response)
    assert (Complaint.objects.count(), SpentQuestion.objects.count()) == (0, 0)


def test_sending_again_and_going_back_is_the_same_complaint_and_the_same_code(citizen):
    citizen.answer()
    sheet = citizen.question()
    answers = {citizen.post("periksa/", **sheet)["Location"] for _ in range(3)}
    assert answers == {"/pengaduan/terkirim/"}
    first = citizen.receipt()
    assert citizen.post("uraian/", uraian="Cerita lain sama sekali.")["Location"] == "/pengaduan/terkirim/"
    assert citizen.get("perihal/")["Location"] == "/pengaduan/terkirim/"
    assert citizen.receipt() == first
    assert the_complaint().story == STORY


def test_the_code_is_in_no_column(citizen):
    _, code = citizen.file()
    everything = repr([list(model.objects.values()) for model in (Complaint, ComplaintDraft)])
    assert code.replace("-", "") not in everything.replace("-", "")


def test_the_database_lets_a_draft_become_one_complaint_only(citizen, filed):
    citizen.file()
    other = filed()
    with pytest.raises(IntegrityError, match="sudah dikirim"), transaction.atomic():
        ComplaintDraft.objects.update(complaint=other)
    drop("complaints_complaintdraft", "guard")
    assert ComplaintDraft.objects.update(complaint=other) == 1


def test_a_device_forgets_when_told_to(citizen):
    citizen.file()
    citizen.post("baru/")
    assert citizen.get("terkirim/")["Location"] == "/pengaduan/"
    citizen.file()
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "0.0", "\u00e9"])
def test_a_forged_cookie_opens_no_draft(citizen, cookie):
    citizen.answer()
    citizen.client.cookies["laporan"] = cookie
    assert "Belum ada isian" in text(citizen.get("periksa/"))


def test_a_draft_dies_after_a_day_with_its_files(citizen, time_machine, settings):
    time_machine.move_to(MONDAY, tick=False)
    citizen.answer()
    citizen.post("lampiran/", berkas=photo())
    assert StoredFile.objects.count() == 1
    time_machine.shift(drafts.LASTS.total_seconds() + 1)
    assert "Belum ada isian" in text(citizen.get("periksa/"))
    assert drafts.sweep(timezone.now()) == 1
    assert (ComplaintDraft.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_files_of_a_sent_complaint_outlive_the_draft(citizen, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    citizen.answer()
    citizen.post("lampiran/", berkas=photo(), lanjut="1")
    citizen.send()
    time_machine.shift(drafts.LASTS.total_seconds() + 1)
    assert (drafts.sweep(timezone.now()), drafts.sweep(timezone.now())) == (1, 0)
    assert ComplaintFile.objects.get().from_citizen
    assert ComplaintFile.objects.get().stored.name == "kartu.jpg"


def test_a_wrong_answer_asks_anew_and_a_spent_question_is_not_taken_again(citizen):
    citizen.answer()
    sheet = citizen.question()
    response = citizen.post("periksa/", **sheet | {"jawaban": "entahlah"})
    assert response.status_code == 422
    assert "Jawaban tidak cocok." in text(response)
    assert "sudah pernah dijawab" in text(citizen.post("periksa/", **sheet))
    assert Complaint.objects.count() == 0
    assert citizen.send().status_code == 302


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "😀"])
def test_a_forged_question_opens_nothing(citizen, token):
    citizen.answer()
    assert citizen.post("periksa/", token=token, jawaban="7").status_code == 422
    assert Complaint.objects.count() == 0


def test_a_question_lasts_an_hour(citizen, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    citizen.answer()
    sheet = citizen.question()
    time_machine.shift(3601)
    assert "sudah terlalu lama" in text(citizen.post("periksa/", **sheet))


def test_a_program_that_fills_everything_is_not_heard(citizen):
    citizen.answer()
    assert citizen.send(laman="http://example.org").status_code == 422
    assert Complaint.objects.count() == 0


def test_nobody_fills_it_in_within_seconds(citizen, settings, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    settings.PUBLIC_SECONDS = 5
    citizen.answer()
    assert "terlalu cepat" in text(citizen.send())
    time_machine.shift(6)
    assert citizen.send().status_code == 302


def test_the_receipt_is_a_sheet_with_number_and_code_and_nothing_of_the_story(citizen):
    ticket, code = citizen.file()
    response = citizen.get("terkirim/tanda-terima.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert (ticket in words, code in words) == (True, True)
    assert ("Melati" in words, "Plaosan" in words) == (False, False)


def test_what_follows_is_told_with_the_day_of_the_clock(citizen, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    citizen.file()
    page = html.fromstring(text(citizen.get("terkirim/")))
    told = [" ".join(each.text_content().split()) for each in page.xpath("//main//ol/li")]
    assert told == [
        "Paling lambat Kamis, 26 November 2026: petugas selesai memeriksa laporan Anda.",
        "Paling lambat 5 hari kerja sesudah diperiksa: laporan mulai ditindaklanjuti.",
        "Dalam 2 sampai 60 hari kerja sesudah diperiksa, menurut beratnya masalah: Anda mendapat jawaban.",
    ]


def test_pages_are_kept_by_nobody_and_the_cookie_is_for_them_alone(citizen):
    response = citizen.post("perihal/", perihal="kks_hilang")
    cookie = response.cookies["laporan"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/pengaduan/", True, "Lax")
    for page in ("", "perihal/", "periksa/", "lacak/"):
        response = citizen.get(page)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "http" not in "".join(html.fromstring(text(response)).xpath("//script/@src"))


def test_posts_of_other_sites_are_refused(cast):
    strict = Citizen()
    strict.client.handler.enforce_csrf_checks = True
    assert strict.post("perihal/", perihal="kks_hilang").status_code == 403
    assert strict.post("lacak/", nomor="ADU-2026-1", kode="AAAA").status_code == 403


def test_every_subject_and_state_has_its_words():
    assert SUBJECT_WORDS.keys() == set(Subject.values)
    assert {str(state) for state in STATES} == {value for value, _ in Complaint._meta.get_field("state").choices}
