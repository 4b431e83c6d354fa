"""Random walks over the step and cycle machines, held to a small reference model (I5: no step is skipped)."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import FileState
from programs.models import BnbaFile, Enrollment, Household, RoundEntry
from sop.models import Assignment, Cycle, Evidence, SopVersion, Step, StepRun
from sop.services import cycles, runs
from tests.sop.reference import FROM, PLACES, STEPS, Model

USERS = ("operator", "korkab", "kasi", "kabid", "korcam.parang", "korcam.plaosan", "ratri", "kadis")
CODES = {"parang": "35.20.02", "plaosan": "35.20.07"}
CLOCKS = {
    "active": "open",
    "returned": "open",
    "submitted": "submitted",
    "paused": "paused",
    "done": "closed",
    "skipped": "closed",
}
targets = st.sampled_from([*STEPS, *((3, place) for place in PLACES)])


class Walk(RuleBasedStateMachine):
    """Any user tries any verb on any target; the door must answer as the model does."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(has_candidates=st.booleans())
    def prepare(self, has_candidates: bool) -> None:
        self.cast = create_cast(None)
        self.model = Model(has_candidates)
        operator = self.cast["operator"]
        self.cycle = cycles.prepare(_sop(), tahun=2026, tahap=4, has_candidates=has_candidates, by=operator)
        _list(self.cycle, operator)

    @precondition(lambda self: self.model.cycle == "prepared")
    @rule()
    def start(self) -> None:
        cycles.start(self.cycle, by=self.cast["operator"])
        self.model.start()

    @rule(where=targets)
    def show(self, where) -> None:
        self._show(where)

    def _show(self, target) -> None:
        """Somebody gives evidence; one piece is enough."""
        if target not in self.model.states or target in self.model.shown:
            return
        real = self._real(target)
        share = real if isinstance(real, Assignment) else None
        Evidence.objects.create(step_run=real.step_run, assignment=share, note="Ada", by=self.cast["ratri"])
        self.model.shown.add(target)

    @rule(where=targets, verb=st.sampled_from(sorted(FROM)), user=st.sampled_from(USERS), note=st.booleans())
    def move(self, where, verb: str, user: str, note: bool) -> None:
        if where in self.model.states:
            self._try(where, verb, user, note)

    @precondition(lambda self: self.model.cycle == "running")
    @rule(data=st.data())
    def go_on(self, data) -> None:
        """A move that the model offers, so that walks also come to the end."""
        offers = [(t, v, u) for t in self.model.states for u in USERS for v in sorted(self.model.buttons(t, u))]
        if offers:
            target, verb, user = data.draw(st.sampled_from(offers))
            self._show(target)
            self._try(target, verb, user, note=True)

    @precondition(lambda self: self.model.cycle in ("prepared", "running"))
    @rule(sure=st.integers(0, 30))
    def stop(self, sure: int) -> None:
        if sure == 30:
            cycles.stop(self.cycle, reason="Ditarik.", by=self.cast["operator"])
            self.model.cycle = "stopped"

    def _try(self, target, verb: str, user: str, note: bool) -> None:
        expected = self.model.answer(target, verb, user, note)
        try:
            moved = runs.move(self._real(target), verb, by=self.cast[user], note="Alasan." if note else "")
            told = "repeated" if moved.repeated else moved.target.state
        except DomainError:
            told = "refused"
        assert told == expected, (target, verb, user, note)
        if expected not in ("refused", "repeated"):
            self.model.move(target, verb, user, expected)

    def _real(self, target) -> StepRun | Assignment:
        no = target if isinstance(target, int) else target[0]
        run = StepRun.objects.select_related("step", "cycle__round").get(cycle=self.cycle, step__no=no)
        return run if target == no else run.assignments.get(kecamatan=CODES[target[1]])

    @invariant()
    def the_database_is_where_the_model_is(self) -> None:
        if not hasattr(self, "cycle"):
            return
        assert Cycle.objects.get(pk=self.cycle.pk).state == self.model.cycle
        steps = dict(StepRun.objects.filter(cycle=self.cycle).values_list("step__no", "state"))
        names = {code: place for place, code in CODES.items()}
        shares = Assignment.objects.filter(step_run__cycle=self.cycle)
        found = steps | {(3, names[code]): state for code, state in shares.values_list("kecamatan", "state")}
        assert found == self.model.states

    @invariant()
    def no_step_has_begun_before_those_before_it_were_closed(self) -> None:
        if not hasattr(self, "cycle"):
            return
        for no, (_, after, *_) in STEPS.items():
            if self.model.states[no] not in ("waiting", "skipped"):
                assert all(self.model.states[before] in ("done", "skipped") for before in after)

    @invariant()
    def clocks_follow_states(self) -> None:
        if not hasattr(self, "cycle") or self.model.cycle == "stopped":
            return
        clocks = dict(Deadline.objects.values_list("subject", "state"))
        for target, state in self.model.states.items():
            if state != "waiting":
                subject = self._real(target).subject
                assert clocks.get(subject, "closed") == CLOCKS[state], target

    @rule(where=targets, user=st.sampled_from(USERS))
    def buttons_are_what_the_door_allows(self, where, user: str) -> None:
        if where in self.model.states:
            told = {str(verb) for verb in runs.available(self._real(where), self.cast[user])}
            assert told == self.model.buttons(where, user)


def _sop() -> SopVersion:
    sop = SopVersion.objects.create(
        code="uji-pkh",
        version=1,
        name="SOP uji",
        program="pkh",
        region="35.20",
        zone="Asia/Jakarta",
        in_force_from=date(2020, 1, 1),
        definition={},
        content_hash="0" * 64,
    )
    for no, (leads, after, fans_out, checker, money, candidates) in STEPS.items():
        Step.objects.create(
            sop=sop,
            no=no,
            kegiatan=f"Langkah uji {no}",
            lane="uji",
            roles=[leads],
            level="kecamatan" if fans_out else "kabupaten",
            checker=checker,
            unit="hari_kerja",
            amount=3,
            after=list(after),
            activities=["penyaluran" if money else "rapat"],
            candidates_only=candidates,
        )
    return sop


def _list(cycle: Cycle, operator) -> None:
    for number, code in enumerate(CODES.values()):
        desa = Desa.objects.filter(kecamatan=code).first()
        family = Household.objects.create(nik=f"3520014101900{number:03}", name="A", name_search="a", desa=desa)
        member = Enrollment.objects.create(household=family, program="pkh")
        RoundEntry.objects.create(round=cycle.round, enrollment=member, kecamatan_id=code, desa=desa)
    stored = StoredFile.objects.create(name="b.xlsx", content_type="x", size=1, sha256="0" * 64, by=operator)
    BnbaFile.objects.create(round=cycle.round, stored=stored, state=FileState.APPLIED, uploaded_by=operator)


def _walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_a_few_walks_agree_with_the_reference():
    _walk(examples=6, steps=30)


@pytest.mark.slow
@pytest.mark.django_db
def test_five_thousand_steps_agree_with_the_reference():
    _walk(examples=125, steps=40)
