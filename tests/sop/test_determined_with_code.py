"""The Kepala Dinas determines with a code typed for exactly this list, if there is a second factor."""

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.accounts.models import SecondFactorProof
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.lib.errors import DomainError
from programs.models import Determination
from programs.services import penetapan
from sop.services import approval
from tests.accounts.codes import code_of, equip
from tests.sop.test_penetapan_pages import (
    NUMBER,
    accepted,
    cycle,
    determining,
    drafted,
    parafed,
    people,
    token_of,
)

__all__ = ["accepted", "cycle", "drafted", "parafed", "people"]


@pytest.fixture
def kadis_client(login, people):
    """Past the password, with a phone."""
    equip(people["kadis"])
    return login(people["kadis"])


@pytest.mark.slow
def test_without_a_second_factor_no_code_is_asked(login, parafed, people):
    page = login(people["kadis"]).get(f"/penetapan/{parafed.ba_id}/")
    assert "code" not in page.context["decision_form"].fields


def test_the_code_is_asked_and_then_the_list_is_determined(kadis_client, parafed, people):
    url = f"/penetapan/{parafed.ba_id}/keputusan/"
    without = kadis_client.post(url, determining(parafed))
    assert without.context["decision_form"].errors["code"] == ["Isi kode dari aplikasi autentikator."]
    wrong = kadis_client.post(url, determining(parafed, code="000000"))
    assert (wrong.status_code, list(wrong.context["decision_form"].errors)) == (422, ["code"])
    second_factor_rests(people["kadis"])
    asked = kadis_client.post(url, determining(parafed, code=code_of(people["kadis"])))
    kadis_client.post(f"/penetapan/{parafed.ba_id}/tetapkan/", {"token": token_of(asked)})
    made = Determination.objects.get()
    assert list(SecondFactorProof.objects.values_list("user", "about")) == [(people["kadis"].pk, made.list_hash)]


def second_factor_rests(user) -> None:
    """The wait after a wrong code is over."""
    for model in (second_factor.TOTPDevice, second_factor.StaticDevice):
        model.objects.filter(user=user).update(throttling_failure_count=0, throttling_failure_timestamp=None)


@pytest.mark.slow
def test_a_return_needs_no_code(kadis_client, parafed):
    kadis_client.post(
        f"/penetapan/{parafed.ba_id}/keputusan/",
        determining(parafed, decision="kembalikan", reason="Periksa Parang lagi"),
    )
    parafed.refresh_from_db()
    assert parafed.state == "returned"


@pytest.mark.slow
def test_a_code_typed_for_another_list_determines_nothing(parafed, people):
    equip(people["kadis"])
    second_factor.check(code_of(people["kadis"]), by=people["kadis"], about="0" * 64)
    with pytest.raises(DomainError, match="Ketik kode"):
        approval.determine(parafed, by=people["kadis"], seen_hash=parafed.content_hash, number=NUMBER)


def test_the_database_refuses_a_determination_without_its_code(parafed, people):
    equip(people["kadis"])
    with pytest.raises(DatabaseError, match="memerlukan kode langkah kedua"), transaction.atomic():
        penetapan.determine(parafed, by=people["kadis"], seen_hash=parafed.content_hash, number=NUMBER)
    with connection.cursor() as cursor:  # without the guard it would happen
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_determination DISABLE TRIGGER proven")
    penetapan.determine(parafed, by=people["kadis"], seen_hash=parafed.content_hash, number=NUMBER)
    assert Determination.objects.count() == 1
