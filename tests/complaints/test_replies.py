"""How an answer reaches the citizen: proof of sending once, e-mail by the worker, WhatsApp, formal letter, paper."""

import io
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from complaints import tasks_papers  # noqa: F401 - registers the handler
from complaints.models import Complaint, Reply
from complaints.services import handling, intake, replies
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Official

pytestmark = pytest.mark.django_db
DESK = "/meja-pengaduan/"
WORDS = "Kartu pengganti dapat diambil di bank mulai Senin."


@pytest.fixture
def answered(verified, petugas):
    def answer(channel: str = "whatsapp", **report) -> Reply:
        facts = {"reporter_name": "Sri Wahyuni", "reporter_phone": "081200003456"} | report
        complaint = verified(**facts)
        handling.answer(complaint, text=WORDS, channel=channel, by=petugas)
        return complaint.replies.get()

    return answer


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(data, "PNG")
    return SimpleUploadedFile("layar.png", data.getvalue())


def words(response) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return " ".join(text.split())


def test_sending_is_recorded_once_with_its_proof(answered, login, petugas):
    reply = answered()
    page = f"{DESK}{reply.complaint_id}/jawaban/{reply.pk}/"
    client = login(petugas)
    refused = client.post(page, {"note": ""})
    assert (refused.status_code, "Unggah bukti pengiriman" in refused.content.decode()) == (422, True)
    assert client.post(page, {"upload": picture()}).url == f"{DESK}{reply.complaint_id}/"
    reply.refresh_from_db()
    assert (reply.sent_by, reply.sent_proof.name, reply.sent_note) == (petugas, "layar.jpg", "")
    again = client.post(page, {"note": "sekali lagi"})
    assert "Jawaban ini sudah terkirim" in again.content.decode()
    assert client.get(f"{page}bukti/").status_code == 200


def test_the_database_keeps_what_was_sent(answered, petugas):
    reply = answered()
    replies.mark_sent(reply, note="Dibacakan lewat telepon.", by=petugas)
    update = Reply.objects.filter(pk=reply.pk)
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        update.update(sent_note="lain")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE complaints_reply DISABLE TRIGGER kept")
    assert update.update(sent_note="lain") == 1


def test_an_e_mail_delivered_twice_goes_out_once(answered, petugas):
    reply = answered("email", reporter_email="sri@contoh.id")
    replies.mail(reply, by=petugas)
    job = Job.objects.get(kind="complaints.reply_mail")
    jobs.run(job.pk)
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued")
    jobs.run(job.pk)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["sri@contoh.id"], f"Jawaban atas laporan {reply.complaint.ticket}")
    ]
    assert WORDS in mail.outbox[0].body
    reply.refresh_from_db()
    assert (reply.sent_by, reply.sent_note[:21]) == (petugas, "Dikirim peladen pos-e")


def test_a_refused_e_mail_leaves_the_answer_unsent_and_says_so(answered, petugas, login, monkeypatch):
    reply = answered("email", reporter_email="sri@contoh.id")

    def refuse(message):
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    replies.mail(reply, by=petugas)
    jobs.run(Job.objects.get(kind="complaints.reply_mail").pk)
    reply.refresh_from_db()
    assert reply.sent_at is None
    page = login(petugas).get(f"{DESK}{reply.complaint_id}/jawaban/{reply.pk}/").content.decode()
    assert "Pos-el belum terkirim. Peladen pos-el menolak" in page


def test_whatsapp_is_prepared_with_the_number_and_logged(answered, login, petugas):
    reply = answered()
    page = login(petugas).post(f"{DESK}{reply.complaint_id}/jawaban/{reply.pk}/whatsapp/").content.decode()
    assert "https://wa.me/6281200003456?text=" in page
    assert [log.subject for log in ReadLog.objects.all()] == [f"Nomor HP pelapor {reply.complaint.ticket}"]


def test_a_unit_never_gets_the_number_of_a_confidential_reporter(verified, petugas, plaosan, korcam_plaosan, login):
    complaint = verified(reporter_name="Sri", reporter_phone="081200003456", disclosure="rahasia")
    handling.forward(complaint, handler="korcam", kecamatan=plaosan, note="Mohon dicek.", by=petugas)
    handling.answer(complaint, text=WORDS, channel="whatsapp", by=korcam_plaosan)
    reply = complaint.replies.get()
    client, page = login(korcam_plaosan), f"{DESK}{complaint.pk}/jawaban/{reply.pk}/"
    assert "Siapkan pesan WhatsApp" not in client.get(page).content.decode()
    assert client.post(f"{page}whatsapp/").url == f"{DESK}{complaint.pk}/"
    paper = words(client.get(f"{page}jawaban.pdf"))
    assert (f"Pelapor {complaint.ticket}" in paper, "Sri" in paper) == (True, False)


def test_the_paper_carries_the_answer_and_is_logged(answered, login, petugas):
    reply = answered("surat")
    text = words(login(petugas).get(f"{DESK}{reply.complaint_id}/jawaban/{reply.pk}/jawaban.pdf"))
    for expected in ("JAWABAN ATAS PENGADUAN", reply.complaint.ticket, "Sri Wahyuni", WORDS):
        assert expected in text


def test_a_formal_letter_is_numbered_after_approval_and_is_the_proof(answered, login, petugas, kadis, operator):
    Official.objects.get_or_create(
        post="kadis", starts="2026-01-01", defaults={"name": "Contoh Kepala", "capacity": "definitif"}
    )
    reply = answered("surat")
    page = f"{DESK}{reply.complaint_id}/jawaban/{reply.pk}/"
    client = login(petugas)
    assert client.post(f"{page}surat/", {"addressee": "Sri Wahyuni", "signer": "kadis"}).url == page
    letter = Letter.objects.get(matter=f"reply:{reply.pk}")
    assert letter.state == "submitted"
    with pytest.raises(DomainError, match="sudah diajukan"):
        replies.order_letter(reply, addressee="Sri", signer="kadis", by=petugas)
    letters.approve(letter, by=kadis)
    document = publish(letter, dated=timezone.localdate(), number="400.9/77/2026", by=operator)
    text = words(client.get(f"{page}jawaban.pdf"))
    assert (document.number in text, WORDS in text, reply.complaint.ticket in text) == (True, True, True)
    client.post(page, {"note": ""})
    reply.refresh_from_db()
    assert (reply.letter, reply.sent_note) == (document, f"Surat nomor {document.number}")


def test_what_is_restricted_gets_no_letter_that_others_read(filed, inspektorat, petugas):
    complaint = filed(subject="pungli")
    handling.verify(complaint, subject="pungli", kind="pengaduan", gravity="berkadar", by=inspektorat)
    handling.answer(complaint, text=WORDS, channel="web", by=inspektorat)
    with pytest.raises(DomainError):
        replies.order_letter(complaint.replies.get(), addressee="Pelapor", signer="kadis", by=inspektorat)
    assert letters.matters.choices("reply") == []


def test_the_receipt_has_the_code_only_right_after_intake(login, petugas, operator, time_machine):
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    report = intake.Report(subject="kks_hilang", story="Kartu ibu hilang sejak pekan lalu.")
    complaint, code = intake.receive(report, intake="telepon", by=petugas, key=uuid4())
    url, client = f"{DESK}catat/kode/tanda-terima.pdf", login(petugas)
    first = words(client.post(url, {"nomor": complaint.ticket, "kode": code}))
    assert (code in first, "26 November 2026" in first, complaint.ticket in first) == (True, True, True)
    assert client.post(url, {"nomor": complaint.ticket, "kode": "AAAA-AAAA"}).url == DESK
    assert login(operator).post(url, {"nomor": complaint.ticket, "kode": code}).status_code in (302, 403)
    later = words(client.get(f"{DESK}{complaint.pk}/tanda-terima.pdf"))
    assert (code in later, "26 November 2026" in later) == (False, True)
    assert Complaint.objects.count() == 1


def test_the_blank_form_is_one_page_of_a4(login, petugas):
    reader = PdfReader(io.BytesIO(login(petugas).get(f"{DESK}formulir-kosong.pdf").content))
    box = reader.pages[0].mediabox
    assert (len(reader.pages), round(box.width), round(box.height)) == (1, 595, 842)
    text = " ".join(reader.pages[0].extract_text().split())
    for expected in ("Kartu hilang atau rusak", "Lainnya, atau saya tidak tahu", "Saya setuju", "Nomor laporan:"):
        assert expected in text
