"""The pages of samples and findings, as the inspektorat and an owner walk them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.deadlines.models import Deadline
from sop.models import AuditSample, Finding
from sop.services import findings
from tests.sop.conftest import work_through
from tests.sop.test_binder_job import pdf_of
from tests.sop.test_findings import WORDS, determined, posting_of

FORM = {**vars(WORDS), "days": "5"}


@pytest.fixture
def finding(inspektorat, korkab) -> Finding:
    return findings.record(WORDS, owner=posting_of(korkab), days=5, by=inspektorat)


def test_the_inspektorat_draws_examines_and_records(started, cast, inspektorat, korkab, login):
    client, determination = login(inspektorat), determined(started(), cast)
    asked = {"dari": f"daftar-{determination.pk}", "ukuran": "2", "keperluan": "ST 700/12/2026"}
    drawn = client.post("/temuan/sampel/tarik/", asked)
    sample = AuditSample.objects.get()
    assert (drawn.status_code, drawn.url) == (302, sample.get_absolute_url())
    first, second = sample.items.all()
    page = client.get(first.get_absolute_url())
    assert [row["label"] for row in page.context["facts"]][:3] == ["Desa", "Hasil kroscek", "Layak bayar"]
    assert [event["what"] for event in page.context["events"]] == ["Sesuai · Kunjungan rumah, ditandai sekaligus"]
    assert client.post(f"/temuan/butir/{first.pk}/sesuai/", {"note": ""}).url == sample.get_absolute_url()
    form = FORM | {"owner": str(posting_of(korkab).pk)}
    made = client.post(f"/temuan/catat/?butir={second.pk}", form)
    finding = Finding.objects.get()
    assert (made.url, finding.item) == (finding.get_absolute_url(), second)
    assert client.get("/temuan/sampel/").context["page"].rows[0].examined == 2
    assert client.get(sample.get_absolute_url()).status_code == 200


def test_a_finding_without_words_comes_back_with_what_was_typed(inspektorat, login):
    answer = login(inspektorat).post("/temuan/catat/", {"title": "Judul", "days": "0"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {
        "condition", "criteria", "cause", "recommendation", "owner", "days"
    }  # fmt: skip
    assert answer.context["form"]["title"].value() == "Judul"


def test_the_owner_answers_and_the_inspektorat_accepts(finding, korkab, inspektorat, login):
    upload = SimpleUploadedFile("hadir.pdf", pdf_of(1))
    answered = login(korkab).post(f"/temuan/{finding.pk}/tindak-lanjut/", {"note": "Lengkap.", "file": upload})
    assert (answered.status_code, answered.url) == (302, finding.get_absolute_url())
    entry = finding.entries.get(verb="answer")
    file = login(inspektorat).get(f"/temuan/{finding.pk}/bukti/{entry.pk}/")
    assert (file.status_code, file["Content-Disposition"]) == (200, 'attachment; filename="hadir.pdf"')
    empty = login(inspektorat).post(f"/temuan/{finding.pk}/nilai/", {"verdict": "kembali", "note": ""})
    assert (empty.status_code, empty.context["verdict_form"].non_field_errors()) == (
        422, ["Tulis apa yang belum sesuai."]
    )  # fmt: skip
    login(inspektorat).post(f"/temuan/{finding.pk}/nilai/", {"verdict": "selesai", "note": ""})
    finding.refresh_from_db()
    assert finding.state == "closed"


def test_a_korcam_sees_own_findings_only(finding, korcam_plaosan, inspektorat, login):
    assert login(korcam_plaosan).get(finding.get_absolute_url()).status_code == 404
    own = findings.record(WORDS, owner=posting_of(korcam_plaosan), days=5, by=inspektorat)
    rows = login(korcam_plaosan).get("/temuan/").context["rows"]
    assert [row.finding for row in rows] == [own]
    assert Deadline.objects.get(subject=own.subject).kecamatan_id == posting_of(korcam_plaosan).kecamatan_id


def test_who_may_not_is_refused(finding, korkab, inspektorat, admin, login):
    assert login(inspektorat).post(f"/temuan/{finding.pk}/tindak-lanjut/", {}).status_code == 403
    assert login(korkab).post(f"/temuan/{finding.pk}/nilai/", {}).status_code == 403
    assert login(korkab).get("/temuan/sampel/").status_code == 403
    assert login(admin).get("/temuan/").status_code == 403


@pytest.mark.parametrize(
    ("query", "count"), [("", 1), ("?status=open", 1), ("?status=closed", 0), ("?tahun=2025", 0), ("?peran=korkab", 1),
                         ("?lewat=on", 0), ("?status=x&tahun=abc", 1), ("?sesudah=rusak", 1)]
)  # fmt: skip
def test_the_list_is_narrowed(finding, kadis, login, query, count):
    assert len(login(kadis).get(f"/temuan/{query}").context["rows"]) == count


def test_the_report_comes_as_workbook_and_paper_and_is_logged(finding, kadis, login):
    book = load_workbook(io.BytesIO(login(kadis).get("/temuan/laporan.xlsx").content))
    cells = [cell.value for cell in list(book["TLHP"].rows)[2]]
    assert (cells[0], cells[2], cells[9]) == (finding.code, WORDS.title, "Perlu ditindaklanjuti")
    paper = PdfReader(io.BytesIO(login(kadis).get("/temuan/laporan.pdf").content))
    assert WORDS.title in " ".join(paper.pages[0].extract_text().split())
    assert ReadLog.objects.filter(subject__startswith="Laporan tindak lanjut").count() == 2


def test_a_prepared_cycle_offers_nothing_to_draw(started, cast, inspektorat, login):
    under_way = started()
    work_through(under_way, 5, cast)
    choices = login(inspektorat).get("/temuan/sampel/tarik/").context["form"].fields["dari"].choices
    assert [value for value, _ in choices[1][1]] == [f"siklus-{under_way.pk}"]
