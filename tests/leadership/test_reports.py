"""Reports on staff and service: figures from the clocks, the same on page, paper and workbook."""

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from complaints.services import handling, intake
from pkh_sembako.leadership.queries.service_report import service_report
from pkh_sembako.leadership.queries.staff_report import staff_report
from pkh_sembako.leadership.queries.work import of_cycles
from pkh_sembako.leadership.report import Share
from sop.models import Cycle
from tests.sop.conftest import PARANG, PLAOSAN

pytestmark = pytest.mark.django_db
STORY = "Kartu saya hilang di pasar minggu lalu."


@pytest.fixture
def cycle(started, cast, time_machine) -> Cycle:
    """Step 5 has begun in Parang and Plaosan: 30 hari kerja."""
    time_machine.move_to("2026-10-01 09:00+07:00", tick=False)
    return started("magetan-pkh", places={PARANG: 3, PLAOSAN: 2}, tahap=4)


def section(report, title: str):
    return next(each for each in report.sections if each.title == title)


def test_open_work_beyond_its_due_is_late_and_work_within_is_not(cycle, time_machine):
    assert [(work.no, work.kecamatan, work.done_at) for work in of_cycles([cycle])] == [
        (5, "Parang", None),
        (5, "Plaosan", None),
    ]
    report = staff_report(cycle.round)
    assert section(report, "Bagian yang lewat tenggat").rows == []
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    late = section(staff_report(cycle.round), "Bagian yang lewat tenggat").rows
    assert [(row[2], row[3], row[-1]) for row in late] == [
        ("Parang", "Belum diajukan", 6),
        ("Plaosan", "Belum diajukan", 6),
    ]


def test_a_report_names_every_post_of_pkh_once(cycle, cast):
    rows = section(staff_report(cycle.round), "Kegiatan per petugas").rows
    assert [(row[0], row[1]) for row in rows] == [
        (cast[name].full_name, label)
        for name, label in (
            ("korkab", "Koordinator kabupaten"),
            ("apd", "Administrator pangkalan data"),
            ("korcam.parang", "Koordinator kecamatan"),
            ("korcam.plaosan", "Koordinator kecamatan"),
            ("bagas", "Pendamping sosial"),
            ("ratri", "Pendamping sosial"),
        )
    ]


def test_the_service_report_counts_complaints_by_gravity_and_never_restricted_ones(cast, petugas, time_machine):
    time_machine.move_to("2026-11-02 09:00+07:00", tick=False)
    made = [intake.receive(intake.Report(subject="kks_hilang", story=STORY), intake="web", by=None)[0] for _ in "abc"]
    intake.receive(intake.Report(subject="pungli", story=STORY), intake="web", by=None)
    for complaint in made[:2]:
        handling.verify(complaint, subject="kks_hilang", kind="pengaduan", gravity="ringan", by=petugas)
    handling.answer(made[0], text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    time_machine.move_to("2026-11-12 09:00+07:00", tick=False)
    handling.answer(made[1], text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    report = service_report(2026)
    assert section(report, "Pengaduan menurut tingkat").rows == [
        ("Ringan", 2, 2, Share(1, 2), 0),
        ("Belum diverifikasi", 1, 0, Share(0, 0), 1),
    ]
    assert section(report, "Pengaduan menurut saluran").rows == [("Formulir laman", 3, "100\N{NO-BREAK SPACE}%")]


def test_promise_and_reality_stand_side_by_side(cycle):
    (row,) = section(service_report(2026), "Janji dan kenyataan per SOP").rows
    assert row[2:] == (1, 0, None, Share(0, 0))
    assert "30" in row[1]


def test_paper_and_workbook_say_what_the_page_says(cycle, cast, client):
    client.force_login(cast["kadis"])
    address = f"/laporan/kinerja/{cycle.round_id}/"
    assert client.get(address).status_code == 200
    paper = PdfReader(io.BytesIO(client.get(f"{address}?bentuk=pdf").content))
    words = " ".join(page.extract_text() for page in paper.pages)
    assert "LAPORAN KINERJA SDM PKH" in words
    assert cast["ratri"].full_name in words
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}?bentuk=xlsx").content))
    assert [name[:2] for name in book.sheet_names] == ["1.", "2.", "3."]
    assert [row[0] for row in book.get_sheet_by_index(1).to_python()][-1] == cast["ratri"].full_name


@pytest.mark.parametrize(
    "address", ["/laporan/pelayanan/1999/", "/laporan/kinerja/0/", "/laporan/pelayanan/2026/?bentuk=docx"]
)
def test_a_report_that_cannot_be_made_is_not_found(cast, client, address):
    client.force_login(cast["kadis"])
    assert client.get(address).status_code == 404
