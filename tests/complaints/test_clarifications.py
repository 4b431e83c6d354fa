""" "Kenapa bantuan saya berhenti?": from the counter to a signed BA klarifikasi, to SIKS-NG and its result."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader, PdfWriter

from complaints.exports import clarifying
from complaints.models import Clarification, Complaint
from complaints.services import clarifications
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Household, Round
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"
SAID = "Saya tidak pernah bermain judi daring; ponsel saya pernah dipinjam keponakan."


@pytest.fixture
def family(cast, plaosan) -> Household:
    the_round = Round.objects.create(program="pkh", tahun=2026, tahap=4)
    desa = Desa.objects.filter(kecamatan=plaosan).order_by("pk").first()
    return list_families(the_round, desa, 2)[0].enrollment.household


@pytest.fixture
def made(family, petugas) -> Clarification:
    return clarifying.publish(family, reason="judol", statement=SAID, number="400.9/1/2026", by=petugas)[0]


def scan() -> SimpleUploadedFile:
    data, paper = io.BytesIO(), PdfWriter()
    paper.add_blank_page(595, 842)
    paper.write(data)
    return SimpleUploadedFile("ttd.pdf", data.getvalue())


def test_the_counter_leads_to_the_paper_and_the_paper_to_siks_ng(family, login, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    client = login(petugas)
    client.post("/loket/", {"nomor": family.nik, "keperluan": "loket"})
    page = client.get(f"/loket/{family.pk}/").content.decode()
    make = re.search(r'href="(/klarifikasi/keluarga/\d+/)"', page)[1]
    answer = client.post(make, {"reason": "judol", "statement": SAID, "number": "400.9/1/2026"})
    one = Clarification.objects.get()
    assert (answer.url, one.complaint.subject, one.complaint.household) == (
        "/meja-pengaduan/catat/kode/",
        "bantuan_berhenti",
        family,
    )
    assert "kode-laporan" in client.get(answer.url).content.decode()
    paper = PdfReader(io.BytesIO(client.get(f"/klarifikasi/{one.pk}/pdf/").content))
    text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    for expected in ("400.9/1/2026", SAID, "Terindikasi judi daring", one.document.code, family.name):
        assert expected in text
    assert (family.nik in text, family.no_kk in text) == (False, False)
    client.post(f"/klarifikasi/{one.pk}/pindaian/", {"upload": scan(), "signed_on": "2026-11-23"})
    client.post(f"/klarifikasi/{one.pk}/teruskan/", {"sent_on": "2026-11-23", "reference": "USUL-77"})
    one.refresh_from_db()
    assert (one.sent_reference, str(one.due), one.state) == (
        "USUL-77",
        "2026-12-11",
        ("Diteruskan ke SIKS-NG", "proses"),
    )
    client.post(f"/klarifikasi/{one.pk}/hasil/", {"result": "pulih", "note": "Cair tahap berikutnya."})
    one.refresh_from_db()
    assert one.state == ("Bantuan dipulihkan", "positif")
    assert client.get(f"/verifikasi/{one.document.code}/").status_code == 200


def test_the_follow_up_is_late_after_its_day(made, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    Clarification.objects.filter(pk=made.pk).update(
        sent_on="2026-11-23", sent_by=petugas, sent_reference="U-1", due="2026-12-11"
    )
    time_machine.move_to("2026-12-14 09:00+07:00", tick=False)
    made.refresh_from_db()
    assert made.state == ("Tindak lanjut lewat tanggal", "negatif")


def test_a_second_paper_joins_the_open_complaint(made, family, petugas):
    second, code = clarifying.publish(family, reason="rekening", statement=SAID, number="400.9/2/2026", by=petugas)
    assert (second.complaint, code, Complaint.objects.count()) == (made.complaint, "", 1)


def test_nothing_goes_on_unsigned(made, petugas):
    with pytest.raises(DomainError, match="Unggah dahulu pindaian"):
        clarifications.send(made, sent_on=made.document.dated, reference="U-1", by=petugas)
    with pytest.raises(DomainError, match="Catat dahulu kapan diteruskan"):
        clarifications.end(made, result="pulih", note="", by=petugas)


def test_only_the_desk_makes_one(family, korcam_plaosan, login):
    assert login(korcam_plaosan).get(f"/klarifikasi/keluarga/{family.pk}/").status_code == 403
    with pytest.raises(DomainError, match="petugas pengaduan"):
        clarifying.publish(family, reason="judol", statement=SAID, number="400.9/3/2026", by=korcam_plaosan)
    assert not Complaint.objects.exists()


def test_the_database_keeps_what_was_declared(made):
    one = Clarification.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        one.update(statement="Saya mengaku.")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE complaints_clarification DISABLE TRIGGER kept")
    assert one.update(statement="Saya mengaku.") == 1
