"""/skm/kelola/: periods, wording, paper, import, poster, results, the yearly report; and who may."""

import io
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from pypdf import PdfReader

from complaints.models import Survey, SurveyBatch, SurveyResponse, SurveyService
from complaints.queries import skm as queries
from complaints.skm import score
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


def test_a_period_is_opened_and_seen_with_its_sample(client):
    loket = SurveyService.objects.get(slug="loket").pk
    form = {"service": loket, "opens_on": "2026-11-01", "closes_on": "2026-12-20", "population": "1000"}
    response = client.post("/skm/kelola/buka/", form)
    found = Survey.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/skm/kelola/{found.pk}/")
    assert "dari 1.000 penerima layanan" in text(client.get(f"/skm/kelola/{found.pk}/"))
    assert "0 dari 278 yang diperlukan" in text(client.get("/skm/kelola/"))
    again = client.post("/skm/kelola/buka/", form)
    assert again.status_code == 422
    assert "Layanan ini sudah mempunyai masa survei pada tanggal itu." in text(again)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_on": "2026-10-31"}, "Tanggal selesai tidak boleh sebelum tanggal mulai."),
        ({"closes_on": "2027-01-05"}, "Masa survei tidak boleh melewati akhir tahun, karena SKM dihitung per tahun."),
        ({"opens_on": "kemarin"}, "Galat:"),
        ({"population": "0"}, "Galat:"),
        ({"population": "99999999999"}, "Galat:"),
        ({"service": "9999999999999999999999"}, "Galat:"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_words(client, wrong, sentence):
    loket = SurveyService.objects.get(slug="loket").pk
    form = {"service": loket, "opens_on": "2026-11-01", "closes_on": "2026-12-20", "population": "1000"}
    response = client.post("/skm/kelola/buka/", form | wrong)
    assert (response.status_code, sentence in text(response), Survey.objects.count()) == (422, True, 0)


def wording(survey) -> dict[str, str]:
    names = ("text", "answer1", "answer2", "answer3", "answer4")
    return {f"{one.code}-{name}": getattr(one, name) for one in survey.questions.all() for name in names}


def test_questions_are_edited_until_the_first_answer(client, survey):
    url = f"/skm/kelola/{survey.pk}/pertanyaan/"
    assert client.post(url, wording(survey) | {"u3-text": "Apakah antreannya singkat?"}).status_code == 302
    assert survey.questions.get(element=3).text == "Apakah antreannya singkat?"
    assert client.post(url, wording(survey) | {"u3-answer2": ""}).status_code == 422
    answered(survey, SHEETS[:1])
    assert client.post(url, wording(survey) | {"u3-text": "Lain?"}).status_code == 302
    assert survey.questions.get(element=3).text == "Apakah antreannya singkat?"


def test_the_poster_is_one_page_with_the_address(client, survey, settings):
    settings.BASE_URL = "https://dinsos.contoh.test"
    response = client.get(f"/skm/kelola/{survey.pk}/poster.pdf")
    pages = PdfReader(BytesIO(response.content)).pages
    said = pages[0].extract_text()
    assert (response["Content-Type"], len(pages)) == ("application/pdf", 1)
    assert "https://dinsos.contoh.test/skm/?layanan=loket" in said.replace("\n", "")
    assert "1 Maret 2026 sampai 30 November 2026" in said.replace("\n", " ")


def grid(*lines: dict[str, str], key: uuid.UUID | None = None) -> dict[str, str]:
    blank = {"answers": "", "on": "", "age": "", "sex": "", "schooling": "", "work": ""}
    rows = [*lines, *[{}] * (10 - len(lines))]
    cells = {f"lembar-{place}-{name}": value for place, row in enumerate(rows) for name, value in (blank | row).items()}
    return cells | {"lembar-TOTAL_FORMS": "10", "lembar-INITIAL_FORMS": "0", "key": str(key or uuid.uuid4())}


def test_paper_is_typed_ten_sheets_at_a_time_and_sent_twice_counts_once(client, survey, petugas):
    url = f"/skm/kelola/{survey.pk}/kertas/"
    filled = grid(
        {"answers": "344343433", "on": "2026-11-02", "sex": "P"}, {"answers": "4 4 4 4 4 4 4 4 4", "on": "2026-11-03"}
    )
    assert client.post(url, filled).status_code == 302
    assert client.post(url, filled).status_code == 422
    batch = SurveyBatch.objects.get()
    assert (batch.count, batch.door, batch.by) == (2, "kertas", petugas)
    assert [(row.u1, row.u9, row.sex, row.on) for row in survey.responses.all()] == [
        (3, 3, "P", date(2026, 11, 2)),
        (4, 4, "", date(2026, 11, 3)),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"answers": "34434343", "on": "2026-11-02"}, "Isi sembilan angka, bukan 8."),
        ({"answers": "344343435", "on": "2026-11-02"}, "Jawaban hanya 1, 2, 3, atau 4, bukan"),
        ({"answers": "34434343²", "on": "2026-11-02"}, "Jawaban hanya 1, 2, 3, atau 4, bukan"),
        ({"answers": "344343433"}, "Isi tanggal lembar ini."),
        ({"answers": "344343433", "on": "2026-02-28"}, "di luar masa survei (1 Maret 2026 sampai 30 November 2026)."),
        ({"answers": "344343433", "on": "2026-11-21"}, "Tanggal tidak boleh sesudah hari ini."),
    ],
)  # fmt: skip
def test_a_wrong_sheet_is_named_and_the_typed_text_stays(client, survey, line, sentence):
    response = client.post(f"/skm/kelola/{survey.pk}/kertas/", grid({"answers": "111111111", "on": "2026-11-02"}, line))
    page = text(response)
    assert (response.status_code, sentence in page, 'value="111111111"' in page) == (422, True, True)
    assert not SurveyResponse.objects.exists()


def upload(client, survey, content: bytes, name="jawaban.csv", on="2026-11-02"):
    return client.post(f"/skm/kelola/{survey.pk}/impor/", {"berkas": SimpleUploadedFile(name, content), "on": on})


HEAD = "u1,u2,u3,u4,u5,u6,u7,u8,u9,umur,jenis_kelamin,tanggal\n"


def test_a_file_is_taken_with_its_refused_rows_told(client, survey):
    content = HEAD + "3,3,3,3,3,3,3,3,3,41,Perempuan,03-11-2026\n3,3,3,3,3,3,3,3,7,,,\n4,4,4,4,4,4,4,4,4,tua,,\n"
    page = text(upload(client, survey, content.encode()))
    assert [(row.age, row.sex, row.on) for row in survey.responses.all()] == [("sd44", "P", date(2026, 11, 3))]
    assert "2 baris ditolak" in page
    assert "Jawaban harus 1, 2, 3, atau 4, bukan &#x27;7&#x27;." in page
    assert "&#x27;tua&#x27; tidak dikenal" in page
    again = upload(client, survey, content.encode())
    assert (again.status_code, survey.responses.count()) == (422, 1)
    assert "Berkas ini sudah pernah diimpor untuk survei ini." in text(again)


def test_a_workbook_is_taken_too(client, survey):
    book, target = Workbook(), io.BytesIO()
    for row in (HEAD.strip().split(","), *([*sheet, 30, "L", date(2026, 11, 4)] for sheet in SHEETS)):
        book.active.append(row)
    book.save(target)
    assert upload(client, survey, target.getvalue(), "jawaban.xlsx").status_code == 302
    assert set(survey.responses.values_list("age", "sex", "on")) == {("sd34", "L", date(2026, 11, 4))}
    assert queries.by_service([2026])[2026][0].score == score(SHEETS)


@pytest.mark.parametrize(
    ("content", "on"),
    [
        (b"", "2026-11-02"),
        (b"u1,u2\n1,2\n", "2026-11-02"),
        (b"\x00\x01", "2026-11-02"),
        (b"PK\x03\x04rusak", "2026-11-02"),
        ((HEAD + "9,9,9,9,9,9,9,9,9\n").encode(), "2026-11-02"),
        ((HEAD + "3,3,3,3,3,3,3,3,3\n").encode(), "2025-01-01"),
        ((HEAD + "3,3,3,3,3,3,3,3,3\n" * 20_001).encode(), "2026-11-02"),
    ],
)
def test_a_file_without_a_good_row_is_refused_in_words(client, survey, content, on):
    response = upload(client, survey, content, on=on)
    assert (response.status_code, "Galat:" in text(response), SurveyResponse.objects.count()) == (422, True, 0)


def test_a_closed_survey_is_closed_for_paper_too(client, survey, petugas):
    assert client.post(f"/skm/kelola/{survey.pk}/tutup/").status_code == 302
    survey.refresh_from_db()
    assert survey.closed_by == petugas
    filled = grid({"answers": "344343433", "on": "2026-11-02"})
    assert client.post(f"/skm/kelola/{survey.pk}/kertas/", filled)["Location"] == f"/skm/kelola/{survey.pk}/"
    assert upload(client, survey, (HEAD + "3,3,3,3,3,3,3,3,3\n").encode()).status_code == 422
    assert not SurveyResponse.objects.exists()


def test_services_are_the_offices_own(client):
    assert (
        client.post("/skm/kelola/layanan/", {"name": "Loket DTSEN", "slug": "dtsen", "is_active": "on"}).status_code
        == 302
    )
    assert client.post("/skm/kelola/layanan/", {"name": "Lain", "slug": "dtsen", "is_active": "on"}).status_code == 422
    assert client.post("/skm/kelola/layanan/dtsen/", {"name": "Loket DTSEN", "slug": "dtsen"}).status_code == 302
    assert not SurveyService.objects.get(slug="dtsen").is_active


PAGES = ("", "buka/", "layanan/", "layanan/loket/", "{pk}/", "{pk}/masa/", "{pk}/pertanyaan/", "{pk}/tutup/",
         "{pk}/poster.pdf", "{pk}/kertas/", "{pk}/impor/", "hasil/", "hasil/2026.xlsx", "hasil/2026/loket/1/",
         "hasil/2026/laporan/")  # fmt: skip
READ = {"", "{pk}/", "hasil/", "hasil/2026.xlsx"}


def test_who_may_open_what(login, cast, survey):
    def opens(username: str) -> set[str]:
        own = login(cast[username])
        return {page for page in PAGES if own.get(f"/skm/kelola/{page.format(pk=survey.pk)}").status_code == 200}

    assert opens("petugas") == opens("operator") == set(PAGES)
    assert opens("kasi") == opens("kadis") == READ
    for username in ("ratri", "bank", "desa.plaosan", "korkab", "inspektorat", "admin"):
        assert opens(username) == set()


@pytest.mark.parametrize(
    "url",
    [
        "hasil/99999999999999999999.xlsx",
        "hasil/0.xlsx",
        "hasil/99999999999999999999/laporan/",
        "99999999999999999999/",
        "hasil/?tahun=abc",
        "laporan/99999999999999999999/pdf/",
    ],
)
def test_impossible_addresses_are_not_found(client, survey, url):
    assert client.get(f"/skm/kelola/{url}").status_code == 404
