"""Random courses of complaints over every channel, held to a small reference: state, course, clocks, who sees and who
may, whatever is done in whatever order, by whomever, once or again (Done when: a property test over channels and orders
of events)."""

import os
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from complaints.enums import Intake
from complaints.models import Complaint
from complaints.services import clocks, door, handling, intake, restricted, silence
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from tests.complaints.walk_model import ACTORS, ALL_RUNGS, ARROWS, AT_WORK, WATCH, Case

MOST = 5
REACHED: Counter[str] = Counter()
CAST: dict[str, User] = {}  # filled by the test: hypothesis builds the machine itself

which, luck, actors = st.integers(0, MOST - 1), st.integers(0, 99), st.sampled_from(ACTORS)
keys = st.sampled_from(["", "", "", "", "a", "b"])
JUDGED = {"subject": "saldo_nol", "kind": "pengaduan", "gravity": "normatif"}
FACTS: dict[str, dict[str, Any]] = {
    "hand_back": {"note": "Bukan wilayah kami."},
    "take_up": {"public_note": "Kami datang besok."},
    "answer": {"text": "Kartu pengganti dapat diambil.", "channel": "telepon"},
    "close": {},
    "reopen": {"reason": "Kartu belum ada di bank."},
    "reject": {"reason": "Bukan urusan Dinas Sosial."},
}


def uuid(key: str) -> UUID | None:
    return UUID(int=ord(key)) if key else None


class Walk(RuleBasedStateMachine):
    """Anybody does anything to any complaint at any time."""

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.places = {name: Kecamatan.objects.of_office().get(name=name) for name in ("Plaosan", "Parang")}
        self.cases: list[tuple[Case, Complaint, str]] = []
        for channel, place in (("web", "Plaosan"), ("telepon", "Parang"), ("kotak", "Plaosan")):
            self.receive(channel, place, False)
        for at in (0, 1):  # two are verified already: else few walks come far
            self.step((at, 1), "verify", "", handling.verify, JUDGED)
        self.step((0, 1), "answer", "", handling.answer, FACTS["answer"])

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def pick(self, place: int) -> tuple[Case, Complaint, str]:
        self.touched = place % len(self.cases)
        case, row, code = self.cases[self.touched]
        return case, Complaint.objects.get(pk=row.pk), code

    def able(self, place: int, verb: str, luck: int) -> tuple[int, str]:
        """(complaint, actor): mostly ones that fit, else long courses would be rare."""
        fit = [n for n, (case, _, _) in enumerate(self.cases) if case.can(verb)] if luck % 6 else []
        chosen = fit[place % len(fit)] if fit else place % len(self.cases)
        people = [who for who in ACTORS if self.cases[chosen][0].may(who, verb)] if luck % 5 else []
        return chosen, (people or ACTORS)[luck % len(people or ACTORS)]

    def attempt(self, name: str, expected: bool, act: Any) -> bool:
        """Whether it was done; the application and the reference agree on that."""
        try:
            with transaction.atomic():
                act()
            done = True
        except DomainError:
            done = False
        REACHED[f"{name} {'done' if done else 'refused'}"] += 1
        assert done == expected, name
        return done

    @precondition(lambda self: len(self.cases) < MOST)
    @rule(channel=st.sampled_from(Intake.values), place=st.sampled_from(["Plaosan", "Parang"]), extortion=st.booleans())
    def receive(self, channel: str, place: str, extortion: bool) -> None:
        subject = "pungli" if extortion else "kks_hilang"
        report = intake.Report(subject=subject, story="Kartu saya hilang.", kecamatan=self.places[place])
        by = None if channel == "web" else CAST["petugas"]
        row, code = intake.receive(report, intake=channel, by=by)
        self.cases.append((Case(place, extortion), row, code))
        self.touched = len(self.cases) - 1

    def step(self, at: tuple[int, int], verb: str, key: str, service: Any, facts: dict[str, Any], **model: Any) -> None:
        """One move by somebody of the office; a form sent again does nothing more."""
        place, who = self.able(at[0], verb, at[1])
        case, row, _ = self.pick(place)
        again = case.keys.get(key) if key else None
        expected = again == verb if again else case.may(who, verb) and case.can(verb)
        done = self.attempt(verb, expected, lambda: service(row, **facts, by=CAST[who], key=uuid(key)))
        if done and not again:
            case.go(verb, key, **model)

    @rule(at=st.tuples(which, luck), verb=st.sampled_from(sorted(FACTS)), key=keys)
    def move(self, at: tuple[int, int], verb: str, key: str) -> None:
        self.step(at, verb, key, getattr(handling, verb), FACTS[verb])

    @rule(at=st.tuples(which, luck), key=keys, extortion=st.sampled_from([False, False, False, True]))
    def verify(self, at: tuple[int, int], key: str, extortion: bool) -> None:
        facts = JUDGED | ({"subject": "pungli"} if extortion else {})
        self.step(at, "verify", key, handling.verify, facts, extortion=extortion)

    @rule(at=st.tuples(which, luck), key=keys, handler=st.sampled_from(["korcam", "korcam", "bank", "inspektorat"]))
    def forward(self, at: tuple[int, int], key: str, handler: str) -> None:
        self.step(at, "forward", key, handling.forward, {"handler": handler, "note": "Mohon."}, handler=handler)

    @rule(at=st.tuples(which, luck), other=which)
    def merge(self, at: tuple[int, int], other: int) -> None:
        place, who = self.able(at[0], "merge", at[1])
        (target, into, _), (case, row, _) = self.pick(other), self.pick(place)
        fits = target is not case and target.sees(who) and target.restricted == case.restricted
        fits = fits and target.state not in ("merged", "rejected")
        expected = case.may(who, "merge") and case.can("merge") and fits
        if self.attempt("merge", expected, lambda: handling.merge(row, into=into, by=CAST[who])):
            case.go("merge", "")
            target.told("note", "")

    @rule(place=which, who=actors, key=keys)
    def note(self, place: int, who: str, key: str) -> None:
        case, row, _ = self.pick(place)
        again = case.keys.get(key) if key else None
        expected = again == "note" if again else case.may(who, "note")
        done = self.attempt("note", expected, lambda: handling.write_note(row, note="-", by=CAST[who], key=uuid(key)))
        if done and not again:
            case.told("note", key)

    @rule(place=which, verb=st.sampled_from(["close", "reopen"]), luck=luck)
    def citizen(self, place: int, verb: str, luck: int) -> None:
        """With the number and the code; without them there is nothing."""
        place, _ = self.able(place, verb, luck)
        case, row, code = self.pick(place)
        assert intake.found(row.ticket, "AAAA-AAAA") is None
        mine = intake.found(row.ticket, code)
        done = self.attempt(
            f"citizen {verb}", case.can(verb), lambda: getattr(handling, verb)(mine, **FACTS[verb], by=None)
        )
        if done:
            case.go(verb, "")

    @rule(place=which, who=actors, accused=actors)
    def accuse(self, place: int, who: str, accused: str) -> None:
        case, row, _ = self.pick(place)
        expected = case.may(who, "accuse") and who != accused
        if self.attempt("accuse", expected, lambda: restricted.accuse(row, user=CAST[accused], by=CAST[who])):
            if accused not in case.accused:
                case.told("note", "")
            case.accused.add(accused)

    @rule(place=which, who=st.sampled_from([WATCH, WATCH, *ACTORS]))
    def no_extortion(self, place: int, who: str) -> None:
        case, row, _ = self.pick(place)
        facts = {"subject": "ewarong", "gravity": "ringan", "reason": "Harga barang, bukan pungutan."}
        expected = case.restricted and case.may(who, "note") and case.state in AT_WORK
        if self.attempt("free", expected, lambda: restricted.derestrict(row, **facts, by=CAST[who])):
            case.free("")

    @precondition(lambda self: sum(case.state == "answered" for case, _, _ in self.cases) > 1)
    @rule(twice=st.booleans())
    def silent(self, twice: bool) -> None:
        waiting = [case for case, _, _ in self.cases if case.state == "answered"]
        long_after = timezone.now() + timedelta(days=60)
        assert silence.close_silent(long_after) == len(waiting)
        assert not twice or silence.close_silent(long_after) == 0
        for case in waiting:
            case.go("close", "")

    @invariant()
    def agree(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        case, row, _ = self.pick(self.touched)
        seen = {name for name in ACTORS if Complaint.objects.visible_to(CAST[name]).filter(pk=row.pk).exists()}
        assert seen == {name for name in ACTORS if case.sees(name)}
        assert (row.state, row.restricted, row.handler) == (case.state, case.restricted, case.handler)
        told = [(event.number, event.move) for event in row.events.all()]
        assert told == list(enumerate(case.moves, start=1))
        running = {each.subject.split(":", 2)[2]: each for each in clocks.running(row)}
        names = {name if turn == 1 else f"{name}:{turn}": name for name, turn in case.clocks.items()}
        assert {full: each.roles for full, each in running.items()} == {f: case.hears(n) for f, n in names.items()}
        rungs = ["hampir"] if case.restricted else ALL_RUNGS
        assert all(each.rungs == rungs for each in running.values())

    @invariant()
    def offered(self) -> None:
        """The page offers exactly the moves that would be done."""
        case, row, _ = self.pick(self.touched)
        for name in ACTORS:
            told = {verb for verb in ARROWS if case.may(name, verb) and case.can(verb)}
            assert set(door.available(row, CAST[name])) == told


@pytest.mark.django_db
def test_any_course_of_complaints_is_that_of_the_reference(cast):
    CAST.clear()
    CAST.update({name: cast[name] for name in ACTORS})
    REACHED.clear()
    many = os.environ.get("LONG_WALK") == "1"
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=150 if many else 20,
            stateful_step_count=40 if many else 35,
            deadline=None,
            phases=[Phase.generate],
            derandomize=not many,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if not many:
        return
    done = {name.removesuffix(" done") for name in REACHED if name.endswith(" done")}
    assert {*ARROWS, "note", "accuse", "free", "citizen close", "citizen reopen"} - done == set()
