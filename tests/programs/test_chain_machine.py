"""Random walks over kroscek, Berita Acara and penetapan, held to a small reference model (I3: nobody decides what
they made, under whatever role; Done when 4: the approval machine)."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db import connection, transaction
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

from pkh_sembako.accounts.cast import PARANG, PLAOSAN
from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import Basis, Outcome, Program
from programs.models import BaRevision, Determination, Round, RoundEntry
from programs.services import berita_acara, kroscek, penetapan
from programs.services.kroscek import Finding
from tests.programs.factories import list_families

CHAIN = ("kasi", "kabid", "kadis")
PEOPLE = ("A", "B", "C", "D", "E", "F")
PLACES = (PARANG, PLAOSAN)
DAY = date(2026, 11, 20)
NUMBERS = itertools.count(1)
REACHED: Counter[int] = Counter()  # version -> how many walks determined it; 2 and above are corrections
people, places = st.sampled_from(PEOPLE), st.sampled_from(PLACES)
makers = st.sampled_from("AAABBBCD")  # would everybody make, nobody could decide


@dataclass
class Model:
    """What may happen, in the words of the SOP; `signed` are the people of the open revision, the drafter first."""

    roles: dict[str, frozenset[str]]
    checked: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    signed: list[str] | None = None
    drafted: bool = False  # at least once
    determined: bool = False

    def may_decide(self, who: str) -> bool:
        """It is the turn of one of their roles, and they neither made nor signed it."""
        turn = self.signed and CHAIN[len(self.signed) - 1]
        return bool(turn) and turn in self.roles[who] and who not in self.made and who not in self.signed

    @property
    def is_last(self) -> bool:
        return self.signed is not None and len(self.signed) == len(CHAIN)

    @property
    def next_decider(self) -> str | None:
        return next((who for who in PEOPLE if self.may_decide(who)), None)


class Walk(RuleBasedStateMachine):
    """Six people with any roles try anything at any time. Preconditions leave out only what cannot be asked for
    yet."""

    @initialize(
        roles=st.fixed_dictionaries({who: st.frozensets(st.sampled_from(CHAIN)) for who in PEOPLE}),
        ahead=st.sampled_from(range(10)),
        who=makers,
    )
    def begin(self, roles, ahead, who):
        """Anywhere between an empty Round and a determined correction."""
        roles |= {who: roles[who] | {role} for who, role in zip("DEF", CHAIN, strict=True)}
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.model = Model(roles)
        self.round = Round.objects.create(program=Program.PKH, tahun=2027, tahap=1)
        for number, code in enumerate(PLACES):
            list_families(self.round, Desa.objects.filter(kecamatan=code)[0], 1, first=100 * number + 1)
        self.people = {who: User(username=who, full_name=who) for who in PEOPLE}
        User.objects.bulk_create(self.people.values())
        since = date(2025, 1, 2)
        held = [(self.people[who], role) for who in PEOPLE for role in roles[who]]
        Posting.objects.bulk_create(Posting(user=person, role=role, starts=since) for person, role in held)
        for _ in range(ahead):
            self.onward(who)

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def held(self, expected: bool, act, *args, **facts) -> bool:
        """Does it, and holds the outcome to what the model expects."""
        try:
            with transaction.atomic():
                act(*args, **facts)
        except DomainError:
            done = False
        else:
            done = True
        assert done == expected
        return done

    @property
    def revision(self):
        """The newest, open or closed: an old page still offers the closed one."""
        return BaRevision.objects.filter(ba__round=self.round).select_related("ba").latest("pk")

    @rule(who=makers, place=places)
    def check(self, who, place):
        entry = RoundEntry.objects.select_related("enrollment__household").get(round=self.round, kecamatan=place)
        finding = Finding(Outcome.MATCHES, Basis.VISIT, DAY)
        if self.held(place not in self.model.locked, kroscek.record, entry, finding, by=self.people[who]):
            self.model.checked.add(place)
            self.model.made.add(who)

    @rule(who=makers, place=places)
    def hand_in(self, who, place):
        expected = place in self.model.checked and place not in self.model.locked
        if self.held(expected, kroscek.lock, self.round, Kecamatan.objects.get(pk=place), by=self.people[who]):
            self.model.locked.add(place)
            self.model.made.add(who)

    @rule(who=people, place=places)
    def give_back(self, who, place):
        expected = place in self.model.locked and self.model.signed is None and not self.model.determined
        kecamatan = Kecamatan.objects.get(pk=place)
        if self.held(expected, kroscek.unlock, self.round, kecamatan, by=self.people[who], reason="Periksa lagi"):
            self.model.locked.remove(place)

    @rule(who=makers)
    def draft(self, who):
        model = self.model
        expected = model.locked == set(PLACES) and model.signed is None and not model.determined
        if self.held(expected, berita_acara.draft, self.round, by=self.people[who]):
            model.signed, model.drafted = [who], True
            model.made.add(who)

    @precondition(lambda self: self.model.drafted)
    @rule(who=people)
    def sign(self, who):
        expected = self.model.may_decide(who) and not self.model.is_last
        if self.held(expected, berita_acara.give_paraf, self.revision, by=self.people[who]):
            self.model.signed.append(who)

    @precondition(lambda self: self.model.drafted)
    @rule(who=people)
    def return_(self, who):
        expected = self.model.may_decide(who)
        if self.held(expected, berita_acara.return_, self.revision, by=self.people[who], reason="Perbaiki"):
            self.model.signed = None

    @precondition(lambda self: self.model.drafted)
    @rule(who=people)
    def determine(self, who):
        revision = self.revision
        facts = {"seen_hash": revision.content_hash, "number": f"400.9/{next(NUMBERS)}/2026", "dated": DAY}
        expected = self.model.may_decide(who) and self.model.is_last
        if self.held(expected, penetapan.determine, revision, by=self.people[who], **facts):
            self.model.signed, self.model.determined = None, True
            REACHED[revision.ba.version] += 1

    @rule(who=makers)
    def onward(self, who):
        """The next step of the SOP by somebody who may take it."""
        if self.model.determined:
            self.correct(who)
        elif decider := self.model.next_decider:
            self.determine(decider) if self.model.is_last else self.sign(decider)
        elif self.model.signed is None:
            for place in PLACES:
                self.check(who, place)
                self.hand_in(who, place)
            self.draft(who)

    @precondition(lambda self: self.model.determined)
    @rule(who=people)
    def correct(self, who):
        result = Determination.objects.filter(ba__round=self.round).order_by("-ba__version").first()
        if self.held(True, berita_acara.correct, result, by=self.people[who], reason="Salah tulis"):
            self.model.determined = False

    @invariant()
    def nobody_decided_what_they_made(self):
        """Asked of the rows themselves, beside the model."""
        with connection.cursor() as cursor:
            cursor.execute(MADE_AND_DECIDED)
            assert cursor.fetchall() == []


MADE_AND_DECIDED = """
    SELECT a.id FROM programs_baact a JOIN programs_beritaacara b ON b.id = a.ba_id
     WHERE a.link > 0 AND (
        EXISTS (SELECT 1 FROM programs_baact d JOIN programs_beritaacara o ON o.id = d.ba_id
                 WHERE o.round_id = b.round_id AND d.link = 0 AND d.person_id = a.person_id AND d.id < a.id)
     OR EXISTS (SELECT 1 FROM programs_krosceksubmission s
                 WHERE s.round_id = b.round_id AND s.submitted_by_id = a.person_id AND s.submitted_at < a.at)
     OR EXISTS (SELECT 1 FROM programs_baact t WHERE t.ba_id = a.ba_id AND t.revision = a.revision
                 AND t.person_id = a.person_id AND t.id <> a.id))
"""


def _walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,  # the same walks every time: what they reach is asserted
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_a_few_walks_agree_with_the_reference():
    _walk(examples=4, steps=20)


@pytest.mark.slow
@pytest.mark.django_db
def test_many_walks_agree_with_the_reference():
    REACHED.clear()
    _walk(examples=40, steps=50)
    assert REACHED[1] >= 10, "too few walks came to a determination"
    assert REACHED[2] >= 3, "too few came to a determined correction"
