"""Papers of the jadwal read back: names once each, numbers masked, the head on every page, one file a desa."""

import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import Download, StoredFile
from pkh_sembako.lib import pdf
from programs import tasks  # noqa: F401 - registers the handlers
from programs.exports import kks_facts, kks_papers
from programs.models import Kks
from programs.queries import kks_schedule as queries
from programs.services.kks import papers, scheduling
from tests.programs.kks.factories import PLAN as SIZES
from tests.programs.kks.test_handing import give


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
def address(received) -> str:
    return f"/kks/jadwal/{received.pk}/"


def test_the_list_of_a_desa_has_every_name_once_and_masked_numbers(received, two_desa, operator):
    paper = kks_facts.desa_papers(received, queries.slots_of(received, operator), by="Petugas")[0]
    text = " ".join(pages(pdf.render(kks_papers.receipts_html(paper))))
    names = sorted(re.findall(r"Melati Contoh \d+", text))
    assert names == sorted(Kks.objects.filter(desa=two_desa[0]).values_list("household__name", flat=True))
    assert re.findall(r"\d{16}", text) == []
    assert (text.count("6000********0001"), f"J{received.pk}-{two_desa[0].pk}" in text) == (1, True)


def test_gathering_and_rendering_cost_few_queries(received, operator, django_assert_num_queries):
    slots = list(queries.slots_of(received, operator))
    with django_assert_num_queries(2):  # the cards, the office
        made = kks_facts.desa_papers(received, slots, by="Petugas")
    with django_assert_num_queries(0):
        kks_papers.receipts_html(made[0])


def test_the_schedule_on_paper_names_no_family(login, camat_plaosan, address, two_desa):
    answer = login(camat_plaosan).get(f"{address}cetak/?kecamatan=35.20.07")
    text = " ".join(pages(answer.content))
    assert (answer["Content-Type"], text.count("Melati"), two_desa[1].name in text) == ("application/pdf", 0, True)


def test_a_desa_prints_its_own_list_and_the_read_log_knows(login, camat_plaosan, address, two_desa):
    answer = login(camat_plaosan).post(f"{address}desa/{two_desa[1].pk}/cetak/", {"kind": "daftar"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    told = ReadLog.objects.get(user=camat_plaosan)
    assert told.subject == f"Daftar tanda terima KKS {two_desa[1].name}, 5 kartu, Sembako Tahap 11 2026"


def test_an_invitation_for_every_family_with_its_time(login, operator, address, two_desa):
    answer = login(operator).post(f"{address}desa/{two_desa[1].pk}/cetak/", {"kind": "undangan"})
    text = " ".join(pages(answer.content))
    assert (
        text.count("Undangan pengambilan KKS") + text.count("UNDANGAN PENGAMBILAN KKS"),
        len(pages(answer.content)),
    ) == (5, 3)


def test_the_calendar_has_every_session(login, camat_plaosan, received, address):
    text = login(camat_plaosan).get(f"{address}kalender.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == received.slots.count()
    first = received.slots.first()
    assert f"DTSTART:{first.day:%Y%m%d}T003000Z" in text  # 07.30 WIB


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_desa_come_as_one_zip(login, operator, received, address):
    assert login(operator).post(f"{address}berkas/", {"kind": "daftar"})["Location"] == "/unduhan/"
    jobs.run(Job.objects.get().pk)
    assert (Job.objects.get().state, Job.objects.get().message) == ("done", "Selesai: 17 kartu di 2 desa.")
    with zipfile.ZipFile(Download.objects.get().file.file) as archive:
        found = {
            name: len(re.findall("Melati Contoh", " ".join(pages(archive.read(name))))) for name in archive.namelist()
        }
    assert sorted(found.values()) == [5, 12]


@pytest.mark.django_db(transaction=True)
def test_the_workbook_has_every_card_as_text(login, bank, received, address):
    login(bank).post(f"{address}berkas/", {"kind": "xlsx"})
    jobs.run(Job.objects.get().pk)
    book = CalamineWorkbook.from_filelike(Download.objects.get().file.file)
    rows = book.get_sheet_by_name("Kartu").to_python()
    assert (book.sheet_names, len(rows) - 2, rows[2][7]) == (["Jadwal", "Kartu"], 17, "6000********0001")


@pytest.mark.django_db(transaction=True)
def test_delivered_twice_the_first_file_stays(login, operator, received, address):
    login(operator).post(f"{address}berkas/", {"kind": "xlsx"})
    first_job = Job.objects.get()
    jobs.run(first_job.pk)
    before = list(StoredFile.objects.values_list("pk", "sha256"))
    jobs.run(first_job.pk)
    jobs.run(Job.objects.create(kind=first_job.kind, arguments=first_job.arguments, by=operator).pk)
    assert list(StoredFile.objects.values_list("pk", "sha256")) == before


@pytest.mark.django_db(transaction=True)
def test_a_desa_without_families_to_invite_gets_no_empty_page(login, operator, received, two_desa, address):
    """All of the first desa have their cards; then those of the second as well."""
    order = {"kind": "undangan", "kecamatan": two_desa[0].kecamatan_id}
    for desa, state, message in (
        (two_desa[0], "done", "Selesai: 5 kartu di 1 desa."),
        (two_desa[1], "failed", "Tidak ada lagi keluarga yang perlu diundang di wilayah itu."),
    ):
        for card in Kks.objects.filter(desa=desa).select_related("household"):
            give(card, operator)
        login(operator).post(f"{address}berkas/", order)
        job = Job.objects.order_by("created_at").last()
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.message) == (state, message)


def test_invitations_are_ordered_by_kecamatan(login, operator, received, address):
    answer = login(operator).post(f"{address}berkas/", {"kind": "undangan"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Undangan dibuat per kecamatan. Pilih kecamatannya dahulu."
    ]


def test_nothing_with_names_before_the_schedule_is_received(sembako, waiting, bank):
    with pytest.raises(papers.DomainError, match="setelah jadwal diterima"):
        papers.order(scheduling.propose(sembako, SIZES, by=bank), "daftar", kecamatan="", place="semua", by=bank)
