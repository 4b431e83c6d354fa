"""The documents' pages and the download centre, role by role."""

import hashlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from pkh_sembako.audit.models import Job, JobState, ReadLog
from pkh_sembako.documents.models import Download, RegisterNumber
from pkh_sembako.documents.services import downloads, files, numbers
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.documents.tasks import expire_downloads
from tests.documents.conftest import A_PDF, NUMBER, upload, workbook

DATES = {"signed_on": "2026-11-20", "kind": "ink"}


def test_the_list_shows_number_date_and_state_and_filters(printed, login, operator):
    client = login(operator)
    page = client.get("/dokumen/")
    for words in (printed.title, NUMBER, "20 November 2026", "Menunggu tanda tangan"):
        assert words in page.content.decode()
    assert NUMBER not in client.get("/dokumen/?status=final").content.decode()
    assert NUMBER in client.get("/dokumen/?tahun=2026&jenis=ba_kroscek&nomor=1873").content.decode()
    assert client.get("/dokumen/?tahun=9e9&status=%00&sesudah=!!&urut=x").status_code == 200


def test_the_pdf_is_served_as_stored_and_each_opening_is_logged(printed, login, inspektorat):
    answer = login(inspektorat).get(f"/dokumen/{printed.pk}.pdf")
    assert (answer.status_code, answer.content, answer["Content-Disposition"]) == (
        200,
        A_PDF,
        'inline; filename="BA.pdf"',
    )
    assert answer["Cache-Control"] == "private, no-store"
    login(inspektorat).get(f"/dokumen/{printed.pk}/buku-kerja/")
    assert list(ReadLog.objects.order_by("id").values_list("user__username", "kind", "subject")) == [
        ("inspektorat", "download", f"{printed.title} Nomor {NUMBER}: PDF"),
        ("inspektorat", "download", f"{printed.title} Nomor {NUMBER}: buku kerja"),
    ]


@pytest.mark.parametrize("part", [".pdf", "/buku-kerja/"])
@pytest.mark.parametrize(
    ("username", "status"), [("korcam.plaosan", 404), ("ratri", 403), ("bank", 403), ("admin", 403), ("kadis", 200)]
)
def test_files_of_the_whole_kabupaten_are_for_who_works_for_it(printed, login, cast, username, status, part):
    assert login(cast[username]).get(f"/dokumen/{printed.pk}{part}").status_code == status


def test_a_korcam_sees_number_and_state_but_no_file_name(printed, login, korcam_plaosan):
    body = login(korcam_plaosan).get(f"/dokumen/{printed.pk}/").content.decode()
    assert (NUMBER in body, "BNBA.xlsx" in body, "Unggah" in body) == (True, False, False)


def test_a_forged_file_is_not_served(printed, login, operator):
    Path(printed.pdf.file.path).write_bytes(b"%PDF-1.7 forged")
    page = login(operator).get(f"/dokumen/{printed.pk}.pdf", follow=True)
    assert page.redirect_chain == [(f"/dokumen/{printed.pk}/", 302)]
    assert "tidak lagi sama dengan yang disimpan" in page.content.decode()


def test_a_document_without_pdf_says_that_it_is_being_made(issued, login, operator):
    client = login(operator)
    page = client.get(f"/dokumen/{issued.pk}/")
    assert 'hx-trigger="every 3s"' in page.content.decode()
    assert client.get(f"/dokumen/{issued.pk}.pdf").status_code == 404


def test_the_operator_uploads_the_signed_copy_and_it_is_final(printed, login, operator):
    client = login(operator)
    page = client.post(f"/dokumen/{printed.pk}/tanda-tangan/", DATES | {"berkas": upload(A_PDF)}, follow=True)
    printed.refresh_from_db()
    assert (printed.state, printed.signed_by, printed.signed.sha256) == (
        "final",
        operator,
        hashlib.sha256(A_PDF).hexdigest(),
    )
    assert "sekarang final" in page.content.decode()
    again = client.post(f"/dokumen/{printed.pk}/tanda-tangan/", DATES | {"berkas": upload(A_PDF)})
    assert (again.status_code, "sudah diunggah" in again.content.decode()) == (422, True)
    assert client.get(f"/dokumen/{printed.pk}/bertanda-tangan/").content == A_PDF


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (DATES, "salinan bertanda tangan"),
        (DATES | {"berkas": upload(b"MZ", "x.pdf")}, "Isi berkas harus PDF."),
        (DATES | {"berkas": upload(A_PDF, "x.exe")}, "Jenis berkas harus .pdf"),
        ({"signed_on": "2026-11-20", "berkas": upload(A_PDF)}, "Pilih jenis tanda tangan."),
        (DATES | {"signed_on": "31-02-2026", "berkas": upload(A_PDF)}, "kalender"),
        (DATES | {"signed_on": "2031-01-01", "berkas": upload(A_PDF)}, "hari ini"),
    ],
)
def test_a_bad_upload_is_told_in_words_and_changes_nothing(printed, login, operator, data, sentence):
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    page = login(operator).post(f"/dokumen/{printed.pk}/tanda-tangan/", data)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    printed.refresh_from_db()
    assert printed.state == "issued"


def test_the_register_shows_gaps_and_voids_with_reason(login, operator, kadis):
    numbers.reserve(3, dated=numbers.date(2026, 3, 2), reason="Surat undangan", by=operator)
    client = login(operator)
    answer = client.post("/dokumen/nomor/catat/", {"number": "7", "dated": "2026-04-01", "reason": "Surat tugas"})
    assert answer.url == "/dokumen/nomor/?tahun=2026"
    row = RegisterNumber.objects.get(number=7)
    assert client.post(f"/dokumen/nomor/{row.pk}/batal/", {"reason": "Batal rapat"}).url == answer.url
    body = client.get("/dokumen/nomor/?tahun=2026").content.decode()
    for words in ("1–2, 4–6.", "400.9/7/403.107/2026", "Dibatalkan", "Batal rapat", "Surat undangan"):
        assert words in body
    twice = client.post("/dokumen/nomor/catat/", {"number": "7", "dated": "2026-04-01", "reason": "x"})
    assert (twice.status_code, "sudah tercatat" in twice.content.decode()) == (422, True)
    assert client.get("/dokumen/nomor/?tahun=abcd&sesudah=%00").status_code == 200


def test_only_the_operator_writes_the_register(login, kadis, korkab, operator):
    row = numbers.reserve(3, dated=numbers.date(2026, 3, 2), reason="Surat undangan", by=operator)
    for user in (kadis, korkab):
        client = login(user)
        assert client.get("/dokumen/nomor/").status_code == 200
        assert client.post("/dokumen/nomor/catat/", {}).status_code == 403
        assert client.post(f"/dokumen/nomor/{row.pk}/batal/", {"reason": "x"}).status_code == 403


@pytest.fixture
def ready(operator) -> Download:
    """An order whose file is made."""
    download = downloads.ask("bnba.export", {}, title="BNBA PKH", purpose="Rekonsiliasi", by=operator)
    downloads.fulfil(download, files.keep(BytesIO(workbook()), name="BNBA.xlsx", content_type=XLSX, by=operator))
    Job.objects.update(state=JobState.DONE, finished_at=timezone.now())
    download.refresh_from_db()
    return download


def test_the_download_is_ones_own_and_each_fetching_is_logged(ready, login, operator, apd):
    client = login(operator)
    assert "Siap diunduh" in client.get("/unduhan/").content.decode()
    answer = client.get(f"/unduhan/{ready.pk}/")
    assert (answer.content == files.verified(ready.file), answer["Content-Disposition"]) == (
        True,
        'attachment; filename="BNBA.xlsx"',
    )
    assert login(apd).get(f"/unduhan/{ready.pk}/").status_code == 404
    assert "BNBA PKH" not in login(apd).get("/unduhan/").content.decode()
    assert list(ReadLog.objects.order_by("id").values_list("user", "kind", "purpose")) == [
        (operator.pk, "export", "Rekonsiliasi"),
        (operator.pk, "download", "Rekonsiliasi"),
    ]


def test_the_page_asks_again_only_while_something_is_made(operator, login):
    client = login(operator)
    assert "hx-trigger" not in client.get("/unduhan/").content.decode().split('id="unduhan"')[1]
    download = downloads.ask("bnba.export", {}, title="BNBA PKH", purpose="x", by=operator)
    part = client.get("/unduhan/", headers={"HX-Request": "true"}).content.decode()
    assert ('hx-trigger="every 2s"' in part, "<html" in part) == (True, False)
    client.post(f"/unduhan/{download.pk}/batal/")
    part = client.get("/unduhan/", headers={"HX-Request": "true"}).content.decode()
    assert ("hx-trigger" in part, "Dibatalkan" in part) == (False, True)


def test_after_a_week_the_file_is_gone_and_the_order_remains(ready, login, operator):
    path = Path(ready.file.file.path)
    Download.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = login(operator).get(f"/unduhan/{ready.pk}/", follow=True)
    assert "sudah kedaluwarsa" in page.content.decode()
    assert downloads.expire(timezone.now()) == 1
    ready.refresh_from_db()
    assert ready.file is None
    assert path.exists()  # until the transaction commits
    assert expire_downloads() == {"expired": 0, "leftovers": 0}


def test_a_file_that_no_row_knows_is_removed_after_a_day(ready, settings):
    folder = Path(settings.MEDIA_ROOT) / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    old, young = folder / "abc1", folder / "abc2"
    for path in (old, young):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(ready.file.file.path, (0, 0))
    assert expire_downloads() == {"expired": 0, "leftovers": 1}
    assert (old.exists(), young.exists(), Path(ready.file.file.path).exists()) == (False, True, True)
