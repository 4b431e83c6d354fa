"""A small office made by hand: who they are stands in `WHO`, so that every number can be counted with the finger."""

from datetime import UTC, datetime

import pytest
import time_machine

from pkh_sembako.office.models import Desa
from programs.enums import Outcome, Program
from programs.models import Enrollment, Household, KroscekResult, Member, Round, RoundEntry
from tests.programs.factories import nik

# (place, desil, {program: status}, components of the children, kroscek)
WHO = [
    ("plaosan", 1, {"pkh": "active", "sembako": "active"}, ["sd", "smp"], "sesuai"),
    ("plaosan", 1, {"pkh": "active"}, ["sd"], "sesuai"),
    ("plaosan", 2, {"pkh": "suspended"}, [], "tidak_ditemukan"),
    ("plaosan", None, {"sembako": "active"}, [], None),
    ("parang", 2, {"pkh": "active", "sembako": "candidate"}, ["sd", "sd"], None),
    ("parang", 3, {"sembako": "active"}, [], None),
]
BEGAN = datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.fixture
def places(plaosan, parang) -> dict[str, Desa]:
    return {"plaosan": Desa.objects.filter(kecamatan=plaosan)[0], "parang": Desa.objects.filter(kecamatan=parang)[0]}


@pytest.fixture
def kroscek_round(reference, db) -> Round:
    return Round.objects.create(program=Program.PKH, tahun=2027, tahap=1)


@pytest.fixture
def registry(cast, places, kroscek_round) -> list[Household]:
    """The six families, recorded on 1 June 2026."""
    people = {"plaosan": cast["ratri"], "parang": cast["bagas"]}
    with time_machine.travel(BEGAN, tick=False):
        return [_family(number, *who, places, people, kroscek_round) for number, who in enumerate(WHO, start=1)]


def _family(number, place, desil, programs, components, outcome, places, people, the_round) -> Household:
    family = Household.objects.create(
        nik=nik(number),
        name=f"Melati Contoh {number}",
        name_search=f"melati contoh {number}",
        desa=places[place],
        desil=desil,
    )
    Member.objects.create(household=family, name=family.name, nik=family.nik, is_pengurus=True)
    for component in components:
        Member.objects.create(household=family, name="Anak Contoh", components=[component])
    for program, status in programs.items():
        enrollment = Enrollment.objects.create(
            household=family, program=program, status=status, pendamping=people[place]
        )
        if program == "pkh":
            entry = RoundEntry.objects.create(
                round=the_round, enrollment=enrollment, desa=places[place], kecamatan=places[place].kecamatan
            )
            if outcome:
                KroscekResult.objects.create(
                    entry=entry,
                    outcome=Outcome(outcome),
                    checked_on=BEGAN.date(),
                    basis="kunjungan",
                    by=people[place],
                )
    return family
