"""Keadaan per tanggal: what the history says of a day equals what was seen on that day."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pkh_sembako.accounts.models import User
from programs.enums import Component
from programs.models import Enrollment, Household, Member
from programs.queries.rekap import Question, count, first_day
from programs.queries.rekap_family import standing
from programs.services import families
from tests.programs.factories import nik
from tests.programs.rekap.conftest import BEGAN

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 6, 1)
ASKED = [
    Question("kecamatan", "status", filters={"program": "pkh"}),
    Question("desil", "komponen"),
    Question("komponen", "program", unit="anggota"),
    Question("kecamatan", "hasil"),
]
ACTS = st.lists(
    st.tuples(st.sampled_from(["desil", "status", "child", "gone", "move", "new", "left"]), st.integers(0, 40)),
    max_size=6,
)


def at(day: date, hour: int = 9):
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(hour))), tick=False)


def act(kind: str, number: int, places: dict) -> None:
    """One change of the office, by the ordinary way that writes history."""
    family = Household.objects.order_by("pk")[number % Household.objects.count()]
    if kind == "desil":
        family.desil = number % 10 + 1
        family.save()
    elif kind == "move":
        family.desa = places["parang" if number % 2 else "plaosan"]
        family.save()
    elif kind == "status":
        some = Enrollment.objects.order_by("pk")[number % Enrollment.objects.count()]
        for verb, _ in families.available_moves(some)[:1]:
            families.move(some, verb, by=some.pendamping or User.objects.first(), reason="Uji")
    elif kind == "child":
        Member.objects.create(household=family, name="Anak", components=[list(Component)[number % 8]])
    elif kind == "gone":
        for member in Member.objects.filter(is_pengurus=False).order_by("pk")[:1]:
            member.delete()
    elif kind == "left":
        for one in Enrollment.objects.filter(entries=None).order_by("pk")[:1]:
            one.delete()
    else:
        made = Household.objects.create(nik=nik(500 + Household.objects.count()), name="Baru", desa=places["plaosan"])
        Enrollment.objects.create(household=made, program="sembako", status="candidate")


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(ACTS, min_size=1, max_size=4))
def test_the_figures_of_a_past_day_are_those_seen_that_evening(registry, operator, places, days):
    """The reference is the present: what was counted each evening, before the next change was made."""
    with transaction.atomic():
        seen = {}
        for number, acts in enumerate(days):
            day = BEGIN + timedelta(days=2 * number)
            with at(day, 15):
                for kind, place in acts:
                    act(kind, place, places)
            seen[day] = [count(asked, operator) for asked in ASKED]
        for day, counted in seen.items():
            for after in (day, day + timedelta(days=1)):
                past = [Question(q.rows, q.columns, q.unit, q.filters, per=after) for q in ASKED]
                assert [count(asked, operator) for asked in past] == counted
        transaction.set_rollback(True)


def test_the_day_ends_at_midnight_of_the_office(registry, operator):
    family = registry[0]
    with at(date(2026, 7, 1), 23):
        family.desil = 9
        family.save()
    asked = [Question("desil", filters={"desil": "9"}, per=date(2026, day[0], day[1])) for day in ((6, 30), (7, 1))]
    assert [count(one, operator)[None, None] for one in asked] == [0, 1]


def test_before_the_history_there_is_nobody_and_the_page_says_so(registry, operator, login):
    assert first_day() == timezone.localdate(BEGAN)
    page = login(operator).get("/rekap/", {"per": "2026-05-31"}).content.decode()
    assert "Riwayat registri dimulai 1 Juni 2026" in page


@pytest.mark.parametrize("columns", ["", "program", "komponen"])
def test_a_past_day_asks_one_query_too(registry, operator, django_assert_num_queries, columns):
    operator.sees_kabupaten  # noqa: B018 - the postings are read once per request
    with django_assert_num_queries(1):
        count(Question("kecamatan", columns, per=BEGIN), operator)


def test_a_family_stands_as_it_did(registry, operator, django_assert_num_queries):
    family = registry[4]
    with at(date(2026, 8, 10)):
        family.desil, family.alamat = 7, "Dusun Baru"
        family.save()
        family.members.filter(is_pengurus=False).first().delete()
        Member.objects.create(household=family, name="Bayi Contoh", components=["balita"])
    operator.sees_kabupaten  # noqa: B018
    with django_assert_num_queries(4):
        before = standing(family, date(2026, 8, 9), operator)
    after = standing(family, date(2026, 8, 10), operator)
    assert [(then.home.desil, then.home.alamat) for then in (before, after)] == [(2, ""), (7, "Dusun Baru")]
    assert [[one["components"] for one in then.members] for then in (before, after)] == [
        [[], ["SD/sederajat"], ["SD/sederajat"]],
        [[], ["SD/sederajat"], ["Bayi/balita"]],
    ]
    assert [one["row"].status for one in before.enrollments] == ["active", "candidate"]


def test_the_page_is_clearly_of_that_day(registry, operator, login):
    page = login(operator).get(f"/keluarga/{registry[0].pk}/per/", {"per": "2026-08-01"}).content.decode()
    assert "Keadaan per 1 Agustus 2026" in page
    page = login(operator).get(f"/keluarga/{registry[0].pk}/per/", {"per": "2026-05-01"}).content.decode()
    assert "Belum tercatat pada tanggal itu" in page
    assert "Catatan tertua: 1 Juni 2026" in page


def test_days_to_come_and_nonsense_are_named(registry, operator, login):
    client = login(operator)
    for typed in ("2126-01-01", "kemarin", "0001-01-01"):
        assert (
            "belum tiba atau tidak dikenal"
            in client.get(f"/keluarga/{registry[0].pk}/per/?per={typed}").content.decode()
        )
        assert "diabaikan" in client.get(f"/rekap/?per={typed}").content.decode()


def test_who_may_not_see_the_family_does_not_see_its_past(registry, cast, login):
    assert login(cast["korcam.parang"]).get(f"/keluarga/{registry[0].pk}/per/").status_code == 404
