"""Staff who leave: nothing they held is left to nobody."""

from datetime import date

import pytest

from pkh_sembako.accounts.models import Posting, Substitution, User, WorkArea
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.office.models import Desa
from programs.models import Enrollment, Round
from programs.queries import burden
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db

DESA = "35.20.07.2003"
LEFT = "3 keluarga dan 1 desa, 3 kroscek belum selesai"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-11-22T02:00:00Z", tick=False)


@pytest.fixture
def held(ratri) -> User:
    the_round = Round.objects.create(program="pkh", tahun=2027, tahap=1)
    list_families(the_round, Desa.objects.get(pk=DESA), 3, pendamping=ratri)
    WorkArea.objects.create(desa_id=DESA, program="pkh", pendamping=ratri)
    return ratri


def end(client, user: User, day: str = "2026-11-20", **values):
    return client.post(f"/penempatan/{user.postings.get().pk}/", {"starts": "2025-01-02", "ends": day, **values})


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def owners() -> tuple[list[str], list[str]]:
    return (
        list(Enrollment.objects.values_list("pendamping__username", flat=True)),
        list(WorkArea.objects.values_list("pendamping__username", flat=True)),
    )


def test_the_page_says_what_would_be_without_anybody(admin, held, login):
    page = login(admin).get(f"/penempatan/{held.postings.get().pk}/")
    found = page.context["held"]
    assert (found.families, found.desa, found.unchecked, found.programs) == (3, 1, 3, ("pkh",))


def test_ending_without_an_heir_is_refused_in_words(admin, held, login):
    answer = end(login(admin), held)
    assert (answer.status_code, errors_of(answer), held.postings.get().ends) == (
        422,
        {
            "heir": [
                "3 keluarga dan 1 desa, 3 kroscek belum selesai akan tanpa pendamping. Pilih siapa yang menerimanya."
            ]
        },
        None,
    )


def test_everything_goes_to_the_heir_with_history(admin, held, bagas, login):
    assert end(login(admin), held, heir=bagas.pk).status_code == 302
    assert owners() == (["bagas"] * 3, ["bagas"])
    reason = "Serah terima dari Ratri Anggarwati"
    for history in (Enrollment.history, WorkArea.history):
        rows = history.filter(history_change_reason=reason)
        assert set(rows.values_list("history_user__username", "pendamping__username")) == {("admin", "bagas")}
    assert str(held.postings.get().ends) == "2026-11-20"


def test_it_costs_the_same_for_many_families(admin, held, bagas, login, django_assert_max_num_queries):
    the_round = Round.objects.create(program="pkh", tahun=2027, tahap=2)
    list_families(the_round, Desa.objects.get(pk=DESA), 60, first=100, pendamping=held)
    client = login(admin)
    with django_assert_max_num_queries(48):
        end(client, held, heir=bagas.pk)
    assert Enrollment.objects.filter(pendamping=bagas).count() == 63


def test_an_heir_of_another_programme_is_refused_and_nothing_moves(admin, held, bagas, login):
    bagas.postings.update(program="sembako")
    answer = end(login(admin), held, heir=bagas.pk)
    assert errors_of(answer) == {"__all__": ["Bagas Adiwinata tidak ditempatkan untuk program PKH. Pilih orang lain."]}
    assert owners() == (["ratri"] * 3, ["ratri"])


def test_who_stands_in_for_another_is_replaced_first(admin, held, bagas, apd, login):
    Substitution.objects.create(
        absent=bagas, substitute=held, starts=date(2026, 11, 1), ends=date(2026, 12, 1), basis="sakit", by=apd
    )
    answer = end(login(admin), held, heir=bagas.pk)
    assert errors_of(answer) == {
        "__all__": ["Ratri Anggarwati tercatat menggantikan Bagas Adiwinata. Pilih pengganti lain lebih dahulu."]
    }


def test_a_longer_posting_and_a_second_one_ask_for_nobody(admin, held, login):
    client = login(admin)
    held.postings.update(ends=date(2026, 12, 31))
    assert end(client, held, "2027-12-31").status_code == 302
    posting = held.postings.get()
    Posting.objects.create(user=held, role="pendamping", kecamatan_id="35.20.02", starts=date(2026, 1, 1))
    answer = client.post(f"/penempatan/{posting.pk}/", {"starts": "2025-01-02", "ends": "2026-11-20"})
    assert (answer.status_code, owners()[1]) == (302, ["ratri"])


def test_an_account_is_not_closed_over_families(admin, held, login):
    answer = login(admin).post(f"/pengguna/{held.pk}/aktif/", {"aktif": "0"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Ratri Anggarwati masih mendampingi 3 keluarga dan 1 desa, 3 kroscek belum selesai. Lakukan serah terima lebih "
        "dahulu."
    ]
    assert User.objects.get(pk=held.pk).is_active


def test_apd_and_korkab_hand_over_at_any_time(apd, held, bagas, login):
    answer = login(apd).post(f"/serah-terima/{held.pk}/", {"heir": bagas.pk})
    assert (answer.url, owners()) == ("/wilayah-kerja/", (["bagas"] * 3, ["bagas"]))


def test_who_left_by_the_calendar_is_named_until_handed_over(apd, held, bagas, login):
    assert burden.left_behind() == []
    held.postings.update(ends=date(2026, 11, 21))
    rows = login(apd).get("/wilayah-kerja/").context["left_behind"]
    assert [(str(person), desa, families) for person, desa, families in rows] == [("Ratri Anggarwati", 1, 3)]
    login(apd).post(f"/serah-terima/{held.pk}/", {"heir": bagas.pk})
    assert burden.left_behind() == []


def test_a_task_that_nobody_else_could_do_keeps_the_posting(admin, kabid, login):
    Deadline.objects.create(
        subject="step:1",
        group="PKH",
        title="Langkah",
        url="/",
        roles=["kabid"],
        rungs=[],
        unit="hari_kerja",
        started_at="2026-11-20T02:00:00Z",
    )
    answer = end(login(admin), kabid)
    assert errors_of(answer) == {
        "__all__": [
            "1 tugas yang berjalan hanya dapat dikerjakan Arya Danuwijaya sebagai Kepala bidang. Tempatkan orang lain "
            "lebih dahulu."
        ]
    }
