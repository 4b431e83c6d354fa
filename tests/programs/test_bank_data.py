"""Data handed on to the bank (SOP Sembako step 3): made once, handed over, signed for, seen by the bank only then."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs import tasks  # noqa: F401 - registers the job
from programs.models import BankData, Household, Round
from programs.services import bank_data
from tests.programs.factories import list_families, nik, no_kk

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def sembako(cast, plaosan) -> Round:
    the_round = Round.objects.create(program="sembako", tahun=2026, tahap=11)
    list_families(the_round, Desa.objects.filter(kecamatan=plaosan)[0], 3)
    Household.objects.filter(nik=nik(3)).update(nik="")
    return the_round


@pytest.fixture
def made(sembako, operator) -> BankData:
    data = bank_data.order(sembako, bank="Bank  Mandiri", purpose="Pembukaan rekening", by=operator)
    jobs.run(Job.objects.get(kind=bank_data.JOB).pk)
    data.refresh_from_db()
    return data


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("tanda-terima.pdf", PDF, content_type="application/pdf")


def receive(data: BankData, by, **other) -> BankData:
    given = {
        "receiver": "Sari Contoh",
        "position": "Kepala unit",
        "received_on": timezone.localdate(),
        "evidence": scan(),
    }
    return bank_data.record_receipt(data, by=by, **(given | other))


def test_the_workbook_has_what_the_bank_needs_with_numbers_as_text(made, operator):
    book = CalamineWorkbook.from_filelike(io.BytesIO(bank_data.workbook(made, by=operator)))
    rows = book.get_sheet_by_name("Keluarga").to_python()
    start = next(index for index, row in enumerate(rows) if row[0] == "NO")
    assert [row[1:4] for row in rows[start + 1 :]] == [
        [nik(1), no_kk(1), "Melati Contoh 1"], [nik(2), no_kk(2), "Melati Contoh 2"],
    ]  # fmt: skip
    without = book.get_sheet_by_name("Belum ada NIK").to_python()[-1]
    assert without[1:4] == ["", no_kk(3), "Melati Contoh 3"]
    assert (made.bank, made.families, made.without_nik, len(made.file.sha256)) == ("Bank Mandiri", 2, 1, 64)
    assert list(ReadLog.objects.order_by("id").values_list("kind", "purpose")) == [
        ("export", "Pembukaan rekening"), ("download", "Pembukaan rekening"),
    ]  # fmt: skip


def test_ordered_twice_while_it_is_made_it_is_one(sembako, operator):
    first = bank_data.order(sembako, bank="Bank Mandiri", purpose="Rekening", by=operator)
    assert bank_data.order(sembako, bank="Bank Mandiri", purpose="Rekening", by=operator) == first
    assert (BankData.objects.count(), Job.objects.filter(kind=bank_data.JOB).count()) == (1, 1)


def test_delivered_twice_the_first_file_stays(made):
    job = Job.objects.get(kind=bank_data.JOB)
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    jobs.run(job.pk)
    assert (BankData.objects.get().file_id, made.file_id is None) == (made.file_id, False)


def test_the_step_says_what_is_missing_until_the_bank_signed(sembako, operator):
    def missing() -> list[str]:
        return bank_data.unmet(sembako)

    told = [missing()]
    data = bank_data.order(sembako, bank="Bank Mandiri", purpose="Rekening", by=operator)
    jobs.run(Job.objects.get(kind=bank_data.JOB).pk)
    told.append(missing())
    bank_data.hand_over(data, by=operator)
    told.append(missing())
    receive(data, operator)
    assert [*told, missing()] == [
        ["Data Sembako Tahap 11 2026 untuk bank belum dibuat"],
        ["Data Sembako Tahap 11 2026 sudah dibuat tetapi belum diserahkan kepada bank"],
        ["Tanda terima bank atas data Sembako Tahap 11 2026 belum dicatat"],
        [],
    ]


def test_a_receipt_needs_all_its_parts_and_stays(made, operator):
    with pytest.raises(DomainError, match="belum diserahkan"):
        receive(made, operator)
    bank_data.hand_over(made, by=operator)
    with pytest.raises(DomainError, match="nama dan jabatan"):
        receive(made, operator, position=" ")
    with pytest.raises(DomainError, match="antara tanggal diserahkan"):
        receive(made, operator, received_on=timezone.localdate() - timezone.timedelta(days=1))
    receive(made, operator)
    with pytest.raises(DomainError, match="sudah dicatat: Sari Contoh"):
        receive(made, operator)


@pytest.mark.parametrize("change", ["UPDATE programs_bankdata SET receiver = 'Lain'", "DELETE FROM programs_bankdata"])
def test_the_database_keeps_a_receipt(made, operator, change):
    bank_data.hand_over(made, by=operator)
    receive(made, operator)
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(change)
        cursor.execute("DROP TRIGGER kept ON programs_bankdata")
        cursor.execute(change)
        assert cursor.rowcount == 1


def test_the_bank_sees_only_what_was_handed_to_it(made, cast, operator, client):
    client.force_login(cast["bank"])
    address = f"/data-bank/{made.pk}/"
    before = [client.get(address).status_code, client.post(f"{address}unduh/").status_code]
    bank_data.hand_over(made, by=operator)
    fetched = client.post(f"{address}unduh/")
    assert (before, client.get(address).status_code, fetched.status_code) == ([404, 404], 200, 200)
    assert client.get(f"{address}catat/").status_code == 403
    assert ReadLog.objects.filter(user=cast["bank"], kind="download").count() == 1


def test_the_operator_goes_the_whole_way_by_pages(sembako, operator, client):
    client.force_login(operator)
    ordered = client.post(
        "/data-bank/", {"putaran": sembako.pk, "bank": "Bank Mandiri", "keperluan": "Pembukaan rekening"}
    )
    jobs.run(Job.objects.get(kind=bank_data.JOB).pk)
    address = ordered.url
    assert "Serahkan kepada Bank Mandiri" in client.get(address).content.decode()
    client.post(f"{address}serahkan/")
    data = BankData.objects.get()
    paper = PdfReader(io.BytesIO(client.get(f"{address}tanda-terima.pdf").content)).pages[0].extract_text()
    assert [
        words for words in ("TANDA TERIMA DATA", "Pembukaan rekening", data.file.sha256[:20]) if words not in paper
    ] == []
    sent = {"receiver": "Sari Contoh", "position": "Kepala unit", "received_on": "01-01-2020", "evidence": scan()}
    refused = client.post(f"{address}catat/", sent)
    assert (refused.status_code, "antara tanggal diserahkan" in refused.content.decode()) == (422, True)
    today = timezone.localdate().strftime("%d-%m-%Y")
    client.post(f"{address}catat/", sent | {"received_on": today, "evidence": scan()})
    page = client.get(address).content.decode()
    assert ("Sari Contoh, Kepala unit" in page, client.get(f"{address}bukti/").content) == (True, PDF)
