"""Apd and korkab give desa to pendamping."""

import pytest

from pkh_sembako.accounts.models import User, WorkArea
from pkh_sembako.office.models import Desa
from programs.models import Enrollment, Round
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db

PLAOSAN = "/wilayah-kerja/35.20.07/"
DESA = ["35.20.07.2003", "35.20.07.2004"]


@pytest.fixture
def desk(apd, login):
    return login(apd)


def send(client, pendamping: User | None, *, program: str = "pkh", desa=DESA):
    return client.post(PLAOSAN, {"program": program, "pendamping": pendamping.pk if pendamping else "", "id": desa})


def areas() -> list[tuple[str, str, str]]:
    return list(WorkArea.objects.values_list("desa", "program", "pendamping__username"))


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_many_desa_are_given_at_once(desk, ratri):
    send(desk, ratri)
    assert areas() == [(DESA[0], "pkh", "ratri"), (DESA[1], "pkh", "ratri")]


def test_a_desa_may_have_another_pendamping_per_program(desk, ratri, bagas):
    send(desk, ratri, desa=DESA[:1])
    send(desk, bagas, desa=DESA[:1], program="sembako")
    assert areas() == [(DESA[0], "pkh", "ratri"), (DESA[0], "sembako", "bagas")]


def test_a_desa_changes_hands_with_history(desk, ratri, bagas):
    send(desk, ratri, desa=DESA[:1])
    send(desk, bagas, desa=DESA[:1])
    history = WorkArea.history.order_by("history_id").values_list("pendamping__username", "history_user__username")
    assert (areas(), list(history)) == ([(DESA[0], "pkh", "bagas")], [("ratri", "apd"), ("bagas", "apd")])


def test_present_families_follow_their_desa_where_the_officer_asks(desk, ratri, bagas):
    the_round = Round.objects.create(program="pkh", tahun=2027, tahap=1)
    list_families(the_round, Desa.objects.get(pk=DESA[0]), 3, pendamping=ratri)
    send(desk, bagas)
    assert Enrollment.objects.filter(pendamping=ratri).count() == 3
    desk.post(PLAOSAN, {"program": "pkh", "pendamping": bagas.pk, "id": DESA, "follow": "on"})
    assert Enrollment.objects.filter(pendamping=bagas).count() == 3
    assert Enrollment.history.filter(history_change_reason="Mengikuti wilayah kerja").count() == 3


def test_a_desa_may_be_left_without_pendamping(desk, ratri):
    send(desk, ratri)
    send(desk, None, desa=DESA[:1])
    assert areas() == [(DESA[1], "pkh", "ratri")]


def test_only_what_changed_is_counted(desk, ratri):
    send(desk, ratri, desa=DESA[:1])
    response = desk.post(PLAOSAN, {"program": "pkh", "pendamping": ratri.pk, "id": DESA}, follow=True)
    assert [str(message) for message in response.context["messages"]][-1] == "1 desa berpindah ke Ratri Anggarwati."


def test_nothing_ticked_is_said(desk, ratri):
    response = send(desk, ratri, desa=[])
    assert (response.status_code, errors_of(response)) == (422, {"id": ["Centang paling sedikit satu desa."]})


def test_what_was_ticked_stays_ticked_when_the_program_is_missing(desk, ratri):
    response = send(desk, ratri, program="")
    assert (errors_of(response), response.context["ticked"]) == ({"program": ["Pilih program."]}, DESA)


def test_desa_of_another_kecamatan_are_refused(desk, ratri):
    response = send(desk, ratri, desa=["35.20.02.2001"])
    assert (errors_of(response), areas()) == ({"id": ["Pilih salah satu yang ada di daftar."]}, [])


def test_who_is_no_pendamping_cannot_be_chosen(desk, kadis):
    response = send(desk, kadis)
    assert (list(errors_of(response)), areas()) == (["pendamping"], [])


def test_the_overview_counts_per_kecamatan(desk, ratri):
    send(desk, ratri)
    rows = {row.kecamatan.name: (row.desa, row.covered) for row in desk.get("/wilayah-kerja/").context["coverage"]}
    assert (len(rows), rows["Plaosan"]) == (18, (15, {"pkh": 2, "sembako": 0}))


def test_the_page_costs_a_fixed_number_of_queries(desk, ratri, django_assert_max_num_queries):
    send(desk, ratri)
    with django_assert_max_num_queries(14):
        desk.get(PLAOSAN)


def test_kecamatan_of_another_office_are_not_found(desk):
    assert [desk.get(f"/wilayah-kerja/{code}/").status_code for code in ("33.14.01", "x")] == [404, 404]


@pytest.mark.slow
def test_only_apd_and_korkab_open_it(cast, login):
    assert [name for name, user in cast.items() if login(user).get(PLAOSAN).status_code == 200] == ["apd", "korkab"]
