"""The own list of families: filters under a name, chosen columns, families that change hands together."""

import pytest
from django.db import IntegrityError

from pkh_sembako.office.models import Desa
from programs.models import Enrollment, ListColumns, SavedFilter
from tests.programs.factories import list_families

LIST, SAVE, COLUMNS, HAND_OVER = "/keluarga/", "/keluarga/saringan/", "/keluarga/kolom/", "/keluarga/pendamping/"


def heads(page) -> list[str]:
    """Titles of the columns beside the name."""
    return [label for _, label in page.context["columns"]]


def test_a_filter_is_kept_under_a_name_and_opens_again(login, apd):
    client = login(apd)
    answer = client.post(SAVE, {"nama": "PKH aktif", "saringan": "program=pkh&status=active&q=Sari&entah=1"})
    assert answer["Location"] == "/keluarga/?program=pkh&status=active"
    assert [one.get_absolute_url() for one in apd.saved_filters.all()] == ["/keluarga/?program=pkh&status=active"]
    client.post(SAVE, {"nama": "PKH aktif", "saringan": "program=pkh"})
    assert list(apd.saved_filters.values_list("name", "query")) == [("PKH aktif", "program=pkh")]


@pytest.mark.parametrize("sent", [{"nama": "", "saringan": "program=pkh"}, {"nama": "Nama", "saringan": "q=Sari"}, {}])
def test_what_is_no_filter_is_not_kept(login, apd, sent):
    assert login(apd).post(SAVE, sent).status_code == 302
    assert SavedFilter.objects.count() == 0


def test_only_twenty_are_kept(login, apd):
    SavedFilter.objects.bulk_create(SavedFilter(user=apd, name=f"Saringan {n}", query="program=pkh") for n in range(20))
    login(apd).post(SAVE, {"nama": "Satu lagi", "saringan": "program=pkh"})
    assert apd.saved_filters.count() == 20
    with pytest.raises(IntegrityError, match="saved_filter_name_once"):
        SavedFilter.objects.create(user=apd, name="Saringan 1", query="")


def test_somebody_elses_filter_does_not_exist(login, apd, korkab):
    own = SavedFilter.objects.create(user=apd, name="Milik APD", query="program=pkh")
    assert login(korkab).post(f"{SAVE}{own.pk}/hapus/").status_code == 404
    assert login(apd).post(f"{SAVE}{own.pk}/hapus/").status_code == 302
    assert SavedFilter.objects.count() == 0


def test_columns_are_remembered_for_the_person(login, apd, korkab):
    client = login(apd)
    client.post(COLUMNS, {"kolom": ["diperbarui", "desa"], "saringan": "program=pkh"})
    assert heads(client.get(LIST)) == ["Desa/kelurahan", "Diperbarui"]
    assert len(heads(login(korkab).get(LIST))) == 6
    client.post(COLUMNS, {})
    assert heads(client.get(LIST)) == []
    client.post(COLUMNS, {"kolom": ["rahasia"]})
    assert ListColumns.objects.get().columns == []


@pytest.fixture
def families(the_round, ratri) -> list[int]:
    """Ids of four more families of Plaosan in PKH, with Ratri."""
    desa = Desa.objects.filter(kecamatan="35.20.07").first()
    return [entry.enrollment.household_id for entry in list_families(the_round, desa, 4, first=900, pendamping=ratri)]


def query_of(ids: list[int]) -> str:
    return HAND_OVER + "?" + "&".join(f"id={pk}" for pk in ids)


def whose(ids: list[int]) -> list[str | None]:
    found = Enrollment.objects.filter(household__in=ids).order_by("household")
    return list(found.values_list("pendamping__username", flat=True))


def test_ticked_families_change_hands_with_history(login, korkab, bagas, families):
    client, page = login(korkab), query_of(families[:3])
    assert client.get(page).context["count"] == 3
    answer = client.post(page, {"program": "pkh", "pendamping": bagas.pk}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [f"3 kepesertaan sekarang didampingi {bagas}."]
    assert whose(families) == ["bagas", "bagas", "bagas", "ratri"]
    log = Enrollment.history.filter(history_change_reason="Diserahkan bersama dari daftar keluarga")
    assert set(log.values_list("history_user__username", "pendamping__username")) == {("korkab", "bagas")}
    assert log.count() == 3


def test_all_of_the_filter_change_hands_in_one_statement(login, korkab, families, django_assert_max_num_queries):
    client, page = login(korkab), f"{HAND_OVER}?semua=1&kecamatan=35.20.07&program=pkh&q=entah"
    count = Enrollment.objects.filter(program="pkh", household__desa__kecamatan="35.20.07").count()
    assert client.get(page).context["count"] == count
    with django_assert_max_num_queries(40):
        answer = client.post(page, {"program": "semua", "pendamping": "tanpa"})
    assert answer["Location"] == "/keluarga/?program=pkh&kecamatan=35.20.07"
    assert Enrollment.objects.filter(household__desa__kecamatan="35.20.07", pendamping__isnull=False).count() == 0


def test_nothing_ticked_says_what_to_do(login, korkab):
    assert login(korkab).get(HAND_OVER)["Location"] == LIST


@pytest.mark.parametrize("sent", [{}, {"program": "pkh"}, {"program": "x", "pendamping": "999999"}])
def test_an_incomplete_hand_over_changes_nothing(login, korkab, families, sent):
    assert login(korkab).post(query_of(families), sent).status_code == 422
    assert set(whose(families)) == {"ratri"}


def test_only_who_keeps_the_work_areas_may_hand_over(login, operator, ratri, families):
    for person in (operator, ratri):
        assert login(person).post(query_of(families), {"program": "pkh", "pendamping": "tanpa"}).status_code == 403
    assert set(whose(families)) == {"ratri"}
