"""The desk's list as a workbook in the download centre."""

import io

import pytest
from python_calamine import CalamineWorkbook

from complaints import tasks
from complaints.services.desk import EXPORT_JOB
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import files

assert tasks.make_list  # the worker's handlers are known once this is imported
pytestmark = pytest.mark.django_db(transaction=True)  # a job tells its progress by a second connection
EXPORT = "/meja-pengaduan/ekspor/"


@pytest.fixture
def ordered(filed, login, petugas, time_machine) -> Download:
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    filed(reporter_name="=HYPERLINK(1)", story="=1+1 kartu saya hilang.")
    filed(subject="informasi")
    filed(subject="pungli")
    login(petugas).post(f"{EXPORT}?perihal=kks_hilang", {"keperluan": "Laporan bulanan"})
    jobs.run(Job.objects.get(kind=EXPORT_JOB).pk)
    return Download.objects.get()


def test_the_workbook_has_the_filtered_rows_without_names_and_the_order_is_logged(ordered):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files.verified(ordered.file))).get_sheet_by_index(0).to_python()
    titles, row = sheet[2], dict(zip(sheet[2], sheet[3], strict=True))
    assert len(sheet) == 4
    assert not any("pelapor" in str(title).lower() for title in titles)
    told = {name: row[name] for name in ("Nomor", "Perihal", "Kecamatan", "Status", "Ditangani", "Tenggat terdekat")}
    assert told == {
        "Nomor": "ADU-2026-000001",
        "Perihal": "Kartu (KKS) hilang atau rusak",
        "Kecamatan": "Plaosan",
        "Status": "Diterima",
        "Ditangani": "Meja pengaduan",
        "Tenggat terdekat": "Verifikasi: 26 November 2026 pukul 16.00 WIB",
    }
    log = ReadLog.objects.get()
    assert (log.subject, log.purpose) == (
        "Daftar pengaduan, perihal: kartu (kks) hilang atau rusak",
        "Laporan bulanan",
    )


def test_delivered_twice_the_first_file_stays(ordered):
    first, job = ordered.file_id, Job.objects.get(kind=EXPORT_JOB)
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    jobs.run(job.pk)
    ordered.refresh_from_db()
    assert (first is None, ordered.file_id) == (False, first)


def test_what_for_must_be_said_and_who_has_no_downloads_orders_none(login, petugas, ratri):
    assert login(petugas).post(EXPORT, {"keperluan": ""}).status_code == 422
    assert login(ratri).get(EXPORT).status_code == 403
    assert not Download.objects.exists()
