"""Spreadsheets of SP4N-LAPOR!: previewed, taken over once by tracking ID, our follow-up sent back; hostile files."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import load_workbook

from complaints import tasks_papers  # noqa: F401 - registers the handlers
from complaints.importing import lapor as reading
from complaints.models import Complaint, LaporFile
from complaints.services import handling, lapor
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.documents.models import Download
from pkh_sembako.lib.errors import DomainError
from programs.importing.errors import FileRefused

pytestmark = pytest.mark.django_db
URL = "/meja-pengaduan/lapor/"
HEAD = ["Tracking ID", "Tanggal Laporan", "Judul", "Isi Laporan", "Kategori", "Klasifikasi", "Status", "Pelapor"]
STORY = "Bantuan PKH tahap ini belum saya terima sampai hari ini."
GOOD = [
    "8123456",
    datetime.fromisoformat("2026-11-20 10:15"),
    "Bantuan belum cair",
    STORY,
    "Sosial",
    "Pengaduan",
    "Proses",
    "Sri",
]


def book(*rows, titles=()) -> SimpleUploadedFile:
    made, target = Workbook(), io.BytesIO()
    for row in (*titles, HEAD, *rows):
        made.active.append(row)
    made.save(target)
    return SimpleUploadedFile("lapor.xlsx", target.getvalue())


def row(**changes) -> list:
    return list((dict(zip(HEAD, GOOD, strict=True)) | changes).values())


def apply(file: LaporFile, by) -> None:
    lapor.order(file, by=by)
    jobs.run(Job.objects.get(kind=lapor.APPLY_JOB, key=str(file.pk)).pk)
    file.refresh_from_db()


def test_a_file_is_previewed_then_taken_over(login, petugas):
    other = row(
        **{"Tracking ID": "8123457", "Pelapor": "Anonim", "Judul": "Pungutan di desa", "Klasifikasi": "Aspirasi"}
    )
    bad = row(**{"Tracking ID": ""})
    client = login(petugas)
    made = client.post(URL, {"upload": book(row(), other, bad, titles=[["Daftar laporan"], []])})
    file = LaporFile.objects.get()
    assert (made.url, [one["verdict"] for one in file.rows]) == (f"{URL}{file.pk}/", ["new", "new", "refused"])
    assert not Complaint.objects.exists()
    page = client.get(made.url).content.decode()
    assert ("Catat 2 laporan baru" in page, "Tracking ID kosong." in page) == (True, True)
    apply(file, petugas)
    first, second = Complaint.objects.order_by("tracking_id")
    assert (first.intake, first.story, first.reporter_name, first.received_at.isoformat()) == (
        "lapor",
        f"Bantuan belum cair\n{STORY}",
        "Sri",
        "2026-11-20T03:15:00+00:00",
    )
    assert (second.subject, second.disclosure, second.kind, second.restricted) == ("pungli", "anonim", "aspirasi", True)
    assert [one["verdict"] for one in file.rows] == ["taken", "taken", "refused"]
    assert "story" not in file.rows[0]
    assert Notification.objects.filter(text__contains=first.ticket).count() == 0


def test_delivered_twice_each_report_is_there_once(petugas):
    file = lapor.preview(book(row()), by=petugas)
    apply(file, petugas)
    Job.objects.update(state="queued")
    jobs.run(Job.objects.get().pk)
    assert Complaint.objects.filter(tracking_id="8123456").count() == 1
    with pytest.raises(DomainError, match="sudah diterapkan"):
        lapor.order(file, by=petugas)


def test_a_known_report_is_compared_by_its_state(petugas):
    apply(lapor.preview(book(row()), by=petugas), petugas)
    complaint = Complaint.objects.get()
    handling.reject(complaint, reason="Bukan wewenang Dinas Sosial.", by=petugas)
    again = lapor.preview(book(row(Status="Selesai")), by=petugas)
    assert again.rows[0]["message"] == (
        f"Sudah dicatat sebagai {complaint.ticket}. Status berbeda: di SP4N-LAPOR! “Selesai”, di sini "
        "“Tidak dapat diproses”."
    )
    with pytest.raises(DomainError, match="Tidak ada laporan baru"):
        lapor.order(again, by=petugas)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Tracking ID": "a b c"}, "tidak dikenal"),
        ({"Isi Laporan": "", "Judul": ""}, "kurang dari 10 huruf"),
        ({"Isi Laporan": "x" * 6000}, "paling panjang 5.000"),
        ({"Tanggal Laporan": "kemarin"}, "Tanggal laporan “kemarin” tidak dikenal."),
        ({"Tanggal Laporan": datetime.fromisoformat("2099-01-01")}, "Tanggal laporan"),
    ],
)
def test_a_refused_row_says_why(petugas, changes, said):
    file = lapor.preview(book(row(**changes)), by=petugas)
    assert (file.rows[0]["verdict"], said in file.rows[0]["message"]) == ("refused", True)


def test_a_row_twice_in_a_file_is_refused_the_second_time(petugas):
    assert [one["message"] for one in lapor.preview(book(row(), row()), by=petugas).rows] == [
        "",
        "Sama dengan baris 2.",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 rusak"),
        ("a.xlsx", b"%PDF-1.7"),
        ("a.csv", b"nama;alamat\nSri;Plaosan\n"),
        ("a.csv", b"\x00\x01\x02\xff\xfe" * 50),
        ("a.csv", b'Tracking ID;Isi Laporan\n"8123456;tak tertutup'),
        ("a.csv", b"Tracking ID;Isi Laporan\n"),
    ],
)
def test_a_hostile_file_is_refused_in_words(login, petugas, name, content):
    response = login(petugas).post(URL, {"upload": SimpleUploadedFile(name, content)})
    assert response.status_code in (422, 302)
    assert not Complaint.objects.exists()


def test_more_than_a_thousand_rows_are_several_files(petugas):
    many = [row(**{"Tracking ID": str(8_000_000 + number)}) for number in range(1001)]
    with pytest.raises(FileRefused, match=r"Paling banyak 1\.000"):
        lapor.preview(book(*many), by=petugas)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=30), min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=6))
def test_whatever_a_csv_holds_every_row_is_told_or_the_file_is_refused(tmp_path: Path, rows):
    path = tmp_path / "acak.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, *rows])
    try:
        lines = reading.read(path, path.name, date(2026, 11, 23))
    except FileRefused as refusal:
        assert str(refusal)
        return
    assert all(line.message or (line.tracking_id and 10 <= len(line.story) <= 5000) for line in lines)


def test_our_follow_up_goes_back_as_a_workbook(login, petugas):
    apply(lapor.preview(book(row()), by=petugas), petugas)
    complaint = Complaint.objects.get()
    handling.verify(complaint, subject="saldo_nol", kind="pengaduan", gravity="ringan", by=petugas)
    handling.answer(complaint, text="Bantuan cair 25 November 2026.", channel="lapor", by=petugas)
    client = login(petugas)
    assert client.post(f"{URL}ekspor/", {"purpose": "Rekap bulanan"}).url == "/unduhan/"
    job = Job.objects.get(kind=lapor.EXPORT_JOB)
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued")
    jobs.run(job.pk)
    cells = load_workbook(io.BytesIO(Download.objects.get().file.file.read())).get_sheet_by_index(0).to_python()[3]
    assert (cells[0], cells[1], cells[4], cells[5]) == (
        "8123456",
        complaint.ticket,
        "Dijawab",
        "Bantuan cair 25 November 2026.",
    )


def test_only_the_desk_exchanges_with_lapor(login, korcam_plaosan):
    assert login(korcam_plaosan).get(URL).status_code == 403
