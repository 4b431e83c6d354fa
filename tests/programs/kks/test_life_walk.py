"""Random lives of cards, held to a small reference: the totals add up and every card has one line of events, whatever
is done in whatever order, singly or by the list, once or again (Done when 2)."""

import io
import itertools
import os
from collections import Counter
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Kks, KksEvent, KksTally, Round
from programs.services.kks import door, handing, ticking
from tests.programs.factories import families
from tests.programs.kks.factories import PLAOSAN, number, schedule, slot
from tests.programs.kks.life_model import GROUPS, LIVE, REPLACEABLE, Card, tally

FAMILIES, MOST = 8, 24  # cards
PEOPLE = ("operator", "petugas")
KEYS = ("a", "b", "c")  # few, so that forms are often sent again, also with something else in them
REPORTS = ("send_back", "lose", "damage", "block", "not_activate", "activate")
MANY = ("schedule", "reschedule", "unschedule", "invite")
REACHED: Counter[str] = Counter()  # verb, and "same" or "refused": what the walks came to

which = st.integers(0, MOST - 1)
several = st.lists(which, min_size=1, max_size=8)
people, keys = st.sampled_from(PEOPLE), st.sampled_from(["", "", *KEYS])


def a_photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(content, "PNG")
    return content.getvalue()


PHOTO = a_photo()


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("bukti.png", PHOTO)


def uuid(key: str) -> UUID | None:
    return UUID(int=ord(key)) if key else None


class Life(RuleBasedStateMachine):
    """Two officers do anything to any card at any time."""

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.numbers = itertools.count(1)
        self.people = {name: User.objects.create(username=f"walk.{name}", full_name=name) for name in PEOPLE}
        self.round = Round.objects.create(program="sembako", tahun=2027, tahap=1)
        desas = list(Desa.objects.filter(kecamatan=PLAOSAN).order_by("code")[:2])
        plan = schedule(self.round, by=self.people["operator"])
        self.slots = {desa.pk: slot(plan, desa, team=team) for team, desa in enumerate(desas, 1)}
        self.families = [
            family
            for place, desa in enumerate(desas)
            for family in families(desa, FAMILIES // 2, first=9000 + 10 * place)
        ]
        self.cards: list[Card] = []
        self.receive(range(FAMILIES - 1))

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def card(self, place: int, verb: str) -> Card:
        """Mostly one that can make the move: else long lives would be rare."""
        able = [card for card in self.cards if card.can(verb)] if place % 4 else []
        chosen = able or self.cards
        return chosen[place % len(chosen)]

    def row(self, card: Card) -> Kks:
        return Kks.objects.select_related("household").get(number=card.number)

    def held(self, card: Card, verb: str, key: str, who: str, act, *, absent: bool = False) -> None:
        """Do it, and hold the answer to what the reference says of it."""
        expected = card.answers(verb, key, who)
        try:
            with transaction.atomic():
                event = act()
        except DomainError:
            answer = "refused"
        else:
            answer = "moved" if event.number == len(card.told) + 1 else "same"
            assert event.move == verb
        assert answer == expected, (verb, card)
        REACHED[verb if answer == "moved" else answer] += 1
        if answer == "moved":
            card.move(verb, key, who=who, absent=absent)

    # --- one card ----------------------------------------------------------------------------------------------------

    @rule(place=which, key=keys, who=people, receiver=st.sampled_from(["kpm", "keluarga", "kuasa"]))
    def hand_over(self, place, key, who, receiver) -> None:
        card = self.card(place, "hand_over")
        facts = {"receiver_name": f"Penerima {receiver}", "mandate": upload() if receiver == "kuasa" else None}
        proof = handing.Proof("foto", upload())
        row, by = self.row(card), self.people[who]
        self.held(card, "hand_over", key, who, lambda: handing.hand_over(
            row, receiver=receiver, proof=proof, by=by, key=uuid(key), **facts))  # fmt: skip

    @rule(place=which, key=keys, who=people, reason=st.sampled_from(["tidak_hadir", "tidak_hadir", "pindah"]))
    def fail(self, place, key, who, reason) -> None:
        card = self.card(place, "fail")
        row, by, proof = self.row(card), self.people[who], handing.Proof("foto", upload())
        self.held(card, "fail", key, who, absent=reason == "tidak_hadir", act=lambda: handing.fail(
            row, reason=reason, proof=proof, by=by, key=uuid(key)))  # fmt: skip

    @rule(place=which, key=keys, who=people, verb=st.sampled_from(REPORTS))
    def report(self, place, key, who, verb) -> None:
        card = self.card(place, verb)
        row, by = self.row(card), self.people[who]
        paper = upload() if verb == "send_back" else None
        self.held(card, verb, key, who, lambda: handing.report(
            row, verb, by=by, note="Dilaporkan", evidence=paper, key=uuid(key)))  # fmt: skip

    @rule(place=which, key=keys, who=people)
    def withdraw(self, place, key, who) -> None:
        card = self.card(place, "withdraw")
        row, by = self.row(card), self.people[who]
        self.held(card, "withdraw", key, who, lambda: handing.withdraw(row, by=by, note="Keliru", key=uuid(key)))

    @rule(place=which, who=people, verb=st.sampled_from(MANY))
    def give_a_time(self, place, who, verb) -> None:
        card = self.card(place, verb)
        facts = door.Facts(slot=self.slots[card.desa]) if verb in ("schedule", "reschedule") else door.NOTHING
        row, by = self.row(card), self.people[who]
        self.held(card, verb, "", who, lambda: door.move(row, verb, by=by, facts=facts))

    # --- many at once ------------------------------------------------------------------------------------------------

    @rule(places=several, who=people, verb=st.sampled_from(MANY))
    def give_times(self, places, who, verb) -> None:
        chosen = {card.number: card for card in (self.card(place, verb) for place in places)}
        rows = dict(Kks.objects.filter(number__in=chosen).values_list("number", "pk"))
        slot_of = {rows[number]: self.slots[card.desa].pk for number, card in chosen.items()}
        moving = [card for card in chosen.values() if card.can(verb)]
        ids = [pk for pk in rows.values() for _ in range(2)]  # a list that names a card twice moves it once
        assert door.move_many(ids, verb, by=self.people[who], slot_of=slot_of) == len(moving)
        for card in moving:
            card.move(verb)
        REACHED[f"many {verb}"] += len(moving)

    @rule(places=several, who=people, key=st.sampled_from("abcdef"))
    def tick(self, places, who, key) -> None:
        chosen = {card.number: card for card in (self.card(place, "hand_over") for place in places)}
        ids = list(Kks.objects.filter(number__in=chosen).values_list("pk", flat=True))
        answers = {number: card.answers("hand_over", key) for number, card in chosen.items()}
        told = ticking.tick(ids, scan=upload(), by=self.people[who], key=uuid(key))
        refused = {card.number for card, _why in told.refused}
        assert refused == {number for number, answer in answers.items() if answer == "refused"}
        assert told.done == len(answers) - len(refused)
        for number_, answer in answers.items():
            REACHED[f"tick {answer}"] += 1
            if answer == "moved":
                chosen[number_].move("hand_over", key, who=who)

    @rule(places=st.sets(st.integers(0, FAMILIES - 1), min_size=1, max_size=4))
    def receive(self, places) -> None:
        """New cards as a list of the bank brings them: for families without a live one, in place of the old ones."""
        new, new_of = [], {}
        for place in sorted(places):
            family = self.families[place]
            own = [card for card in self.cards if card.family == place]
            in_use = [card for card in own if card.state in LIVE - REPLACEABLE]
            if in_use or len(self.cards) + len(new) >= MOST:
                continue
            new.append(Card(place, family.desa_id, number(next(self.numbers))))
            old = sorted((c for c in own if c.state in REPLACEABLE), key=lambda c: (c.state in LIVE, c.number))[-1:]
            new_of |= {card.number: new[-1] for card in old}
        self._write(new, new_of)

    def _write(self, new: list[Card], new_of: dict[str, Card]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('programs_kks', 'id')) FROM generate_series(1, %s)", [len(new)]
            )
            ids = {card.number: pk for card, (pk,) in zip(new, cursor.fetchall(), strict=True)}
        by = self.people["operator"]
        olds = dict(Kks.objects.filter(number__in=new_of).values_list("number", "pk"))
        assert door.replace_many({olds[old]: ids[card.number] for old, card in new_of.items()}, by=by) == len(new_of)
        Kks.objects.bulk_create(
            Kks(pk=ids[card.number], household=self.families[card.family], number=card.number, round=self.round,
                desa_id=card.desa, serves_sembako=True) for card in new
        )  # fmt: skip
        assert door.receipts(Kks.objects.filter(round=self.round), by=by) == len(new)  # those that have one keep it
        for card in self.cards:
            if card.number in new_of:
                card.move("replace")
                card.replaced_by = new_of[card.number].number
        self.cards += new
        REACHED["replace"] += len(new_of)

    # --- what always holds -------------------------------------------------------------------------------------------

    @invariant()
    def states_are_those_of_the_reference(self) -> None:
        with connection.cursor() as cursor:  # what the database itself checks at commit
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        found = Kks.objects.filter(round=self.round).values_list("number", "state", "replaced_by__number")
        assert sorted(found) == sorted((card.number, card.state, card.replaced_by or None) for card in self.cards)
        live = Counter(card.family for card in self.cards if card.state in LIVE)
        assert not live or max(live.values()) == 1

    @invariant()
    def totals_are_those_counted_one_by_one(self) -> None:
        rows = KksTally.objects.filter(round=self.round).values_list("desa", *GROUPS)
        found = {desa: tuple(counted) for desa, *counted in rows}
        assert found == tally(self.cards)
        assert all(received == sum(rest) for received, *rest in found.values())

    @invariant()
    def events_form_one_line(self) -> None:
        rows = KksEvent.objects.filter(card__round=self.round).order_by("card__number", "number")
        lines: dict[str, list[tuple[int, str]]] = {}
        at: dict[str, str] = {}
        for card, place, move, before, after in rows.values_list(
            "card__number", "number", "move", "from_state", "to_state"
        ):
            assert before == at.get(card, "")
            at[card] = after
            lines.setdefault(card, []).append((place, move))
        assert lines == {card.number: list(enumerate(card.told, 1)) for card in self.cards}


def walk(examples: int, steps: int) -> None:
    """The same walks every time: what they come to is asserted."""
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        database=None,
    )
    run_state_machine_as_test(Life, settings=how)


@pytest.mark.django_db
def test_a_few_lives_agree_with_the_reference(reference):
    walk(examples=5, steps=30)


STORM = 400  # walks that come to what needs a card handed over, found not activated, and then activated


@pytest.mark.slow
@pytest.mark.django_db
def test_many_lives_agree_with_the_reference_and_come_to_everything(reference):
    REACHED.clear()
    walks = int(os.environ.get("KKS_WALKS", "50"))  # `./run bench --storm` goes farther
    walk(examples=walks, steps=60)
    seldom = {"activate"} if walks < STORM else set()
    ticks = ("tick same", "tick moved", "tick refused")
    single = (*REPORTS, "hand_over", "fail", "withdraw", "replace", "same", "refused")
    everything = {*single, *ticks, *(f"many {verb}" for verb in MANY)} - seldom
    assert {verb for verb in everything if not REACHED[verb]} == set()
