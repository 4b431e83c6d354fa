"""A pendamping on leave: the substitute sees and works the families for those days, and it ends by itself."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.accounts.models import Posting, Substitution, User
from pkh_sembako.accounts.services import leave
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import Basis, Outcome
from programs.models import Enrollment, KroscekResult, Round, RoundEntry
from programs.queries import worklist
from programs.services import kroscek
from programs.services.kroscek import Finding
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
UNTIL = date(2026, 12, 12)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-11-22T02:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def families(ratri) -> list[RoundEntry]:
    the_round = Round.objects.create(program="pkh", tahun=2027, tahap=1)
    return list_families(the_round, Desa.objects.get(pk="35.20.07.2003"), 3, pendamping=ratri)


def away(absent: User, substitute: User, starts=TODAY, ends=UNTIL) -> Substitution:
    return Substitution(absent=absent, substitute=substitute, starts=starts, ends=ends, basis="tahunan")


@pytest.fixture
def replaced(ratri, bagas, korkab, families) -> Substitution:
    return leave.arrange(away(ratri, bagas), by=korkab)


def fresh(user: User) -> User:
    """As of a new request."""
    return User.objects.get(pk=user.pk)


def seen(user: User) -> tuple[int, int, int]:
    person = fresh(user)
    return (
        Enrollment.objects.visible_to(person).count(),
        RoundEntry.objects.visible_to(person).count(),
        RoundEntry.objects.filter(worklist.checks(person)).count(),
    )


def test_the_substitute_sees_and_works_the_families_for_those_days_only(ratri, bagas, korkab, families, now):
    assert seen(bagas) == (0, 0, 0)
    leave.arrange(away(ratri, bagas, starts=date(2026, 11, 24)), by=korkab)
    assert seen(bagas) == (0, 0, 0)
    now.move_to("2026-11-24T02:00:00Z", tick=False)
    assert (seen(bagas), seen(ratri)) == ((3, 3, 3), (3, 3, 3))
    now.move_to("2026-12-12T16:59:00Z", tick=False)
    assert seen(bagas) == (3, 3, 3)
    now.move_to("2026-12-12T17:01:00Z", tick=False)
    assert (seen(bagas), seen(ratri)) == ((0, 0, 0), (3, 3, 3))


def test_a_result_says_who_really_checked(replaced, bagas, families):
    kroscek.record(families[0], Finding(Outcome.MATCHES, Basis.VISIT, TODAY), by=bagas)
    assert [row.by for row in KroscekResult.objects.all()] == [bagas]


def test_home_says_for_whom_and_until_when(replaced, ratri, bagas, login):
    page = login(bagas).get("/").content.decode()
    assert "Menggantikan <strong>Ratri Anggarwati</strong> sampai 12 Desember 2026" in page
    assert (
        "Keluarga Anda dikerjakan juga oleh <strong>Bagas Adiwinata</strong>" in login(ratri).get("/").content.decode()
    )


def test_the_family_pages_open_for_the_substitute(replaced, bagas, families, login, now):
    address = f"/keluarga/{families[0].enrollment.household_id}/"
    assert login(bagas).get(address).status_code == 200
    now.move_to("2026-12-13T02:00:00Z", tick=False)
    assert login(bagas).get(address).status_code == 404


def test_a_substitute_who_is_posted_no_more_sees_nothing(replaced, bagas):
    Posting.objects.filter(user=bagas).update(ends=date(2026, 11, 21))
    assert seen(bagas) == (0, 0, 0)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ratri", "Pengganti harus orang lain."),
        (
            "kadis",
            "Bima Surengrana tidak ditempatkan sebagai pendamping atau koordinator kecamatan selama masa itu.",
        ),
    ],
)
def test_who_cannot_stand_in_is_refused(cast, ratri, korkab, who, words):
    with pytest.raises(DomainError) as refusal:
        leave.arrange(away(ratri, cast[who]), by=korkab)
    assert refusal.value.sentence == words


def test_nobody_is_chained_to_another_absence(replaced, cast, ratri, bagas, korkab):
    korcam = cast["korcam.plaosan"]
    with pytest.raises(DomainError, match="Ratri Anggarwati sudah mempunyai pengganti"):
        leave.arrange(away(ratri, korcam), by=korkab)
    with pytest.raises(DomainError, match="Bagas Adiwinata sedang menggantikan Ratri Anggarwati sampai 12 Desember"):
        leave.arrange(away(bagas, korcam), by=korkab)


def test_back_earlier_ends_it_today(replaced, bagas, korkab, now):
    now.move_to("2026-11-30T02:00:00Z", tick=False)
    leave.end_early(replaced, by=korkab)
    assert (seen(bagas), str(Substitution.objects.get().ends)) == ((0, 0, 0), "2026-11-29")


def test_one_that_did_not_begin_is_taken_away_with_history(ratri, bagas, korkab):
    row = leave.arrange(away(ratri, bagas, starts=date(2026, 12, 1)), by=korkab)
    assert (leave.end_early(row, by=korkab), Substitution.objects.count()) == (False, 0)
    assert list(Substitution.history.values_list("history_type", "history_user__username")) == [
        ("-", "korkab"),
        ("+", "korkab"),
    ]


def send(client, absent: User, substitute: User):
    return client.post(
        "/cuti/baru/",
        {
            "absent": absent.pk,
            "substitute": substitute.pk,
            "starts": "2026-11-22",
            "ends": "2026-12-12",
            "basis": "tahunan",
            "letter_number": "800/12",
            "letter_date": "2026-11-20",
        },
    )


def test_it_is_arranged_on_a_page(korkab, ratri, bagas, login):
    assert send(login(korkab), ratri, bagas).status_code == 302
    assert list(Substitution.objects.values_list("absent__username", "by__username")) == [("ratri", "korkab")]


def test_twice_is_refused_in_words(replaced, korkab, ratri, bagas, login):
    answer = send(login(korkab), ratri, bagas)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["Ratri Anggarwati sudah mempunyai pengganti pada masa itu."],
    )


def test_a_korcam_arranges_it_for_the_own_kecamatan_only(cast, ratri, bagas, login):
    parang, plaosan = login(cast["korcam.parang"]), login(cast["korcam.plaosan"])
    assert send(parang, ratri, bagas).context["form"].errors["absent"] == ["Pilih salah satu yang ada di daftar."]
    assert send(plaosan, ratri, bagas).status_code == 302
    row = Substitution.objects.get()
    assert [client.get(f"/cuti/{row.pk}/").status_code for client in (parang, plaosan)] == [404, 200]


@pytest.mark.slow
def test_only_who_arranges_work_opens_it(cast, login):
    opened = [name for name, user in cast.items() if login(user).get("/cuti/").status_code == 200]
    assert sorted(opened) == ["apd", "korcam.parang", "korcam.plaosan", "korkab"]


@pytest.mark.parametrize(
    ("constraint", "absent", "ends"),
    [
        ("substitution_one_at_a_time", "ratri", "2026-12-31"),
        ("substitution_by_another", "bagas", "2026-12-31"),
        ("substitution_period", "kadis", "2026-11-01"),
    ],
)
def test_the_database_refuses_the_impossible_and_without_its_guard_would_not(replaced, cast, constraint, absent, ends):
    insert = (
        "INSERT INTO accounts_substitution (absent_id, substitute_id, starts, ends, basis, letter_number, by_id, at)"
        f" VALUES ({cast[absent].pk}, {cast['bagas'].pk}, '2026-11-30', '{ends}', 'sakit', '', {cast['apd'].pk}, now())"
    )
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(insert)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE accounts_substitution DROP CONSTRAINT {constraint}")
        if constraint == "substitution_period":
            cursor.execute("ALTER TABLE accounts_substitution DROP CONSTRAINT substitution_one_at_a_time")
        cursor.execute(insert)
        assert cursor.rowcount == 1
