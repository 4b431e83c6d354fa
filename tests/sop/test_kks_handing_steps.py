"""Steps 9 and 10 of Program Sembako: nothing is handed in while a card has no outcome."""

import pytest

from pkh_sembako.office.models import Desa, Kecamatan
from programs.services.kks import door
from sop.models import Assignment, Step, StepRun
from sop.steps import link, progress, progress_by_kecamatan, unmet
from tests.programs.kks.factories import cards
from tests.sop.conftest import PARANG, PLAOSAN


@pytest.fixture
def cycle(prepared):
    return prepared("magetan-sembako", tahap=11)


def step(cycle, no: int) -> StepRun:
    return StepRun(cycle=cycle, step=Step.objects.get(sop=cycle.sop, no=no))


def test_cards_without_outcome_are_counted_and_the_worst_kecamatan_named(cycle, operator):
    assert unmet(step(cycle, 9)) == ["Belum ada kartu Sembako Tahap 11 2026 yang diterima dari bank"]
    made = {}
    for kecamatan, count, first in ((PLAOSAN, 1, 1), (PARANG, 3, 50)):
        desa = Desa.objects.filter(kecamatan=kecamatan).first()
        made[kecamatan] = cards(cycle.round, desa, count, by=operator, first=first)
    assert unmet(step(cycle, 9)) == ["4 kartu belum ada hasilnya (Kec. Parang 3, Kec. Plaosan 1)"]
    door.move(made[PLAOSAN][0], "lose", by=operator)
    for card in made[PARANG][:2]:
        door.move(card, "send_back", by=operator)
    assert unmet(step(cycle, 10)) == ["1 kartu belum ada hasilnya (Kec. Parang 1)"]
    assert (progress(step(cycle, 9)), progress(step(cycle, 10))) == ((3, 4), (0, 1))
    assert progress_by_kecamatan(step(cycle, 9)) == {PLAOSAN: (1, 1), PARANG: (2, 3)}
    assert progress_by_kecamatan(step(cycle, 10)) == {PARANG: (0, 1)}
    share = Assignment(step_run=step(cycle, 9), kecamatan=Kecamatan.objects.get(pk=PLAOSAN))
    assert unmet(share) == []
    door.move(made[PARANG][2], "send_back", by=operator)
    assert (unmet(step(cycle, 9)), unmet(step(cycle, 10))) == ([], [])
    assert link(step(cycle, 9)) == ("Buka kartu", f"/kks/?tahap={cycle.round_id}")
