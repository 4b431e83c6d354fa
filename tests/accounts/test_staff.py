"""The register of staff, its workbook, and the promise of the standards."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from pkh_sembako.accounts.models import Posting
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.office.models import StaffPromise

pytestmark = pytest.mark.django_db

ROLES = ["pendamping", "korcam", "korkab", "apd"]


@pytest.fixture
def desk(korkab, login, time_machine):
    time_machine.move_to("2026-11-22T02:00:00Z", tick=False)
    return login(korkab)


def names(response) -> list[str]:
    return [row.full_name for row in response.context["page"].rows]


def test_it_names_staff_only_each_with_place_and_sk(desk, ratri):
    Posting.objects.filter(user=ratri).update(sk_number="821/7/2025", sk_date=date(2025, 1, 2), program="pkh")
    row = next(one for one in desk.get("/sdm/?q=Ratri").context["page"].rows)
    assert (row.full_name, row.role_title, row.place_words, row.program_words, row.sk_number) == (
        "Ratri Anggarwati",
        "Pendamping sosial",
        "Kec. Plaosan",
        "PKH",
        "821/7/2025",
    )
    assert "Citra Mandalawangi" not in names(desk.get("/sdm/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jabatan=pendamping", ["Bagas Adiwinata", "Ratri Anggarwati"]),
        ("jabatan=pendamping&kecamatan=35.20.07", ["Ratri Anggarwati"]),
        ("jabatan=pendamping&program=sembako", ["Bagas Adiwinata"]),
        ("sk=ada", ["Ratri Anggarwati"]),
        ("q=821", ["Ratri Anggarwati"]),
        ("masa=segera", ["Bagas Adiwinata"]),
    ],
)
def test_filters(desk, ratri, bagas, query, found):
    Posting.objects.filter(user=ratri).update(sk_number="821/7/2025", program="pkh")
    Posting.objects.filter(user=bagas).update(ends=date(2026, 12, 1))
    assert names(desk.get(f"/sdm/?{query}")) == found


def test_who_left_is_found_only_when_asked_for(desk, bagas):
    Posting.objects.filter(user=bagas).update(ends=date(2026, 11, 1))
    assert names(desk.get("/sdm/?jabatan=pendamping")) == ["Ratri Anggarwati"]
    assert names(desk.get("/sdm/?jabatan=pendamping&masa=semua")) == ["Bagas Adiwinata", "Ratri Anggarwati"]


def test_each_person_counts_once_and_for_the_programme_posted_to(desk, ratri, bagas):
    StaffPromise.objects.all().delete()
    StaffPromise.objects.create(program="pkh", number=82, roles=ROLES)
    StaffPromise.objects.create(program="sembako", number=5, roles=ROLES)
    Posting.objects.filter(user=ratri).update(program="pkh")
    Posting.objects.create(user=bagas, role="korcam", kecamatan_id="35.20.02", starts=date(2026, 1, 1))
    kept = desk.get("/sdm/").context["promises"]
    assert [(one.promise.program, one.promise.number, one.active, one.missing) for one in kept] == [
        ("pkh", 82, 6, 76),
        ("sembako", 5, 5, 0),
    ]


def test_a_korcam_sees_the_own_kecamatan(cast, login):
    assert names(login(cast["korcam.plaosan"]).get("/sdm/")) == ["Ratri Anggarwati", "Sekar Puspitarini"]


def test_the_workbook_holds_the_filtered_rows_and_is_logged(desk):
    book = load_workbook(io.BytesIO(desk.get("/sdm/unduh/?jabatan=pendamping").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=5)]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (1, "Bagas Adiwinata", "Kec. Parang"),
        (2, "Ratri Anggarwati", "Kec. Plaosan"),
    ]
    assert list(ReadLog.objects.values_list("kind", "subject")) == [("export", "Daftar petugas, 2 baris")]


def test_the_register_costs_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    desk.get("/sdm/")
    with django_assert_max_num_queries(16):
        desk.get("/sdm/")


def test_an_sk_is_number_and_date_together(admin, ratri, login):
    posting = ratri.postings.get()
    address = f"/penempatan/{posting.pk}/"
    answer = login(admin).post(address, {"starts": "2025-01-02", "ends": "", "sk_number": "821/7"})
    assert (answer.status_code, answer.context["form"].errors["sk_date"]) == (422, ["Isi tanggal SK."])
    login(admin).post(address, {"starts": "2025-01-02", "sk_number": "821/7", "sk_date": "2024-12-30"})
    posting.refresh_from_db()
    assert (posting.sk_number, str(posting.sk_date)) == ("821/7", "2024-12-30")
