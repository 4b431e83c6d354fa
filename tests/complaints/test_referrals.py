"""Sub-tickets to other bodies: asked, late, answered, withdrawn; the request on paper names no whole number."""

import io
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader
from python_calamine import load_workbook

from complaints.models import Referral
from complaints.services import clocks, referrals
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Round
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db
DESK = "/meja-pengaduan/"
MONDAY = "2026-11-23 09:00+07:00"


def form(**changes) -> dict[str, str]:
    facts = {"key": str(uuid4()), "to": "bank", "question": "Apakah rekening masih aktif?\nSejak kapan dibekukan?"}
    return facts | {"until": "2026-11-27"} | changes


def test_a_bank_is_asked_once_and_the_clocks_run_on(verified, login, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint, client, asked = verified(), login(petugas), form()
    before = [each.due for each in clocks.running(complaint)]
    for _ in range(2):
        client.post(f"{DESK}{complaint.pk}/rujukan/", asked)
    made = Referral.objects.get()
    assert (made.to, made.state, str(made.until), made.by) == ("bank", "waiting", "2026-11-27", petugas)
    assert [each.due for each in clocks.running(complaint)] == before
    page = client.get(f"{DESK}{complaint.pk}/").content.decode()
    assert "Apakah rekening masih aktif?" in page
    late = client.post(f"{DESK}{complaint.pk}/rujukan/", form(until="2026-11-20"))
    assert "Tanggal yang diharapkan paling cepat hari ini." in late.content.decode()


def test_the_list_tells_open_and_late_ones_and_goes_out_as_a_workbook(verified, login, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint, client = verified(), login(petugas)
    client.post(f"{DESK}{complaint.pk}/rujukan/", form())
    client.post(f"{DESK}{complaint.pk}/rujukan/", form(to="dukcapil", until="2026-12-30"))
    time_machine.move_to("2026-11-30 09:00+07:00", tick=False)
    client = login(petugas)
    listed = client.get(f"{DESK}rujukan/?status=lewat")
    assert [(row.referral.to, row.words) for row in listed.context["rows"]] == [("bank", "Lewat 3 hari")]
    assert len(client.get(f"{DESK}rujukan/?status=terbuka").context["rows"]) == 2
    book = load_workbook(io.BytesIO(client.get(f"{DESK}rujukan/daftar.xlsx?status=lewat").content))
    assert [row[:3] + row[9:10] for row in book.get_sheet_by_index(0).to_python()[3:]] == [
        [complaint.ticket, "Kartu (KKS) hilang atau rusak", "Bank penyalur", 3.0]
    ]
    assert ReadLog.objects.filter(kind="export").count() == 1


def test_an_answer_or_a_withdrawal_ends_it_once(verified, login, petugas):
    complaint, client = verified(), login(petugas)
    first = referrals.ask(complaint, to="bank", question="Apakah rekening aktif?", by=petugas)
    second = referrals.ask(complaint, to="desa", question="Apakah keluarga masih tinggal di sana?", by=petugas)
    client.post(f"{DESK}{complaint.pk}/rujukan/{first.pk}/jawaban/", {"answer": "Rekening aktif sejak 2 November."})
    client.post(f"{DESK}{complaint.pk}/rujukan/{second.pk}/tarik/", {"reason": "Sudah ditemukan."})
    assert list(Referral.objects.values_list("state", "answer")) == [
        ("answered", "Rekening aktif sejak 2 November."),
        ("withdrawn", ""),
    ]
    with pytest.raises(DomainError, match="sudah dijawab"):
        referrals.withdraw(first, reason="Tidak perlu.", by=petugas)
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        Referral.objects.filter(pk=first.pk).update(answer="lain")


def test_the_request_on_paper_masks_the_number(verified, login, petugas, plaosan):
    the_round = Round.objects.create(program="pkh", tahun=2026, tahap=4)
    family = list_families(the_round, Desa.objects.filter(kecamatan=plaosan).first(), 1)[0].enrollment.household
    complaint = verified(household=family)
    made = referrals.ask(complaint, to="bank", question="Apakah rekening aktif?", by=petugas)
    paper = login(petugas).get(f"{DESK}{complaint.pk}/rujukan/{made.pk}/surat.pdf").content
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())
    assert (complaint.ticket in text, family.name in text, family.no_kk in text) == (True, True, False)
    assert "Apakah rekening aktif?" in text


def test_who_does_not_see_the_complaint_sees_no_request(verified, login, petugas, korcam_parang):
    made = referrals.ask(verified(), to="bank", question="Apakah rekening aktif?", by=petugas)
    client = login(korcam_parang)
    assert client.get(f"{DESK}rujukan/").context["rows"] == []
    assert client.get(f"{DESK}{made.complaint_id}/rujukan/{made.pk}/surat.pdf").status_code == 404
