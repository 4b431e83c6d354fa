"""Step 12: the package for PKH Pusat and its receipt."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.lib.errors import DomainError
from programs.models import Determination, Receipt
from programs.services import kirim
from tests.documents.conftest import A_PDF, picture, upload
from tests.programs.exports.conftest import DATED

RECEIVED = {"sent_on": DATED, "channel": "siks_ng", "receiver": "Admin PKH Pusat"}


@pytest.fixture(autouse=True)
def later(time_machine):
    """Two days after the Berita Acara was dated."""
    time_machine.move_to("2026-11-27 03:00Z")


@pytest.fixture
def published(determined, operator) -> Determination:
    """With files that stand for the paper: what is sent is under test, not what is printed."""
    for attach, name, kind in (
        (issuing.attach_workbook, "BNBA-PKH-2027-1-v1.xlsx", XLSX),
        (issuing.attach_pdf, "BA-PKH-2027-1-v1.pdf", PDF),
    ):
        attach(determined.document, files.keep(io.BytesIO(A_PDF), name=name, content_type=kind, by=operator))
    return determined


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_still_stops_step_12_is_told_in_words(the_round):
    assert kirim.unmet(the_round) == ["Hasil kroscek PKH Tahap 1 2027 belum ditetapkan"]


def test_it_ends_with_the_receipt(published, korkab):
    the_round = published.ba.round
    assert kirim.unmet(the_round) == ["Tanda terima dari PKH Pusat belum dicatat"]
    kirim.record_receipt(published, **RECEIVED, by=korkab)
    assert kirim.unmet(the_round) == []


@pytest.mark.slow
def test_it_waits_for_the_pdf(determined, korkab):
    assert kirim.unmet(determined.ba.round) == ["PDF Berita Acara belum selesai dibuat"]
    with pytest.raises(DomainError, match="belum selesai dibuat"):
        kirim.record_receipt(determined, **RECEIVED, by=korkab)


def test_the_package_has_the_files_as_stored_and_their_hashes(published, korkab):
    document = published.document
    made = unzipped(kirim.package(published, by=korkab).content)
    assert list(made) == ["BA-PKH-2027-1-v1.pdf", "BNBA-PKH-2027-1-v1.xlsx", "DAFTAR-BERKAS.txt"]
    assert made["BA-PKH-2027-1-v1.pdf"] == files.verified(document.pdf)
    lines = made["DAFTAR-BERKAS.txt"].decode().split("\r\n")
    assert lines[1:3] == [
        f"Nomor {document.number}, tanggal 25 November 2026 (belum bertanda tangan)",
        f"Sidik jari daftar (SHA-256): {published.list_hash}",
    ]
    assert lines[4:6] == [f"{hashlib.sha256(made[name]).hexdigest()}  {name}" for name in list(made)[:2]]
    assert list(ReadLog.objects.values_list("user", "kind")) == [(korkab.pk, "download")]


def test_the_signed_copy_goes_when_there_is_one(published, korkab, operator):
    issuing.sign(published.document, upload=upload(A_PDF), signed_on=DATED, kind="ink", by=operator)
    made = unzipped(kirim.package(published, by=korkab).content)
    assert (made["salinan.pdf"], "bertanda tangan" in made["DAFTAR-BERKAS.txt"].decode()) == (A_PDF, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"receiver": "  "}, "Isi siapa yang menerima"),
        ({"channel": "merpati"}, "Pilih saluran"),
        ({"sent_on": date(2026, 11, 24)}, "harus antara tanggal Berita Acara"),
        ({"sent_on": date(2026, 11, 28)}, "dan hari ini"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(published, korkab, change, sentence):
    with pytest.raises(DomainError, match=sentence):
        kirim.record_receipt(published, **RECEIVED | change, by=korkab)


def test_a_second_click_records_no_second_receipt(published, korkab):
    for evidence in (None, None, picture(), picture()):
        proof = upload(evidence, "bukti.png") if evidence else None
        kirim.record_receipt(published, **RECEIVED, evidence=proof, by=korkab)
    assert [row.evidence is None for row in Receipt.objects.order_by("id")] == [True, False]


def test_a_recorded_receipt_never_changes(published, korkab):
    row = kirim.record_receipt(published, **RECEIVED, by=korkab)
    with pytest.raises(DatabaseError, match="tidak dapat diubah"), transaction.atomic():
        Receipt.objects.filter(pk=row.pk).update(receiver="Lain")
    with pytest.raises(DatabaseError, match="tidak dapat diubah"), transaction.atomic():
        row.delete()


def test_the_page_records_it_with_its_evidence(published, login, korkab, kadis):
    client, pk = login(korkab), published.document.pk
    form = {"sent_on": "2026-11-26", "channel": "email", "receiver": "Admin PKH Pusat", "note": ""}
    answer = client.post(f"/dokumen/{pk}/kirim/tanda-terima/", form | {"evidence": upload(picture(), "bukti.png")})
    row = Receipt.objects.get()
    assert (answer.url, row.evidence.name) == (f"/dokumen/{pk}/kirim/", "bukti.png")
    body = client.get(answer.url).content.decode()
    for words in ("Admin PKH Pusat", "26 November 2026, Pos-el", "bukti.png"):
        assert words in body
    assert client.get(f"/dokumen/{pk}/kirim/bukti/{row.pk}/").content == picture()
    assert client.post(f"/dokumen/{pk}/kirim/paket/")["Content-Type"] == "application/zip"
    leader = login(kadis)
    assert leader.get(f"/dokumen/{pk}/kirim/").status_code == 200
    assert leader.post(f"/dokumen/{pk}/kirim/tanda-terima/", form).status_code == 403


def test_bad_evidence_is_told_in_words(published, login, korkab):
    form = {"sent_on": "2026-11-26", "channel": "email", "receiver": "Admin"}
    page = login(korkab).post(
        f"/dokumen/{published.document.pk}/kirim/tanda-terima/", form | {"evidence": upload(b"MZ", "x.pdf")}
    )
    assert (page.status_code, "Isi berkas harus PDF" in page.content.decode()) == (422, True)


def test_a_korcam_does_not_reach_the_package(published, login, korcam_plaosan):
    client, pk = login(korcam_plaosan), published.document.pk
    assert client.get(f"/dokumen/{pk}/kirim/").status_code == 404
    assert client.post(f"/dokumen/{pk}/kirim/paket/").status_code == 403


def test_the_officer_may_have_the_files_made_once_more(determined, login, operator):
    Job.objects.update(state="failed", message="Pekerjaan gagal")
    client = login(operator)
    assert client.post(f"/dokumen/{determined.document.pk}/buat-lagi/").url == f"/dokumen/{determined.document.pk}/"
    assert list(Job.objects.filter(kind="ba.publish", state="queued").values_list("key", flat=True)) == [
        str(determined.pk)
    ]


def test_an_export_is_ordered_with_a_purpose(the_round, login, operator):
    client = login(operator)
    assert "PKH Tahap 1 2027" in client.get(f"/bnba/ekspor/?putaran={the_round.pk}").content.decode()
    form = {"putaran": the_round.pk, "susunan": "kemensos", "keperluan": "Rekonsiliasi dengan bank"}
    assert client.post("/bnba/ekspor/", form).url == "/unduhan/"
    assert list(Download.objects.values_list("user", "purpose")) == [(operator.pk, "Rekonsiliasi dengan bank")]


@pytest.mark.parametrize(
    "change",
    [{"keperluan": " "}, {"putaran": "999999"}, {"putaran": "x"}, {"susunan": "pdf"}, {"keperluan": "x" * 201}],
)
def test_an_order_that_says_too_little_is_refused_in_words(the_round, login, operator, change):
    form = {"putaran": the_round.pk, "susunan": "kemensos", "keperluan": "Rapat"} | change
    page = login(operator).post("/bnba/ekspor/", form)
    assert (page.status_code, Download.objects.count()) == (422, 0)
