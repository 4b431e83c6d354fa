"""Plt., Plh., a.n., u.b. and vacant posts: written down on the office's page, with the posting that goes with them."""

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.office.models import Official

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin, login, time_machine):
    time_machine.move_to("2026-11-22T02:00:00Z", tick=False)
    return login(admin)


def acting(user: User | None = None, **changed) -> dict:
    return {
        "post": "kadis",
        "capacity": "plt",
        "title": "Kepala Dinas Sosial",
        "own_title": "",
        "name": str(user or ""),
        "nip": "",
        "rank": "",
        "user": user.pk if user else "",
        "starts": "2026-11-01",
        "ends": "2027-01-31",
        "order_number": "800.1.11.1/91/403.203/2026",
        "order_date": "2026-10-30",
        "note": "",
        **changed,
    }


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_who_acts_gets_the_role_for_that_time_with_the_order_as_sk(desk, kabid, time_machine):
    desk.post("/kantor/pejabat/", acting(kabid))
    made = Posting.objects.get(acting__isnull=False)
    assert (made.user, made.role, str(made.starts), str(made.ends), made.sk_number) == (
        kabid,
        "kadis",
        "2026-11-01",
        "2027-01-31",
        "800.1.11.1/91/403.203/2026",
    )
    assert User.objects.get(pk=kabid.pk).has_role("kadis")
    time_machine.move_to("2027-02-01T02:00:00Z", tick=False)
    assert not User.objects.get(pk=kabid.pk).has_role("kadis")


def test_other_dates_move_the_posting_too(desk, kabid):
    desk.post("/kantor/pejabat/", acting(kabid))
    desk.post(f"/kantor/pejabat/{Official.objects.get().pk}/", acting(kabid, ends="2026-12-31"))
    assert [str(row.ends) for row in Posting.objects.filter(role="kadis", user=kabid)] == ["2026-12-31"]


def test_another_person_takes_the_posting_over(desk, kabid, sekretaris):
    desk.post("/kantor/pejabat/", acting(kabid))
    desk.post(f"/kantor/pejabat/{Official.objects.get().pk}/", acting(sekretaris))
    assert [row.user for row in Posting.objects.filter(acting__isnull=False)] == [sekretaris]


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, ["Plt. Kepala Dinas Sosial"]),
        ({"title": "Plt. Kepala Dinas Sosial"}, ["Plt. Kepala Dinas Sosial"]),
        ({"capacity": "plh"}, ["Plh. Kepala Dinas Sosial"]),
        ({"capacity": "an", "own_title": "Sekretaris Dinas"}, ["a.n. Kepala Dinas Sosial", "Sekretaris Dinas"]),
        (
            {"capacity": "ub", "own_title": "Kepala Bidang"},
            ["a.n. Kepala Dinas Sosial", "u.b.", "Kepala Bidang"],
        ),
    ],
)
def test_the_title_is_printed_as_the_office_writes_it(desk, kabid, changed, lines):
    desk.post("/kantor/pejabat/", acting(kabid, **changed))
    assert Official.objects.get().title_lines == lines


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"order_number": ""}, {"order_number": ["Isi nomor surat perintah."]}),
        ({"order_date": ""}, {"order_date": ["Isi tanggal surat perintah."]}),
        ({"ends": ""}, {"ends": ["Isi sampai kapan; Plt. dan Plh. berbatas waktu."]}),
        ({"capacity": "an"}, {"own_title": ["Isi jabatan penanda tangan."]}),
        ({"capacity": "kosong"}, {"note": ["Tulis mengapa jabatan ini kosong."]}),
        ({"name": ""}, {"name": ["Isi nama."]}),
    ],
)
def test_what_is_missing_is_said(desk, kabid, changed, expected):
    answer = desk.post("/kantor/pejabat/", acting(kabid, **changed))
    assert (answer.status_code, errors_of(answer), Official.objects.count()) == (422, expected, 0)


def test_a_vacant_post_has_nobody_and_a_plt_may_fill_it(desk, kabid):
    desk.post("/kantor/pejabat/", acting(kabid, capacity="kosong", note="Pensiun", ends=""))
    assert [(row.name, row.user) for row in Official.objects.all()] == [("", None)]
    desk.post("/kantor/pejabat/", acting(kabid))
    assert sorted(Official.objects.values_list("capacity", flat=True)) == ["kosong", "plt"]


def test_a_plh_stands_beside_the_holder_and_a_plt_does_not(desk, kadis, kabid):
    desk.post("/kantor/pejabat/", acting(kadis, capacity="definitif", ends=""))
    answer = desk.post("/kantor/pejabat/", acting(kabid))
    assert errors_of(answer) == {
        "starts": [
            f"Plt. hanya untuk jabatan yang kosong, sedangkan {kadis} masih menjabat. Isi tanggal sampai bagi {kadis}, "
            "atau pilih Plh."
        ]
    }
    desk.post("/kantor/pejabat/", acting(kabid, capacity="plh"))
    assert sorted(Official.objects.values_list("capacity", flat=True)) == ["definitif", "plh"]


def test_two_do_not_act_at_one_time(desk, kabid, sekretaris):
    desk.post("/kantor/pejabat/", acting(kabid, capacity="plh"))
    answer = desk.post("/kantor/pejabat/", acting(sekretaris, capacity="plh", starts="2026-12-01"))
    assert errors_of(answer) == {
        "starts": [f"{kabid} menjabat pada masa yang sama. Isi tanggal sampai bagi {kabid} lebih dahulu."]
    }


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("official_acting_by_order", "'plt', 'Arya', '', NULL, '2026-12-31'"),
        ("official_acting_ends", "'plh', 'Arya', '800/1', '2026-11-01', NULL"),
        ("official_has_a_name", "'kosong', 'Arya', '', NULL, NULL"),
    ],
)
def test_the_database_refuses_what_makes_no_sense_and_without_its_guard_would_not(reference, constraint, values):
    insert = (
        "INSERT INTO office_official (post, title, own_title, nip, rank, note, starts, capacity, name, order_number,"
        f" order_date, ends) VALUES ('kadis', 'Kepala', '', '', '', '', '2026-11-01', {values})"
    )
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
            cursor.execute(insert)
        cursor.execute(f"ALTER TABLE office_official DROP CONSTRAINT {constraint}")
        cursor.execute(insert)
        assert cursor.rowcount == 1


def test_the_promise_of_the_standard_is_kept_on_the_offices_page(desk):
    desk.post("/kantor/pelaksana/", {"pkh_number": 82, "pkh_roles": ["pendamping", "korcam"], "pkh_source": "Standar"})
    rows = desk.get("/kantor/").context["promises"]
    assert [(row.program, row.number, row.roles) for row in rows] == [("pkh", 82, ["pendamping", "korcam"])]


def test_a_promise_says_whom_it_counts(desk):
    answer = desk.post("/kantor/pelaksana/", {"sembako_number": 45})
    assert errors_of(answer) == {"sembako_roles": ["Centang paling sedikit satu peran yang dihitung."]}
