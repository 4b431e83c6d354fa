"""Two officers with a telephone each, at the same moment: one handing over, totals that add up, nobody waits forever;
and what happens without the guards (Done when 2)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksState
from programs.models import Kks, KksEvent, KksTally
from programs.services.kks import handing, ticking
from tests.programs.kks.factories import cards
from tests.programs.kks.test_handing import give, picture

pytestmark = pytest.mark.django_db(transaction=True)
CARDS, PATIENCE = 50, 60  # seconds until a thread that waits in a circle is told of


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; what each answered, in the order of the acts."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(timeout=PATIENCE)
        try:
            answers[place] = act()
        except Exception as error:  # told to the test, which knows what it expects
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a telephone still waits"
    return answers


def totals(desa) -> tuple[int, ...]:
    row = KksTally.objects.get(desa=desa)
    return row.received, row.handed_over, row.to_do, row.returned, row.lost, row.replaced


def test_of_two_phones_one_hands_over_and_the_other_hears_who_and_when(sembako, two_desa, operator, ratri):
    made = cards(sembako, two_desa[0], 6, by=operator)
    for card in made:
        answers = at_once(
            *[
                lambda by=by, pk=card.pk: give(Kks.objects.get(pk=pk), by, receiver_name="Melati")
                for by in (operator, ratri)
            ]
        )
        (event,) = [answer for answer in answers if isinstance(answer, KksEvent)]
        (refusal,) = [answer for answer in answers if isinstance(answer, DomainError)]
        when = tanggal_jam(timezone.localtime(event.at))
        assert refusal.sentence == (
            f"Kartu ini sudah diserahkan kepada Melati pada {when} oleh {event.by}. "
            "Kartu yang sama tidak dapat diserahkan dua kali."
        )
        assert list(card.events.values_list("number", "move")) == [(1, "receive"), (2, "hand_over")]
    assert totals(two_desa[0]) == (6, 6, 0, 0, 0, 0)


def test_two_phones_through_the_cards_of_one_desa_in_opposite_orders(sembako, two_desa, operator, ratri):
    desa = two_desa[0]
    ids = [card.pk for card in cards(sembako, desa, CARDS, by=operator)]

    def phone(order: list[int], by, *, ticks: bool) -> int:
        """Every seventh card fails; every fifth time a list of ten is ticked, beginning where the phone is."""
        done = 0
        for place, pk in enumerate(order):
            card = Kks.objects.select_related("household").get(pk=pk)
            try:
                if place % 7 == 3:
                    handing.fail(card, reason="pindah", proof=handing.Proof("foto", picture()), by=by)
                elif ticks and place % 5 == 0:
                    done += ticking.tick(order[place : place + 10], scan=picture(), by=by, key=uuid4()).done
                else:
                    give(card, by)
                    done += 1
            except DomainError:
                continue
        return done

    one, other = at_once(
        lambda: phone(ids, operator, ticks=True),
        lambda: phone(ids[::-1], ratri, ticks=True),
    )
    handed = Kks.objects.filter(pk__in=ids, state=KksState.HANDED_OVER).count()
    assert one + other == handed == KksEvent.objects.filter(card__in=ids, move="hand_over").count()
    assert totals(desa) == (CARDS, handed, CARDS - handed, 0, 0, 0)


def test_two_lists_in_opposite_orders_hand_over_each_card_once(sembako, two_desa, operator, ratri):
    ids = [card.pk for desa, first in zip(two_desa, (1, 101), strict=True)
           for card in cards(sembako, desa, CARDS, by=operator, first=first)]  # fmt: skip
    keys = [uuid4(), uuid4()]
    one, other = at_once(
        lambda: ticking.tick(ids, scan=picture(), by=operator, key=keys[0]),
        lambda: ticking.tick(ids[::-1], scan=picture(), by=ratri, key=keys[1]),
    )
    assert sorted([(one.done, len(one.refused)), (other.done, len(other.refused))]) == [(0, 100), (100, 0)]
    assert [totals(desa) for desa in two_desa] == [(CARDS, CARDS, 0, 0, 0, 0)] * 2


def test_one_form_sent_twice_at_once_has_one_effect_and_one_answer(sembako, two_desa, operator):
    made = cards(sembako, two_desa[0], 12, by=operator)
    for card in made[:6]:
        key = uuid4()
        one, other = at_once(*[lambda pk=card.pk, key=key: give(Kks.objects.get(pk=pk), operator, key=key)] * 2)
        assert one == other == card.events.get(move="hand_over")
    key, ids = uuid4(), [card.pk for card in made[6:]]
    one, other = at_once(*[lambda: ticking.tick(ids, scan=picture(), by=operator, key=key)] * 2)
    assert one == other == ticking.Ticked(6, [])
    assert totals(two_desa[0]) == (12, 12, 0, 0, 0, 0)


# --- without the guards ----------------------------------------------------------------------------------------------

SECOND = (
    "INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at, reason, note,"
    " receiver, receiver_name, home_visit, proof, evidence_id)"
    " SELECT card_id, {number}, move, '{before}', to_state, by_id, at, recorded_at, reason, note, receiver,"
    " 'Orang lain', home_visit, proof, evidence_id FROM programs_kksevent WHERE card_id = %s AND number = 2"
)
GUARDS = {  # what a phone that asks nobody may write, and what is in its way
    "the same place in the line": (
        SECOND.format(number=2, before="received"),
        ["ALTER TABLE programs_kksevent DROP CONSTRAINT kks_event_number"],
        ["ALTER TABLE programs_kksevent ADD CONSTRAINT kks_event_number UNIQUE (card_id, number)"],
    ),
    "the next place in the line": (
        SECOND.format(number=3, before="handed_over"),
        ["ALTER TABLE programs_kksevent DISABLE TRIGGER in_line"],
        ["ALTER TABLE programs_kksevent ENABLE TRIGGER in_line"],
    ),
}


@contextmanager
def without(drop: list[str], put_back: list[str]) -> Iterator[None]:
    """The guard is back afterwards; so must be what it guards, hence the rows go first."""
    with connection.cursor() as cursor:
        for statement in drop:
            cursor.execute(statement)
        try:
            yield
        finally:
            cursor.execute("TRUNCATE programs_kks, programs_kksevent CASCADE")
            for statement in put_back:
                cursor.execute(statement)


def handings(card: Kks) -> int:
    return card.events.filter(move="hand_over").count()


@pytest.mark.parametrize("guard", GUARDS)
def test_a_phone_that_asks_nobody_hands_over_twice_only_without_the_guard(sembako, two_desa, operator, guard):
    sql, drop, put_back = GUARDS[guard]
    (card,) = cards(sembako, two_desa[0], 1, by=operator)
    give(card, operator)

    def second() -> str:
        with connection.cursor() as cursor:
            cursor.execute(sql, [card.pk])
        return "written"

    (answer,) = at_once(second)
    assert (type(answer).__name__, handings(card)) == ("IntegrityError", 1)
    with without(drop, put_back):
        (answer,) = at_once(second)
        assert (answer, handings(card)) == ("written", 2)
