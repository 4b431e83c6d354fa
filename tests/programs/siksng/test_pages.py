"""/siks-ng/ as its officers use it: the worklist, the statement, the undo, the comparison's pages and its workbook."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.documents.models import Download, StoredFile
from programs.models import SiksAct, SiksChange, SiksComparison
from programs.services.siksng import files
from tests.programs.bnba.files import workbook
from tests.programs.factories import nik
from tests.programs.siksng.conftest import V4, XLSX, edit, person

LIST, ENTER = "/siks-ng/", "/siks-ng/sudah/"


@pytest.fixture
def waiting(homes, entries, operator) -> list[SiksChange]:
    """Two changes of a family in Plaosan, one of a family in Parang."""
    edit(homes[0], operator, alamat="Jl. Baru 7", nik=nik(501))
    edit(entries[4].enrollment.household, operator, rt="009")
    return list(SiksChange.objects.order_by("id"))


def shown(response) -> list[tuple]:
    """(family, label, old, new) of a worklist, in its order."""
    return [
        (card.household.name, item.label, item.old, item.new)
        for card in response.context["cards"]
        for group in card.groups
        for item in group.items
    ]


def test_the_worklist_follows_the_columns_of_siks_ng_with_numbers_masked(login, operator, waiting):
    response = login(operator).get(LIST)
    assert shown(response) == [
        ("Melati Contoh 101", "RT", "001", "009"),
        ("Melati Contoh 1", "NIK", "3520********0001", "3520********0501"),
        ("Melati Contoh 1", "ALAMAT", "Dusun Contoh", "Jl. Baru 7"),
    ]
    page = response.content.decode()
    assert [number in page for number in (nik(1), nik(501))] == [False, False]
    assert (response.context["result_words"], page.count("data-salin")) == ("3 perubahan belum diinput", 2)


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("jenis=alamat", ["RT", "ALAMAT"]),
        ("kecamatan={plaosan}", ["NIK", "ALAMAT"]),
        ("umur=3", []),
        ("jenis=salah", ["RT", "NIK", "ALAMAT"]),
        ("sesudah=rusak", ["RT", "NIK", "ALAMAT"]),
    ],
)
def test_filters_narrow_it(login, apd, waiting, plaosan, query, labels):
    response = login(apd).get(f"{LIST}?{query.format(plaosan=plaosan.pk)}")
    assert [row[1] for row in shown(response)] == labels


def test_a_pendamping_sees_and_ticks_the_own_families_only(login, bagas, waiting):
    client = login(bagas)
    assert [row[0] for row in shown(client.get(LIST))] == ["Melati Contoh 101"]
    client.post(ENTER, {"id": [change.pk for change in waiting], "agreed": "on"})
    assert list(SiksAct.objects.values_list("change", flat=True)) == [waiting[-1].pk]


def test_who_only_reads_cannot_tick(login, inspektorat, waiting):
    client = login(inspektorat)
    assert client.get(LIST).status_code == 200
    assert client.post(ENTER, {"id": [waiting[0].pk], "agreed": "on"}).status_code == 403


def test_a_selection_is_ticked_with_one_statement(login, operator, waiting):
    client = login(operator)
    confirm = client.get(ENTER, {"id": [waiting[0].pk, waiting[1].pk]})
    assert confirm.context["number"] == 2
    assert client.post(ENTER, {"id": [waiting[0].pk]}).status_code == 422
    sent = {"id": [waiting[0].pk, waiting[1].pk], "agreed": "on", "note": "Usulan 12"}
    assert client.post(ENTER, sent).url == LIST
    assert list(SiksAct.objects.values_list("change", "verdict", "by", "note")) == [
        (waiting[0].pk, "entered", operator.pk, "Usulan 12"),
        (waiting[1].pk, "entered", operator.pk, "Usulan 12"),
    ]
    assert [row[1] for row in shown(client.get(LIST))] == ["RT"]
    assert [row[1] for row in shown(client.get(f"{LIST}?daftar=sudah"))] == ["NIK", "ALAMAT"]
    assert client.post(ENTER, sent).status_code == 422  # sent twice: nothing is left to tick


def test_a_family_is_ticked_as_it_was_shown(login, operator, waiting, homes):
    client = login(operator)
    assert client.get(ENTER, {"keluarga": homes[0].pk}).context["number"] == 2
    edit(homes[0], operator, dusun="Krajan")
    client.post(f"{ENTER}?keluarga={homes[0].pk}", {"id": [waiting[0].pk, waiting[1].pk], "agreed": "on"})
    assert [row[1] for row in shown(client.get(LIST))] == ["RT", "DUSUN"]


def test_undone_by_the_same_person_on_the_same_day_only(login, operator, apd, waiting):
    change = waiting[0]
    address = reverse("siks_undo", args=[change.pk])
    tick = SiksAct.objects.create(change=change, verdict="entered", by=operator)
    login(apd).post(address)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        login(operator).post(address)
    assert list(SiksAct.objects.values_list("pk", flat=True)) == [tick.pk]
    login(operator).post(address)
    assert list(SiksAct.objects.values_list("verdict", flat=True)) == ["entered", "undone"]
    assert SiksChange.objects.get(pk=change.pk).is_open is True


def test_no_undo_beside_a_newer_change_of_the_same_value(login, operator, waiting, homes):
    change = SiksChange.objects.get(field="alamat")
    SiksAct.objects.create(change=change, verdict="entered", by=operator)
    edit(homes[0], operator, alamat="Jl. Baru 9")
    response = login(operator).post(reverse("siks_undo", args=[change.pk]), follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Nilai ini sudah diubah lagi; yang harus diinput adalah perubahan yang lebih baru."
    ]


def test_a_number_is_shown_through_the_reveal_service(login, operator, waiting):
    change = SiksChange.objects.get(field="nik")
    client = login(operator)
    for which, number in (("lama", nik(1)), ("baru", nik(501))):
        response = client.post(reverse("siks_reveal", args=[change.pk, which]), {"purpose": "kroscek"})
        assert number in response.content.decode()
    assert list(ReadLog.objects.filter(kind=ReadKind.REVEAL).order_by("id").values_list("subject", flat=True)) == [
        "NIK lama Melati Contoh 1",
        "NIK baru Melati Contoh 1",
    ]


def test_the_worklist_takes_as_many_queries_for_one_family_as_for_many(
    login, operator, homes, django_assert_max_num_queries, django_assert_num_queries
):
    client = login(operator)
    edit(homes[0], operator, alamat="Jl. Baru 1")
    client.get(LIST)
    with django_assert_max_num_queries(30) as first:
        client.get(LIST)
    for home in homes[1:]:
        edit(home, operator, alamat="Jl. Baru 2", rt="009")
    with django_assert_num_queries(len(first)):
        client.get(LIST)


def upload(client, desa: str, tmp_path, content: bytes | None = None):
    path = workbook(tmp_path / "siks.xlsx", V4, [person(1, desa, ALAMAT="Jl. Baru 7"), person(2, desa, NAMA="LAIN")])
    file = SimpleUploadedFile("siks.xlsx", path.read_bytes() if content is None else content, XLSX)
    return client.post("/siks-ng/banding/unggah/", {"program": "pkh", "berkas": file})


@pytest.fixture
def result(login, apd, waiting, desa, tmp_path) -> SiksComparison:
    upload(login(apd), desa, tmp_path)
    made = SiksComparison.objects.get()
    jobs.run(files.job_of(made).pk)
    made.refresh_from_db()
    return made


@pytest.mark.django_db(transaction=True)
def test_the_result_is_parted_into_pages(login, apd, result):
    client = login(apd)
    address = reverse("siks_compare", args=[result.pk])
    names = {
        code: [card.difference.name for card in client.get(f"{address}?bagian={code}").context["cards"]]
        for code in ("sama", "belum", "berbeda", "tidak_di_berkas")
    }
    assert names == {
        "sama": ["Melati Contoh 1"],
        "belum": ["Melati Contoh 1"],
        "berbeda": ["Melati Contoh 2"],
        "tidak_di_berkas": ["Melati Contoh 3", "Melati Contoh 4"],
    }
    page = client.get(f"{address}?bagian=belum").content.decode()
    assert [number in page for number in (nik(1), nik(501))] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_a_workbook_delivered_twice_is_the_first_one(login, apd, result):
    client = login(apd)
    address = reverse("siks_compare_download", args=[result.pk])
    assert client.post(address, {"keperluan": " "}).status_code == 422
    assert client.post(address, {"keperluan": "Rapat pemutakhiran"}).url == "/unduhan/"
    download = Download.objects.select_related("job").get()
    assert (download.purpose, ReadLog.objects.get(kind=ReadKind.EXPORT).purpose) == ("Rapat pemutakhiran",) * 2
    jobs.run(download.job_id)
    first = Download.objects.get().file_id
    jobs.run(jobs.enqueue(files.EXPORT_JOB, download.job.arguments, by=apd).pk)
    assert (Download.objects.get().file_id, StoredFile.objects.count()) == (first, 2)
    book = load_workbook(BytesIO(StoredFile.objects.get(pk=first).file.read()))
    assert book.sheetnames[:2] == ["Sudah sama", "Belum diinput"]
    rows = list(book["Belum diinput"].iter_rows(values_only=True))
    assert rows[-1][2:9] == ("Melati Contoh 1", "Plaosan", rows[-1][4], "Melati Contoh 1", "NIK", nik(1), nik(501))


HOSTILE = {
    b"": "Berkas ini kosong. Pilih berkas yang berisi data.",
    b"%PDF-1.4 x": "Berkas ini PDF; unggah daftar aslinya sebagai .xlsx atau .csv.",
    b"PK\x03\x04rusak": "",
}


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_files_are_refused_by_the_guard(login, apd, entries, desa, tmp_path, content):
    response = upload(login(apd), desa, tmp_path, content)
    assert (response.status_code, SiksComparison.objects.count(), StoredFile.objects.count()) == (422, 0, 0)
    if HOSTILE[content].startswith("Berkas ini PDF"):
        assert response.context["form"].errors["berkas"] == [HOSTILE[content]]
