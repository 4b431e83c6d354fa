"""Steps 6 to 8 of Program Sembako: what a schedule of the round still lacks, in words, from its data."""

from datetime import date

import pytest

from pkh_sembako.office.models import Desa, Kecamatan
from programs.services.kks import confirming, scheduling
from programs.services.kks.scheduling import Sizes
from sop.models import Assignment, SopVersion, Step, StepRun
from sop.steps import link, progress_by_kecamatan, unmet
from sop.steps.jadwal_kks import JadwalKks
from tests.programs.kks.factories import cards
from tests.sop.conftest import PARANG, PLAOSAN

SIZES = Sizes(starts=date(2026, 11, 23), teams=2, per_hour=10)
ROUND = "Sembako Tahap 11 2026"


@pytest.fixture
def cycle(prepared, operator):
    made = prepared("magetan-sembako", tahap=11)
    for place, kecamatan in enumerate((PLAOSAN, PARANG)):
        cards(made.round, Desa.objects.filter(kecamatan=kecamatan).first(), 4, by=operator, first=1 + 50 * place)
    return made


def step(cycle, no: int) -> StepRun:
    return StepRun(cycle=cycle, step=Step.objects.get(sop=cycle.sop, no=no))


def share(cycle, kecamatan: str) -> Assignment:
    return Assignment(step_run=step(cycle, 8), kecamatan=Kecamatan.objects.get(pk=kecamatan))


def test_the_sop_names_these_activities(reference):
    sembako = SopVersion.objects.filter(code="magetan-sembako").first()
    named = {each.no: each.activities for each in sembako.steps.filter(no__in=[6, 7, 8])}
    assert named == {6: ["jadwal_kks"], 7: ["terima_jadwal"], 8: ["terima_jadwal"]}


def test_the_steps_are_met_by_the_schedule_alone(cycle, bank, operator, camat_plaosan):
    missing = f"Jadwal pendistribusian KKS {ROUND}"
    assert unmet(step(cycle, 6)) == [f"{missing} belum disusun"]
    schedule = scheduling.propose(cycle.round, SIZES, by=bank)
    assert unmet(step(cycle, 6)) == [f"Jadwal KKS {ROUND} versi 1 masih konsep"]
    scheduling.make(schedule, by=bank)
    assert (unmet(step(cycle, 6)), unmet(step(cycle, 7))) == ([], [f"{missing} belum diterima Dinas Sosial"])
    scheduling.receive(schedule, by=operator)
    assert unmet(step(cycle, 7)) == []
    confirming.confirm(schedule, Kecamatan.objects.get(pk=PLAOSAN), by=camat_plaosan)
    assert (unmet(share(cycle, PLAOSAN)), unmet(share(cycle, PARANG))) == (
        [],
        ["Kecamatan Parang belum menyatakan menerima jadwal"],
    )
    assert progress_by_kecamatan(step(cycle, 8)) == {PLAOSAN: (1, 1), PARANG: (0, 1)}


def test_a_draft_says_what_it_breaks(cycle, bank):
    schedule = scheduling.propose(cycle.round, SIZES, by=bank)
    desa = Desa.objects.filter(kecamatan=PARANG).first()
    scheduling.delete_slot(schedule.slots.get(desa=desa), by=bank)
    assert unmet(step(cycle, 6)) == [f"{schedule} masih konsep", f"4 kartu belum mendapat sesi ({desa.name})."]


def test_the_step_leads_to_the_schedule(cycle, bank):
    assert link(step(cycle, 6)) == (JadwalKks.link, f"/kks/?tahap={cycle.round_id}")
    schedule = scheduling.propose(cycle.round, SIZES, by=bank)
    assert link(share(cycle, PLAOSAN)) == ("Buka jadwal kartu", f"/kks/jadwal/{schedule.pk}/?kecamatan={PLAOSAN}")
