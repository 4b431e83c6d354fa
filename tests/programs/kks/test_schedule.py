"""The jadwal: proposed, changed by hand, made, received, confirmed, taken back; what breaks a rule is told."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from programs.enums import KksScheduleState, KksState
from programs.models import Kks, KksEvent, KksSchedule, KksSlot
from programs.queries import kks_schedule as queries
from programs.services.kks import confirming, door, scheduling
from tests.programs.kks.factories import PLAN as SIZES
from tests.programs.kks.factories import PLAOSAN


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The schedule's first day."""
    with time_machine.travel("2026-11-23T01:00:00+00:00", tick=False):
        yield


def states() -> dict[str, int]:
    return {
        state: Kks.objects.filter(state=state).count() for state in set(Kks.objects.values_list("state", flat=True))
    }


def paper(by):
    return files.keep(ContentFile(b"jadwal"), name="jadwal.pdf", content_type="application/pdf", by=by)


def test_a_proposal_places_every_card_and_breaks_nothing(draft, two_desa):
    found = queries.check(draft)
    placed = {desa.pk: sum(draft.slots.filter(desa=desa).values_list("cards", flat=True)) for desa in two_desa}
    assert (placed, found.conflicts, found.unplaced, found.days_over) == (
        {two_desa[0].pk: 12, two_desa[1].pk: 5},
        {},
        {},
        0,
    )
    assert states() == {KksState.RECEIVED: 17}


def test_a_proposal_costs_the_same_for_many_cards(sembako, waiting, bank, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        scheduling.propose(sembako, SIZES, by=bank)


def test_a_round_has_one_schedule_at_a_time(sembako, draft, bank):
    with pytest.raises(DomainError, match="versi 1 sudah ada"):
        scheduling.propose(sembako, SIZES, by=bank)


def test_a_round_without_cards_has_nothing_to_plan(sembako, bank):
    with pytest.raises(DomainError, match="Tidak ada kartu"):
        scheduling.propose(sembako, SIZES, by=bank)


def test_made_by_the_bank_received_by_the_dinas_with_every_card_in_its_slot(received, two_desa, bank, operator):
    assert (received.state, received.made_by, received.received_by, received.made_for_bank) == (
        KksScheduleState.RECEIVED,
        bank,
        operator,
        False,
    )
    assert states() == {KksState.SCHEDULED: 17}
    assert queries.booked(received) == dict(received.slots.values_list("pk", "cards"))
    wrong = [card for card in Kks.objects.select_related("slot") if card.slot.desa_id != card.desa_id]
    assert wrong == []


def test_names_follow_each_other_through_the_slots(received, two_desa):
    ordered = Kks.objects.filter(desa=two_desa[0]).order_by("slot__day", "slot__start", "slot__team", "household__name")
    assert [card.household.name for card in ordered] == sorted(card.household.name for card in ordered)


def test_receiving_costs_the_same_for_many_cards(draft, bank, operator, django_assert_max_num_queries):
    scheduling.make(draft, by=bank)
    with django_assert_max_num_queries(14):
        scheduling.receive(draft, by=operator)


def test_the_bank_does_not_receive_its_own_schedule(draft, bank):
    scheduling.make(draft, by=bank)
    with pytest.raises(DomainError, match="bukan oleh bank"):
        scheduling.receive(draft, by=bank)


def test_what_the_dinas_made_for_the_bank_says_so(draft, operator):
    made = scheduling.make(draft, by=operator)
    assert (made.made_for_bank, scheduling.receive(draft, by=operator).state) == (True, KksScheduleState.RECEIVED)


def test_the_database_holds_that_another_receives(draft, bank, operator):
    scheduling.make(draft, by=bank)
    with pytest.raises(IntegrityError, match="kks_schedule_received_by_another"), transaction.atomic():
        KksSchedule.objects.filter(pk=draft.pk).update(received_by=bank)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_kksschedule DROP CONSTRAINT kks_schedule_received_by_another")
    assert KksSchedule.objects.filter(pk=draft.pk).update(received_by=bank) == 1


def test_a_conflict_is_saved_and_told_but_stops_making(draft, bank):
    slot = draft.slots.first()
    slot.day = date(2026, 11, 29)  # Sunday
    scheduling.save_slot(draft, slot, by=bank)
    assert queries.check(draft).conflicts == {slot.pk: ["Minggu, 29 November 2026 bukan hari kerja."]}
    with pytest.raises(DomainError, match="1 sesi bertentangan"):
        scheduling.make(draft, by=bank)


def test_a_card_without_a_slot_stops_making(draft, two_desa, bank):
    for slot in draft.slots.filter(desa=two_desa[1]):
        scheduling.delete_slot(slot, by=bank)
    with pytest.raises(DomainError, match="5 kartu belum mendapat sesi"):
        scheduling.make(draft, by=bank)


def test_a_team_in_two_places_is_refused_at_once(draft, two_desa, bank):
    there = draft.slots.first()
    other = KksSlot(desa=two_desa[1], day=there.day, start=there.start, end=there.end, team=there.team, cards=1)
    with pytest.raises(DomainError, match="dua tempat"):
        scheduling.save_slot(draft, other, by=bank)


def test_beyond_the_promise_is_told_and_no_obstacle(draft, bank):
    slot = draft.slots.order_by("pk").last()
    slot.day, slot.start, slot.end = date(2026, 12, 14), time(8), time(9)
    scheduling.save_slot(draft, slot, by=bank)
    found = queries.check(draft)
    assert (found.days_over, found.conflicts, scheduling.make(draft, by=bank).state) == (6, {}, KksScheduleState.MADE)


def test_a_change_after_receipt_needs_a_reason_and_is_in_the_history(received, operator):
    slot = received.slots.first()
    slot.place = "Pendopo kecamatan"
    with pytest.raises(DomainError, match="Tulis alasan"):
        scheduling.save_slot(received, slot, by=operator)
    scheduling.save_slot(received, slot, by=operator, reason="Balai desa dipakai")
    told = slot.history.first()
    assert (told.history_change_reason, told.history_user, told.place) == (
        "Balai desa dipakai",
        operator,
        "Pendopo kecamatan",
    )
    assert states() == {KksState.SCHEDULED: 17}


def test_cards_follow_a_slot_that_was_split_after_receipt(received, two_desa, operator):
    slot = received.slots.filter(desa=two_desa[1]).first()
    slot.cards = 3
    scheduling.save_slot(received, slot, by=operator, reason="Dibagi dua hari")
    more = KksSlot(desa=two_desa[1], day=date(2026, 12, 1), start=time(8), end=time(9), team=1, cards=2)
    scheduling.save_slot(received, more, by=operator, reason="Dibagi dua hari")
    booked = queries.booked(received)
    assert (booked[slot.pk], booked[more.pk], states()) == (3, 2, {KksState.SCHEDULED: 17})


def test_after_receipt_no_card_gets_a_session_that_is_over(received, two_desa, operator):
    """A day may be put off, but never into the past; whom nobody came for in time keeps the missed session."""
    slot = received.slots.filter(desa=two_desa[0]).first()
    missed = set(Kks.objects.filter(slot=slot).values_list("pk", flat=True))
    with time_machine.travel("2026-11-27T03:00:00+00:00", tick=False):
        for change in ({"pk": None, "team": 3}, {"day": date(2026, 11, 26)}, {"cards": slot.cards + 1}):
            other = KksSlot.objects.get(pk=slot.pk)
            for name, value in change.items():
                setattr(other, name, value)
            with pytest.raises(DomainError, match=r"sudah lewat, sehingga kartu tidak dapat dijadwalkan pada hari itu"):
                scheduling.save_slot(received, other, by=operator, reason="Coba")
        more = KksSlot(desa=two_desa[0], day=date(2026, 12, 1), start=time(8), end=time(9), team=1, cards=12)
        scheduling.save_slot(received, more, by=operator, reason="Sesi tambahan")
        assert set(Kks.objects.filter(slot=slot).values_list("pk", flat=True)) == missed
        slot.officers = "Bu Sri"
        scheduling.save_slot(received, slot, by=operator, reason="Petugas dicatat")
        slot.day = date(2026, 11, 30)
        scheduling.save_slot(received, slot, by=operator, reason="Hujan, diundur")
    slot.refresh_from_db()
    assert (slot.day, slot.officers, states()) == (date(2026, 11, 30), "Bu Sri", {KksState.SCHEDULED: 17})


def test_after_receipt_no_slot_is_deleted(received, operator):
    with pytest.raises(DomainError, match="hanya dihapus dari konsep"):
        scheduling.delete_slot(received.slots.first(), by=operator)


def test_withdrawn_its_cards_wait_again_and_another_version_follows(received, sembako, waiting, operator, bank):
    door.move_many([waiting[0].pk], "invite", by=operator)
    assert scheduling.withdraw(received, by=operator, reason="Bank libur") == 17
    assert (states(), set(Kks.objects.values_list("slot", flat=True))) == ({KksState.RECEIVED: 17}, {None})
    assert KksEvent.objects.filter(note="Jadwal ditarik: Bank libur").count() == 17
    assert scheduling.propose(sembako, SIZES, by=bank).version == 2


def test_a_withdrawal_needs_a_reason(received, operator):
    with pytest.raises(DomainError, match="mengapa"):
        scheduling.withdraw(received, by=operator, reason="  ")


def test_received_twice_is_refused_and_changes_nothing(received, operator):
    events = KksEvent.objects.count()
    with pytest.raises(DomainError, match="sudah berkeadaan “Diterima Dinas Sosial”"):
        scheduling.receive(received, by=operator)
    assert KksEvent.objects.count() == events


def test_a_kecamatan_confirms_once_and_the_dinas_only_with_its_paper(received, camat_plaosan, operator):
    kecamatan = Kecamatan.objects.get(pk=PLAOSAN)
    assert queries.unconfirmed(received) == [kecamatan.name]
    with pytest.raises(DomainError, match="Unggah bukti"):
        confirming.confirm(received, kecamatan, by=operator)
    first = confirming.confirm(received, kecamatan, by=camat_plaosan)
    again = confirming.confirm(received, kecamatan, by=operator, evidence=paper(operator))
    assert (again, again.recorded_for, queries.unconfirmed(received)) == (first, False, [])


def test_nothing_is_confirmed_before_the_dinas_has_it(draft, camat_plaosan):
    with pytest.raises(DomainError, match="belum diterima"):
        confirming.confirm(draft, Kecamatan.objects.get(pk=PLAOSAN), by=camat_plaosan)


def test_each_sees_the_schedules_that_concern_them(received, camat_plaosan, desa_plaosan, korcam_parang, kadis, bank):
    seen = {
        user.username: KksSchedule.objects.visible_to(user).count()
        for user in (camat_plaosan, korcam_parang, kadis, bank)
    }
    assert seen == {"camat.plaosan": 1, "korcam.parang": 0, "kadis": 1, "bank": 1}
