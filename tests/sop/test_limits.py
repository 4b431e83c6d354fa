"""Batas Kemensos of a cycle and of a step: with evidence, in order, beside the SOP's deadline."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import agenda
from pkh_sembako.lib.errors import DomainError
from sop import waiting
from sop.models import Cycle, Event, KemensosLimit
from sop.services import limits
from tests.documents.conftest import A_PDF, upload
from tests.sop.conftest import PLAOSAN, share_of, step_of, work_through

WIB = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 11, 2, 9, 0, tzinfo=WIB)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def letter(operator) -> IncomingLetter:
    facts = {"sender": "Kementerian Sosial", "letter_number": "S-12/LJS/2026", "subject": "Batas final closing"}
    return agenda.record(IncomingLetter(received_on=date(2026, 11, 2), **facts), by=operator)


@pytest.fixture
def cycle(started) -> Cycle:
    return started()


@pytest.fixture
def worker(cast, cycle):
    """Whose turn step 5 is."""
    return next(user for user in cast.values() if user.has_role(*step_of(cycle, 5).step.roles))


def clock_of(target) -> Deadline:
    return Deadline.objects.get(subject=target.subject)


def test_a_limit_of_the_cycle_stands_beside_every_step_now_and_later(cycle, letter, operator, cast):
    limits.record(cycle, due=at("2026-11-03 12:00"), letter=letter, by=operator)
    before = clock_of(step_of(cycle, 5))
    assert (before.outer_due, before.due) == (at("2026-11-03 12:00"), before.original_due)
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    assert clock_of(step_of(cycle, 9)).outer_due == at("2026-11-03 12:00")
    assert clock_of(share_of(cycle, 9, PLAOSAN)).outer_due == at("2026-11-03 12:00")


def test_of_a_steps_own_limit_and_the_cycles_the_earlier_counts(cycle, letter, operator):
    run = step_of(cycle, 5)
    limits.record(cycle, due=at("2026-11-20 12:00"), letter=letter, by=operator)
    limits.record(cycle, step_run=run, due=at("2026-11-09 12:00"), letter=letter, by=operator)
    assert clock_of(run).outer_due == at("2026-11-09 12:00")
    limits.record(cycle, step_run=run, due=None, note="Kemensos mencabutnya", by=operator)
    assert clock_of(run).outer_due == at("2026-11-20 12:00")


def test_the_kecamatans_shares_follow_a_limit_of_their_step(cycle, letter, operator, cast):
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    limits.record(cycle, step_run=step_of(cycle, 9), due=at("2026-11-09 12:00"), letter=letter, by=operator)
    assert clock_of(share_of(cycle, 9, PLAOSAN)).outer_due == at("2026-11-09 12:00")


def test_home_is_in_the_order_of_the_earlier_clock(cycle, started, letter, operator, worker):
    other = started(tahap=3)
    limits.record(other, due=at("2026-11-02 12:00"), letter=letter, by=operator)
    assert [group.title for group in waiting.home(worker)] == [str(other), str(cycle)]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"due": at("2026-11-09 12:00")},
            "Pilih surat dari buku agenda atau unggah pesan yang menyebut batas ini.",
        ),
        ({"due": None, "note": "x"}, "Belum ada batas Kemensos yang dapat dicabut. Isi tanggal dan jamnya."),
    ],
)
def test_a_limit_without_source_is_refused(cycle, operator, facts, sentence):
    with pytest.raises(DomainError) as refusal:
        limits.record(cycle, by=operator, **facts)
    assert (refusal.value.sentence, KemensosLimit.objects.count()) == (sentence, 0)


def test_the_same_limit_twice_is_recorded_once(cycle, letter, operator):
    limits.record(cycle, due=at("2026-11-09 12:00"), letter=letter, by=operator)
    with pytest.raises(DomainError, match="Batas itu sudah tercatat"):
        limits.record(cycle, due=at("2026-11-09 12:00"), letter=letter, by=operator)


def test_the_operator_records_it_on_the_page_and_everybody_sees_where(login, cycle, letter, operator, korkab, worker):
    client = login(operator)
    assert client.get(f"/siklus/{cycle.pk}/batas/?langkah=5").status_code == 200
    typed = {"step": "5", "due": "2026-11-05T16:00", "letter": letter.pk, "note": ""}
    answer = client.post(f"/siklus/{cycle.pk}/batas/", typed)
    assert answer.status_code == 302
    assert list(Event.objects.filter(verb="kemensos_limit").values_list("note", "step_run__step__no")) == [
        ("Sampai 5 November 2026 pukul 16.00 WIB. Agenda 1/2026: Kementerian Sosial, S-12/LJS/2026.", 5)
    ]
    words = "Batas Kemensos 05-11-2026 16.00 WIB"
    for page in ("/", f"/siklus/{cycle.pk}/", f"/siklus/{cycle.pk}/langkah/5/"):
        assert words in login(worker).get(page).content.decode(), page
    assert login(korkab).post(f"/siklus/{cycle.pk}/batas/", typed).status_code == 403


def test_what_was_typed_stays_when_it_is_refused(login, cycle, operator):
    answer = login(operator).post(f"/siklus/{cycle.pk}/batas/", {"step": "", "due": "2026-11-05T16:00", "note": "grup"})
    assert answer.status_code == 422
    assert 'value="grup"' in answer.content.decode()


def test_the_message_is_read_by_the_kabupaten_only(login, cycle, operator, korcam_plaosan):
    made = limits.record(cycle, due=at("2026-11-09 12:00"), upload=upload(A_PDF), by=operator)
    url = f"/siklus/{cycle.pk}/batas/{made.pk}/berkas/"
    assert login(operator).get(url).content == A_PDF
    assert login(korcam_plaosan).get(url).status_code == 404


@pytest.mark.parametrize("change", ["UPDATE sop_kemensoslimit SET due = NULL", "DELETE FROM sop_kemensoslimit"])
def test_entries_are_never_changed(cycle, letter, operator, change):
    limits.record(cycle, due=at("2026-11-09 12:00"), letter=letter, by=operator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_without_the_guard_an_entry_could_be_changed(cycle, letter, operator):
    limits.record(cycle, due=at("2026-11-09 12:00"), letter=letter, by=operator)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER immutable ON sop_kemensoslimit")
        cursor.execute("UPDATE sop_kemensoslimit SET due = now()")
    assert KemensosLimit.objects.filter(due=at("2026-11-09 12:00")).count() == 0
