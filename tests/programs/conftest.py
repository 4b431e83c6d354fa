"""A small Round: four families in Plaosan (ratri's) and four in Parang (bagas's)."""

import pytest

from pkh_sembako.accounts.cast import PARANG, PLAOSAN
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import Program
from programs.models import Round, RoundEntry
from tests.programs.factories import list_families


@pytest.fixture
def plaosan(reference, db) -> Kecamatan:
    return Kecamatan.objects.get(pk=PLAOSAN)


@pytest.fixture
def parang(reference, db) -> Kecamatan:
    return Kecamatan.objects.get(pk=PARANG)


@pytest.fixture
def the_round(cast, plaosan, parang) -> Round:
    the_round = Round.objects.create(program=Program.PKH, tahun=2027, tahap=1)
    list_families(the_round, Desa.objects.filter(kecamatan=plaosan)[0], 4, pendamping=cast["ratri"])
    list_families(the_round, Desa.objects.filter(kecamatan=parang)[0], 4, pendamping=cast["bagas"], first=101)
    return the_round


@pytest.fixture
def entries(the_round) -> list[RoundEntry]:
    """All eight entries, Plaosan's first."""
    return list(RoundEntry.objects.filter(round=the_round).select_related("enrollment__household", "kecamatan"))
