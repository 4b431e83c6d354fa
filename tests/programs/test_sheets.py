"""Kroscek on paper: sheets are versions with a code, scans are evidence that stays."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image
from pypdf import PdfReader

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import Download, StoredFile
from pkh_sembako.lib.errors import DomainError
from programs import tasks_sheets  # noqa: F401 - its handler is registered
from programs.models import Household, KroscekScan, KroscekSheet
from programs.queries import sheets as queries
from programs.services import sheets


def scan(name: str = "lembar.png", colour: str = "white") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(picture, "PNG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/png")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def address(the_round, plaosan) -> str:
    return f"/kroscek/lembar/{the_round.pk}/{plaosan.pk}/"


def printed(client, address, **given):
    answer = client.post(f"{address}cetak/", {"place": "", "numbers": "samar", "purpose": ""} | given)
    assert answer.status_code == 200
    return answer


def test_a_pendamping_prints_the_own_families_masked(login, ratri, address, the_round):
    text = words(printed(login(ratri), address).content)
    sheet = KroscekSheet.objects.get()
    assert (sheet.owner, sheet.version, sheet.families) == (ratri, 1, 4)
    assert text.count("Melati Contoh") == 4 and sheet.code in text and "Halaman 1 dari 1" in text
    assert re.findall(r"\d{16}", text) == []
    assert f"Keluarga dampingan {ratri}" in text


def test_whole_numbers_need_a_purpose_and_are_logged(login, korcam_plaosan, address):
    client = login(korcam_plaosan)
    refused = client.post(f"{address}cetak/", {"place": "", "numbers": "lengkap", "purpose": ""})
    assert refused.status_code == 422 and not KroscekSheet.objects.exists()
    text = words(printed(client, address, numbers="lengkap", purpose="Kunjungan bersama Dukcapil").content)
    assert len(re.findall(r"\d{16}", text)) == 4
    log = ReadLog.objects.get()
    assert log.purpose == "Kunjungan bersama Dukcapil" and log.subject.endswith("NIK lengkap")


@pytest.mark.slow
def test_the_same_list_is_the_same_version_and_another_list_the_next(login, korcam_plaosan, address, entries):
    client = login(korcam_plaosan)
    printed(client, address)
    printed(client, address)
    assert list(KroscekSheet.objects.values_list("version", flat=True)) == [1]
    Household.objects.filter(pk=entries[0].enrollment.household_id).update(rt="009")
    printed(client, address)
    assert list(KroscekSheet.objects.values_list("version", flat=True)) == [2, 1]


def test_sheets_take_a_fixed_number_of_queries(the_round, plaosan, korcam_plaosan, django_assert_num_queries):
    entries = queries.entries_of(korcam_plaosan, the_round, plaosan.pk)
    korcam_plaosan.postings_now, korcam_plaosan.kecamatan_codes  # noqa: B018 - read once per request
    with django_assert_num_queries(2):
        groups = queries.groups(entries)
    with django_assert_num_queries(5):  # savepoint and its release among them
        sheets.register(the_round, groups, owner=None, by=korcam_plaosan)


def test_too_many_for_one_answer_are_refused_in_words(login, ratri, address, monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE", 2)
    monkeypatch.setattr(sheets, "MOST_AT_ONCE", 3)
    answer = login(ratri).post(f"{address}cetak/", {"place": "", "numbers": "samar"})
    assert answer.status_code == 422 and "Pilih satu desa atau kelompok." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_whole_kecamatan_is_made_in_the_background_where_it_is_long(login, korcam_plaosan, address, monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE", 3)
    answer = login(korcam_plaosan).post(f"{address}cetak/", {"place": "", "numbers": "samar"})
    assert answer["Location"] == "/unduhan/"
    jobs.run(Job.objects.get().pk)
    assert (Job.objects.get().state, Job.objects.get().message) == ("done", "Selesai: 1 desa.")
    download = Download.objects.get()
    assert "Melati Contoh 1" in words(download.file.file.read()) and download.file.name.startswith("Lembar-kroscek-PKH")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_delivered_twice_the_first_file_stays(login, korcam_plaosan, address, monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE", 3)
    login(korcam_plaosan).post(f"{address}cetak/", {"place": "", "numbers": "samar"})
    first_job = Job.objects.get()
    jobs.run(first_job.pk)
    before = list(StoredFile.objects.values_list("pk", "sha256"))
    jobs.run(first_job.pk)
    jobs.run(Job.objects.create(kind=first_job.kind, arguments=first_job.arguments, by=korcam_plaosan).pk)
    download = Download.objects.get()
    assert list(StoredFile.objects.values_list("pk", "sha256")) == before == [(download.file_id, download.file.sha256)]


def test_another_kecamatan_does_not_exist(login, bagas, korcam_parang, address):
    for user in (bagas, korcam_parang):
        client = login(user)
        assert [client.get(address).status_code, client.post(f"{address}cetak/", {"numbers": "samar"}).status_code] == [
            404,
            404,
        ]


def test_a_scan_comes_back_is_listed_and_handed_out(login, ratri, korcam_plaosan, bagas, address, the_round):
    client = login(ratri)
    printed(client, address)
    sheet = KroscekSheet.objects.get()
    opened = client.get(f"/kroscek/kode/{sheet.code.lower()}/")
    assert opened["Location"] == f"{address}?lembar={sheet.code}#unggah"
    assert "Lembar dikenali" in client.get(f"{address}?lembar={sheet.code}").content.decode()
    given = {"desa": sheet.desa_id, "code": sheet.code, "file": scan()}
    assert client.post(f"{address}unggah/", given)["Location"] == address
    kept = KroscekScan.objects.get()
    assert (kept.sheet, kept.by, kept.file.content_type) == (sheet, ratri, "image/png")
    listed = login(korcam_plaosan).get(address).content.decode()
    assert "1 dari 1 desa sudah ada pindaiannya" in listed and "lembar.png" in listed
    file = login(korcam_plaosan).get(f"/kroscek/pindaian/{kept.pk}/")
    assert file["Content-Disposition"] == 'attachment; filename="lembar.png"'
    assert ReadLog.objects.filter(kind="download").count() == 1
    assert login(bagas).get(f"/kroscek/pindaian/{kept.pk}/").status_code == 404
    counts = queries.paper_counts(the_round)
    assert counts[sheet.desa.kecamatan_id] == queries.PaperCount(desa=1, scanned=1, scans=1)


def test_what_is_no_scan_is_refused_in_words(login, ratri, address, the_round, entries):
    desa = entries[0].desa
    wrong = SimpleUploadedFile("lembar.pdf", b"bukan pdf", "application/pdf")
    answer = login(ratri).post(f"{address}unggah/", {"desa": desa.pk, "file": wrong})
    assert answer.status_code == 422 and "Isi berkas harus PDF atau JPEG atau PNG" in answer.content.decode()
    for code, sentence in (("ABC", "Kode lembar ABC tidak dikenal. Lihat kode di kaki lembar."),):
        with pytest.raises(DomainError, match=sentence):
            sheets.keep_scan(the_round, desa, upload=scan(), code=code, by=ratri)
    sheets.keep_scan(the_round, desa, upload=scan(), by=ratri)
    with pytest.raises(DomainError, match="Berkas yang sama sudah diunggah"):
        sheets.keep_scan(the_round, desa, upload=scan("lain.png"), by=ratri)


def test_a_code_of_another_desa_is_refused(the_round, entries, ratri, bagas):
    groups = queries.groups(queries.entries_of(bagas, the_round, entries[-1].kecamatan_id))
    sheet = sheets.register(the_round, groups, owner=bagas, by=bagas)[0]
    with pytest.raises(DomainError, match=f"Kode {sheet.code} milik lembar"):
        sheets.keep_scan(the_round, entries[0].desa, upload=scan(), code=sheet.code, by=ratri)


def test_the_database_keeps_a_scan_until_its_guard_is_dropped(the_round, entries, ratri):
    kept = sheets.keep_scan(the_round, entries[0].desa, upload=scan(), by=ratri)
    with pytest.raises(IntegrityError), transaction.atomic():
        KroscekScan.objects.update(note="lain")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER frozen ON programs_kroscekscan")
    KroscekScan.objects.update(note="lain")
    kept.refresh_from_db()
    assert kept.note == "lain"
