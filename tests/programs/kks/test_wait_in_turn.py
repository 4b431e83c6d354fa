"""Whoever writes many cards at once and whoever hands one over wait for each other in turn, never in a circle."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from programs.enums import KksState
from programs.models import Kks, KksTally
from programs.services.bnba import applying
from programs.services.kks import scheduling
from tests.programs.factories import families
from tests.programs.kks.lists import BANK, bank
from tests.programs.kks.test_handing import give

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def until_somebody_waits() -> None:
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def while_a_phone_holds(card: Kks, by, act: Callable[[], object]) -> list[str]:
    """`act` begins when a telephone has locked the card, which is handed over once `act` waits; what went wrong."""
    held, errors = threading.Event(), []

    def told(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # of whatever kind: the test says there is none
            errors.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    def phone() -> None:
        with transaction.atomic():
            Kks.objects.select_for_update().get(pk=card.pk)
            held.set()
            until_somebody_waits()
            give(card, by)

    def office() -> None:
        held.wait(PATIENCE)
        act()

    threads = [threading.Thread(target=told, args=[work], daemon=True) for work in (phone, office)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    return errors


def test_a_list_of_the_bank_and_a_handing_over(load, check, two_desa, operator, ratri):
    families(two_desa[0], 3)
    load([bank(1)], titles=BANK)
    card = Kks.objects.select_related("household").get()
    file = check([bank(1, rekening="999"), bank(2), bank(3)], titles=BANK)
    assert while_a_phone_holds(card, ratri, lambda: applying.apply(file, by=operator)) == []
    assert list(Kks.objects.order_by("number").values_list("state", "account")) == [
        (KksState.HANDED_OVER, "999"), (KksState.RECEIVED, "007123450002"), (KksState.RECEIVED, "007123450003"),
    ]  # fmt: skip
    assert KksTally.objects.values_list("received", "handed_over", "to_do").get(desa=two_desa[0]) == (3, 1, 2)


def test_a_slot_changed_by_hand_and_a_handing_over(received, two_desa, operator, ratri):
    slot = received.slots.filter(desa=two_desa[0]).first()
    slot.day = max(slot.day, timezone.localdate())  # a session that is over takes no more cards
    slot.cards -= 2
    scheduling.save_slot(received, slot, by=operator, reason="Ruang kecil")
    card = Kks.objects.select_related("household").filter(state=KksState.RECEIVED, desa=two_desa[0]).first()
    slot.cards += 1
    change = partial(scheduling.save_slot, received, slot, by=operator, reason="Ruang besar")
    assert while_a_phone_holds(card, ratri, change) == []
    assert Kks.objects.filter(desa=two_desa[0], state=KksState.HANDED_OVER).get() == card
    assert KksTally.objects.values_list("received", "handed_over", "to_do").get(desa=two_desa[0]) == (12, 1, 11)
