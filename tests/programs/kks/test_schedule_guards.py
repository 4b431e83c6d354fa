"""What the database alone refuses about a schedule, two at once, and random changes by hand."""

from datetime import date, time
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.errors import DomainError
from programs.enums import KksState
from programs.models import Kks, KksSchedule, KksSlot
from programs.queries import kks_schedule as queries
from programs.services.kks import scheduling
from tests.programs.kks.factories import PLAN


def overlapping(slot: KksSlot) -> KksSlot:
    return KksSlot(
        schedule_id=slot.schedule_id,
        desa_id=slot.desa_id,
        day=slot.day,
        start=slot.start,
        end=slot.end,
        team=slot.team,
        cards=1,
    )


def checked_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_holds_a_team_in_one_place(draft):
    with pytest.raises(IntegrityError, match="kks_team_in_one_place"), transaction.atomic():
        overlapping(draft.slots.first()).save()
        checked_now()
    checked_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_kksslot DROP CONSTRAINT kks_team_in_one_place")
    overlapping(draft.slots.first()).save()
    checked_now()


def test_the_database_holds_one_receipt_with_paper_for_each_kecamatan(received, operator, two_desa):
    facts = {"kecamatan_id": two_desa[0].kecamatan_id, "by": operator}
    with pytest.raises(IntegrityError, match="kks_schedule_receipt_with_paper"), transaction.atomic():
        received.receipts.create(**facts, recorded_for=True)
    received.receipts.create(**facts)
    with pytest.raises(IntegrityError, match="kks_schedule_receipt_once"), transaction.atomic():
        received.receipts.create(**facts)


@pytest.mark.django_db(transaction=True)
def test_two_who_receive_at_once_give_every_card_one_slot(draft, bank, operator, kadis):
    scheduling.make(draft, by=bank)
    told, together = [], Barrier(2)

    def receive(by) -> None:
        together.wait()
        try:
            scheduling.receive(draft, by=by)
            told.append("received")
        except DomainError as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [Thread(target=receive, args=[by]) for by in (operator, kadis)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [
        "Jadwal ini sudah berkeadaan “Diterima Dinas Sosial”. Muat ulang halaman.",
        "received",
    ]
    assert set(Kks.objects.values_list("state", flat=True)) == {KksState.SCHEDULED}


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1),  # the slot of one desa or the other
        st.integers(23, 30),  # November 2026
        st.integers(7, 15),
        st.integers(1, 3),
        st.integers(1, 15),
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_whatever_is_changed_a_made_schedule_keeps_its_rules(sembako, waiting, two_desa, bank, changes):
    with transaction.atomic():
        schedule = scheduling.propose(sembako, PLAN, by=bank)
        for which, day, hour, team, cards in changes:
            slot = schedule.slots.filter(desa=two_desa[which]).first()
            slot.day, slot.start, slot.end = date(2026, 11, day), time(hour), time(hour + 1)
            slot.team, slot.cards = team, cards
            try:
                with transaction.atomic():
                    scheduling.save_slot(schedule, slot, by=bank)
            except DomainError as refusal:
                assert refusal.sentence == scheduling.TWO_PLACES
        _made_only_without_conflict(schedule, bank)
        transaction.set_rollback(True)


def _made_only_without_conflict(schedule: KksSchedule, bank) -> None:
    found = queries.check(schedule)
    try:
        scheduling.make(schedule, by=bank)
        is_made = True
    except DomainError:
        is_made = False
    assert is_made == (not found.conflicts and not found.unplaced)
