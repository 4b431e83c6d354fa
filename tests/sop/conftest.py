"""Rounds with families, and cycles over them, in the office of Magetan."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from pkh_sembako.documents.models import Letter, StoredFile
from pkh_sembako.documents.services import letters
from pkh_sembako.office.models import Desa, Official
from programs.enums import Basis, FileState
from programs.models import BankData, BnbaFile, Determination, Enrollment, Household, Round, RoundEntry
from programs.services import kroscek
from sop.models import Assignment, Cycle, Notice, SopVersion, StepRun
from sop.services import approval, cycles, evidence, notices, runs
from sop.steps import handlers
from sop.steps.base import Checklist

PARANG, PLAOSAN, LEMBEYAN = "35.20.02", "35.20.07", "35.20.03"


@pytest.fixture
def families(db) -> Callable[..., None]:
    """`families(round, {PLAOSAN: 3})`: so many families of a kecamatan on the Round's list."""

    def add(the_round: Round, numbers: dict[str, int]) -> None:
        for kecamatan, number in numbers.items():
            desa = Desa.objects.filter(kecamatan=kecamatan).first()
            for each in range(number):
                serial = RoundEntry.objects.count() + each + 1
                family = Household.objects.create(
                    nik=f"{kecamatan.replace('.', '')}410190{serial:04}",
                    name=f"KELUARGA {serial}",
                    name_search=f"keluarga {serial}",
                    desa=desa,
                )
                enrollment = Enrollment.objects.create(household=family, program=the_round.program)
                RoundEntry.objects.create(round=the_round, enrollment=enrollment, kecamatan_id=kecamatan, desa=desa)

    return add


@pytest.fixture
def applied_file(operator) -> Callable[[Round], BnbaFile]:
    """A BNBA file of the Round that was applied."""

    def apply(the_round: Round) -> BnbaFile:
        stored = StoredFile.objects.create(name="bnba.xlsx", content_type="x", size=1, sha256="0" * 64, by=operator)
        return BnbaFile.objects.create(
            round=the_round, stored=stored, state=FileState.APPLIED, uploaded_by=operator, applied_by=operator
        )

    return apply


@pytest.fixture
def prepared(operator) -> Callable[..., Cycle]:
    """`prepared("magetan-pkh", tahap=4)`: a cycle that waits to be started."""

    def prepare(code: str = "magetan-pkh", tahap: int = 4, has_candidates: bool = False) -> Cycle:
        sop = SopVersion.objects.filter(code=code).first()
        return cycles.prepare(sop, tahun=2026, tahap=tahap, has_candidates=has_candidates, by=operator)

    return prepare


@pytest.fixture
def started(prepared, families, applied_file, operator) -> Callable[..., Cycle]:
    """A cycle under way, its list applied: two families each in Parang and Plaosan unless said otherwise."""

    def start(code: str = "magetan-pkh", places: dict[str, int] | None = None, **facts) -> Cycle:
        cycle = prepared(code, **facts)
        families(cycle.round, places if places is not None else {PARANG: 2, PLAOSAN: 2})
        applied_file(cycle.round)
        return cycles.start(cycle, by=operator)

    return start


def check_and_accept(cycle: Cycle, cast) -> None:
    """Every family found as listed, Parang and Plaosan handed in and accepted: the kroscek step closes."""
    entries = list(RoundEntry.objects.filter(round=cycle.round))
    facts = {"basis": Basis.VISIT, "checked_on": date(2026, 11, 1), "statement": "Dikunjungi."}
    kroscek.record_matching(entries, by=cast["ratri"], **facts)
    for code, korcam in ((PLAOSAN, "korcam.plaosan"), (PARANG, "korcam.parang")):
        share = Assignment.objects.get(
            step_run__cycle=cycle, step_run__step__activities__contains="kroscek", kecamatan=code
        )
        runs.move(share, "submit", by=cast[korcam])
        runs.move(share, "finish", by=cast["korkab"])


def determine(cycle: Cycle, cast) -> Determination:
    """From the accepted kroscek to the determined list."""
    revision = approval.draft(cycle.round, by=cast["korkab"])
    for role in revision.chain[:-1]:
        approval.give_paraf(revision, by=cast[role])
    seen = revision.content_hash
    return approval.determine(revision, by=cast["kadis"], seen_hash=seen, number="400.9/1873/403.107/2026")


def step_of(cycle: Cycle, no: int) -> StepRun:
    return StepRun.objects.select_related("step", "cycle__round").get(cycle=cycle, step__no=no)


def share_of(cycle: Cycle, no: int, kecamatan: str) -> Assignment:
    return step_of(cycle, no).assignments.get(kecamatan=kecamatan)


def states(cycle: Cycle) -> str:
    """The states of all steps by their first two letters, e.g. "sk sk ac wa"."""
    return " ".join(state[:2] for state in StepRun.objects.filter(cycle=cycle).values_list("state", flat=True))


def fulfil(target, by) -> None:
    """Give an open checklist what it needs."""
    evidence.tick_all(target, by=by)
    evidence.add(target, note="Sudah dikerjakan.", by=by)
    if "koordinasi_bank" in target.step.activities:
        data_signed_for(target.cycle.round, by=by)


def letters_out(cycle: Cycle, cast) -> None:
    """The surat pemberitahuan of every kecamatan made, approved and numbered."""
    if not Official.objects.filter(post="kadis").exists():
        Official.objects.create(
            post="kadis", title="Kepala Dinas Sosial", name="Bima Contoh", starts=date(2025, 1, 2), user=cast["kadis"]
        )
    notices.make(cycle, by=cast["operator"])
    notices.submit(cycle, by=cast["operator"])
    for letter in Letter.objects.filter(notice__cycle=cycle):
        letters.approve(letter, by=cast["kadis"])
        number = f"400.9/{letter.pk}/403.107/2026"
        letters.issue(letter, dated=timezone.localdate(), number=number, by=cast["operator"])


def data_signed_for(the_round: Round, *, by) -> BankData:
    """The round's data at the bank, with the receipt."""
    file, scan = (StoredFile.objects.create(name=f"{n}.pdf", size=1, sha256="0" * 64, by=by) for n in ("data", "bukti"))
    now = timezone.now()
    return BankData.objects.create(
        round=the_round, bank="Bank Contoh", purpose="Rekening", file=file, by=by, handed_at=now, handed_by=by,
        receiver="Sari Contoh", receiver_position="Kepala unit", received_on=now.date(), evidence=scan,
        recorded_by=by, recorded_at=now,
    )  # fmt: skip


def work_through(cycle: Cycle, no: int, cast, note: str = "") -> None:
    """Hand in a checklist step, each kecamatan by its stand-in or the role itself."""
    run = step_of(cycle, no)
    if "kirim_surat" in run.step.activities and not Notice.objects.filter(cycle=cycle).exists():
        letters_out(cycle, cast)
    for target in list(run.assignments.all()) or [run]:
        by = _worker(target, cast)
        if any(isinstance(handler, Checklist) for handler in handlers(target.step)):
            fulfil(target, by)
        outside = {"happened_on": date(2026, 1, 2), "reference": "Surat"} if target.step.is_recorded_for_others else {}
        runs.move(target, "submit", by=by, note=note, **outside)


def _worker(target, cast):
    from sop.services.actors import Standing

    likely_first = sorted(cast.values(), key=lambda user: not user.has_role(*target.step.roles))
    return next(user for user in likely_first if Standing(user).works_on(target))
