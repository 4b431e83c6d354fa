"""Pause, return, extension, agreed dates (clock.md)."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from pkh_sembako.deadlines.models import Deadline, DeadlineState, Extension
from pkh_sembako.deadlines.services import clock, extensions, recompute
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import DayOff
from tests.deadlines.conftest import at


def test_a_clock_opens_with_its_due_and_its_first_alert(work):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    assert (deadline.due, deadline.original_due) == (at("2026-10-12 16:00"), at("2026-10-12 16:00"))
    assert (deadline.next_rung, deadline.next_alert_at) == ("hampir", at("2026-10-12 07:30"))


@pytest.mark.parametrize(
    ("unit", "amount", "pause", "resume", "due"),
    [
        ("hari_kerja", 5, "2026-10-07 10:00", "2026-10-09 10:00", "2026-10-14 16:00"),
        ("hari", 7, "2026-10-07 10:00", "2026-10-10 10:00", "2026-10-15 16:00"),
        ("jam", 20, "2026-10-06 10:00", "2026-10-06 14:00", "2026-10-08 09:00"),
        ("bulanan", 1, "2026-10-07 10:00", "2026-10-21 10:00", "2026-10-30 16:30"),
        ("triwulanan", 1, "2026-10-07 10:00", "2026-10-21 10:00", "2026-12-31 16:00"),
    ],
)
def test_a_pause_moves_the_due_moment_by_what_was_lost(work, korkab, unit, amount, pause, resume, due):
    deadline = work("2026-10-05 08:30", unit, amount)
    with time_machine.travel(at(pause), tick=False):
        clock.pause(deadline, reason="Menunggu Kemensos", by=korkab)
        assert not Deadline.objects.get(pk=deadline.pk).is_overdue(at("2027-06-01 09:00"))
    with time_machine.travel(at(resume), tick=False):
        resumed = clock.resume(deadline, by=korkab)
    assert (resumed.due, resumed.original_due, resumed.turn) == (at(due), at(due), 2)


def test_what_was_late_when_paused_stays_late(work, korkab):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-13 09:00"), tick=False):
        clock.pause(deadline, reason="Menunggu bank", by=korkab)
    with time_machine.travel(at("2026-10-20 09:00"), tick=False):
        resumed = clock.resume(deadline, by=korkab)
    assert resumed.due == at("2026-10-12 16:00")
    assert resumed.is_overdue(at("2026-10-20 09:01"))


def test_returning_work_does_not_buy_time(work, korkab, kasi):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    clock.submit(deadline, by=korkab)
    returned = clock.return_(deadline, by=kasi)
    assert (returned.due, returned.turn, returned.state) == (at("2026-10-12 16:00"), 1, DeadlineState.OPEN)


def test_an_extension_moves_the_due_and_keeps_the_original(work, korkab, kabid):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-09 09:00"), tick=False):
        asked = extensions.ask(deadline, reason="Banjir", until=at("2026-10-16 00:00").date(), by=korkab)
        extensions.decide(asked, granted=True, by=kabid)
    deadline.refresh_from_db()
    assert (deadline.due, deadline.original_due) == (at("2026-10-16 16:30"), at("2026-10-12 16:00"))
    assert (deadline.turn, deadline.next_alert_at) == (2, at("2026-10-16 07:30"))


@pytest.mark.parametrize("decider", ["korkab", "operator", "korcam.plaosan", "apd", "inspektorat"])
def test_an_extension_is_granted_by_someone_higher_only(work, cast, korkab, decider):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-09 09:00"), tick=False):
        asked = extensions.ask(deadline, reason="Banjir", until=at("2026-10-16 00:00").date(), by=korkab)
        with pytest.raises(DomainError, match="lebih tinggi"):
            extensions.decide(asked, granted=True, by=cast[decider])


def test_the_database_refuses_granting_an_extension_to_oneself(work, kabid):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            deadline=deadline, reason="x", until=at("2026-10-16 00:00").date(), asked_by=kabid, decided_by=kabid
        )


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-10-17", "17 Oktober 2026 bukan hari kerja. Pilih hari kerja."),
        ("2026-10-08", "Tanggal 8 Oktober 2026 sudah lewat. Pilih hari ini atau sesudahnya."),
        ("2026-10-12", "Tanggal baru harus sesudah tenggat sekarang, 12 Oktober 2026."),
    ],
)
def test_an_extension_asks_for_a_later_working_day(work, korkab, until, sentence):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-09 09:00"), tick=False), pytest.raises(DomainError) as refusal:
        extensions.ask(deadline, reason="Banjir", until=at(f"{until} 00:00").date(), by=korkab)
    assert refusal.value.sentence == sentence


def test_menyesuaikan_is_due_once_a_date_is_agreed(work, korkab):
    deadline = work("2026-10-05 09:00", "menyesuaikan", None)
    assert (deadline.due, deadline.next_alert_at) == (None, None)
    with time_machine.travel(at("2026-10-06 09:00"), tick=False):
        agreed = clock.agree_date(deadline, on=at("2026-10-30 00:00").date(), by=korkab)
        with pytest.raises(DomainError, match="sudah disepakati: 30 Oktober 2026"):
            clock.agree_date(deadline, on=at("2026-11-02 00:00").date(), by=korkab)
    assert (agreed.due, agreed.next_alert_at) == (at("2026-10-30 16:30"), at("2026-10-30 07:30"))


def test_a_closed_clock_takes_no_act(work, korkab):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    closed = clock.close(deadline, by=korkab)
    assert (closed.state, closed.next_alert_at) == (DeadlineState.CLOSED, None)
    with pytest.raises(DomainError):
        clock.pause(deadline, reason="x", by=korkab)


def test_a_new_holiday_moves_open_deadlines_and_opens_no_turn(work, korkab, kabid):
    moved = work("2026-10-05 09:00", "hari_kerja", 5)
    kept = work("2026-10-05 09:00", "hari", 3)
    done = clock.close(work("2026-10-05 09:00", "hari_kerja", 5), by=korkab)
    paused = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-06 10:00"), tick=False):
        clock.pause(paused, reason="Menunggu bank", by=korkab)
    with time_machine.travel(at("2026-10-07 10:00"), tick=False):
        clock.resume(paused, by=korkab)
    extended = work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-08 10:00"), tick=False):
        asked = extensions.ask(extended, reason="Banjir", until=at("2026-10-20 00:00").date(), by=korkab)
        extensions.decide(asked, granted=True, by=kabid)
    DayOff.objects.create(day=at("2026-10-09 00:00").date(), name="Hari jadi Magetan")
    assert recompute.all_open(by=kabid) == recompute.Recomputed(count=4, moved=2)
    due = dict(Deadline.objects.values_list("pk", "due"))
    assert due[moved.pk] == at("2026-10-13 16:00")
    assert due[kept.pk] == at("2026-10-08 16:00")
    assert due[done.pk] == at("2026-10-12 16:00")
    assert due[paused.pk] == at("2026-10-14 16:00")
    assert due[extended.pk] == at("2026-10-20 16:00")
    assert Deadline.objects.get(pk=extended.pk).original_due == at("2026-10-13 16:00")
    assert Deadline.objects.get(pk=moved.pk).turn == 1


@pytest.mark.slow
def test_recomputing_takes_the_same_queries_for_10_and_for_500(work, korkab, django_assert_num_queries):
    for _ in range(10):
        work("2026-10-05 09:00", "hari_kerja", 5)
    recompute.all_open(by=None)
    with django_assert_num_queries(6):
        recompute.all_open(by=None)
    copies = [Deadline.objects.last() for _ in range(490)]
    for number, copy in enumerate(copies):
        copy.pk, copy.subject = None, f"copy:{number}"
    Deadline.objects.bulk_create(copies)
    with django_assert_num_queries(6):
        recompute.all_open(by=None)
