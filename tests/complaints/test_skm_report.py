"""Results of a year, what is done about them, and the yearly report as paper and workbook."""

import random
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from complaints import tasks_skm
from complaints.models import Survey, SurveyReport
from complaints.queries import skm as queries
from complaints.services import skm as services
from complaints.services import skm_report as reports
from complaints.skm import score
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.errors import DomainError
from tests.complaints.skm_office import answered, opened, text
from tests.complaints.test_skm_figures import SHEETS

pytestmark = pytest.mark.django_db
NOW = "2026-11-20T09:00:00+07:00"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def survey(petugas) -> Survey:
    return opened("loket", petugas)


@pytest.fixture
def client(login, petugas):
    return login(petugas)


@pytest.mark.parametrize("seed", range(5))
def test_the_database_adds_up_what_the_arithmetic_does(petugas, seed):
    dice = random.Random(seed)
    sheets = {}
    for slug in ("loket", "pengaduan"):
        sheets[slug] = [[dice.randint(1, 4) for _ in range(9)] for _ in range(dice.randint(1, 30))]
        answered(opened(slug, petugas), sheets[slug])
    *own, total = queries.by_service([2026])[2026]
    assert {one.service.slug: one.score for one in own} == {slug: score(given) for slug, given in sheets.items()}
    assert total.score == score([*sheets["loket"], *sheets["pengaduan"]])


@pytest.fixture
def finished(petugas) -> Survey:
    """Last year and this year, both closed, this year with a plan for its weakest unsur (u3, u8, u9)."""
    for year, sheets in ((2025, [[3] * 9] * 10), (2026, SHEETS)):
        found = opened("loket", petugas, year)
        answered(found, sheets, age="sd34", suggestion="Tambah kursi.")
        services.close(found, by=petugas)
    for element in (3, 8, 9):
        given = {"action": f"Perbaikan unsur {element}", "owner": "Kepala Bidang", "due": date(2027, 6, 30)}
        services.plan(found.service, 2026, element, **given, by=petugas)
    return found


def test_the_results_of_a_year_stand_beside_the_year_before(client, finished):
    page = text(client.get("/skm/kelola/hasil/"))
    assert page.count("<strong>81,67</strong>") == 4  # as index and in the row of years, of the service and of all
    assert page.count("<strong>75,00</strong>") == 2
    assert "Perbaikan unsur 8" in page
    assert text(client.get("/skm/kelola/hasil/?tahun=2025")).count("belum ada rencana") == 3


def test_a_plan_is_typed_with_owner_and_day(client, finished):
    url = "/skm/kelola/hasil/2025/loket/1/"
    assert client.post(url, {"action": "", "owner": "", "due": ""}).status_code == 422
    assert client.post(url, {"action": "Loket kedua", "owner": "Kasi", "due": "2024-01-01"}).status_code == 422
    assert client.post(url, {"action": "Loket kedua", "owner": "Kasi", "due": "2026-01-31"}).status_code == 302
    assert "Loket kedua" in text(client.get("/skm/kelola/hasil/?tahun=2025"))
    assert [
        client.get(f"/skm/kelola/hasil/{bad}/").status_code for bad in ("2025/loket/0", "2025/loket/10", "1999/loket/1")
    ] == [404] * 3


def test_a_report_waits_for_closed_periods_answers_and_plans(petugas, survey):
    assert reports.unmet(2026) == [
        "Tutup dahulu SKM Pelayanan loket Dinas Sosial 2026.",
        "Belum ada jawaban survei tahun 2026.",
    ]
    answered(survey)
    services.close(survey, by=petugas)
    sentence = "Tulis rencana tindak lanjut untuk 3 unsur terendah layanan Pelayanan loket Dinas Sosial."
    assert reports.unmet(2026) == [sentence]
    with pytest.raises(DomainError, match="Tulis rencana"):
        reports.issue(2026, dated=date(2026, 11, 20), number="1/SKM/2026", by=petugas)


@pytest.fixture
def report(client, finished) -> SurveyReport:
    form = {"dated": "2026-11-20", "number": "400.9/77/403.107/2026"}
    assert client.post("/skm/kelola/hasil/2026/laporan/", form).status_code == 302
    assert jobs.handlers[reports.JOB] is tasks_skm.publish
    jobs.run(str(Job.objects.get(kind=reports.JOB).pk))
    return SurveyReport.objects.select_related("document").get()


def read_pdf(client, report) -> str:
    content = client.get(f"/skm/kelola/laporan/{report.pk}/pdf/").content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_report_prints_the_table_by_hand(client, report):
    said = read_pdf(client, report)
    for words in ("adalah 81,67", "B (baik)", "U3 Waktu penyelesaian * 2,500 0,278 62,50 D", "3,267 81,67 B",
                  "Bab IV", "Perbaikan unsur 9", "30 Juni 2027", "λ² = 3,841", "400.9/77/403.107/2026"):  # fmt: skip
        assert words.lower() in said.lower(), words
    assert "Tambah kursi" not in said


def test_the_workbook_reads_back_the_same(client, report):
    content = client.get(f"/skm/kelola/laporan/{report.pk}/xlsx/").content
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["Hasil", "Per unsur", "Responden", "Tindak lanjut"]
    rows = book.get_sheet_by_name("Hasil").to_python()
    means = [3.4, 3.0, 2.5, 4.0, 3.1, 3.8, 3.9, 2.8, 2.9]
    assert rows[3] == ["Pelayanan loket Dinas Sosial", 10, 169, *means, 81.67, "B (baik)"]
    assert rows[4][0] == "Semua layanan"
    assert [row[5] for row in book.get_sheet_by_name("Tindak lanjut").to_python()[3:]] == ["30 Juni 2027"] * 3


def test_delivered_twice_the_first_files_stay(client, report):
    document = report.document
    before = (document.pdf_id, document.workbook_id)
    client.post(f"/skm/kelola/laporan/{report.pk}/ulang/")
    for job in Job.objects.filter(kind=reports.JOB):
        jobs.run(str(job.pk))
    document.refresh_from_db()
    assert None not in before
    assert (document.pdf_id, document.workbook_id) == before


def test_the_same_figures_are_issued_once_and_new_ones_as_a_version(client, report, petugas, finished):
    form = {"dated": "2026-11-20", "number": "400.9/78/403.107/2026"}
    again = client.post("/skm/kelola/hasil/2026/laporan/", form)
    assert again.status_code == 422
    assert "Tidak ada yang perlu diterbitkan lagi." in text(again)
    services.plan(finished.service, 2026, 3, action="Lain", owner="Kasi", due=date(2027, 1, 1), by=petugas)
    assert client.post("/skm/kelola/hasil/2026/laporan/", form).status_code == 302
    assert [(one.year, one.version) for one in SurveyReport.objects.all()] == [(2026, 2), (2026, 1)]
    assert "Perbaikan unsur 3" in read_pdf(client, report)


@pytest.mark.parametrize("more", [0, 3])
def test_the_desk_asks_a_fixed_number_of_questions_of_the_database(
    client, finished, petugas, more, django_assert_num_queries
):
    for year in range(2020, 2020 + more):
        answered(opened("loket", petugas, year), [[2] * 9] * 5)
    client.get("/skm/kelola/")
    with django_assert_num_queries(ASKED["kelola"]):
        client.get("/skm/kelola/")
    with django_assert_num_queries(ASKED["hasil"]):
        client.get("/skm/kelola/hasil/?tahun=2026")


ASKED = {"kelola": 7, "hasil": 15}
