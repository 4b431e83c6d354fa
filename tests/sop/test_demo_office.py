"""The demo office: every room has life in it, on whatever day it is made."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, Substitution, User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.documents.models import Document, IncomingLetter, Letter
from pkh_sembako.lib import whatsapp
from pkh_sembako.management.commands.demo_seed import seed_office
from pkh_sembako.office.models import Official
from programs.models import Household, Kks, KroscekScan, PovertyList, RecheckItem, RecheckResult, Round
from sop.models import AuditItem, Finding, KemensosLimit, SupervisionNote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("moment", "households"),
    [
        (datetime(2027, 1, 1, 6, 30, tzinfo=WIB), 60),  # a holiday, before the office opens
        (datetime(2026, 8, 16, 23, 50, tzinfo=WIB), 20),  # a Sunday, hardly any families
    ],
)
def test_every_room_has_life_on_any_day(reference, settings, moment: datetime, households: int):
    settings.DEMO = True
    with time_machine.travel(moment, tick=True):
        seed_office(households, seed=1)
        staff_and_posts()
        letters_of(moment)
        checked_a_second_time()
        cards_on_their_way()
        if households > 20:
            assert sorted(hasattr(note, "answer") for note in SupervisionNote.objects.all()) == [False, True]
        every_family_says_who_wrote_it(households)


def staff_and_posts() -> None:
    phones = list(User.objects.filter(postings__role="pendamping").values_list("phone", flat=True))
    assert [phone for phone in phones if not phone.startswith("0800 0000 ") or not whatsapp.number(phone)] == []
    executors = Posting.objects.filter(role__in=["pendamping", "korcam", "korkab", "apd"])
    assert executors.filter(sk_number="").count() == 0
    assert Substitution.objects.in_force().count() == 1
    assert [row.printed_title[:20] for row in Official.objects.filter(capacity="plt")] == ["Plt. Kepala Bidang P"]
    assert Official.objects.in_force().filter(capacity="plt").count() == 0


def letters_of(moment: datetime) -> None:
    incoming = list(IncomingLetter.objects.order_by("received_on", "number"))
    assert len(incoming) == 6
    for year in {letter.year for letter in incoming}:
        numbers = [letter.number for letter in incoming if letter.year == year]
        assert numbers == list(range(1, len(numbers) + 1))
    limit = KemensosLimit.objects.get()
    assert (limit.letter.letter_number, limit.due > moment) == ("S-0467/CONTOH", True)
    others = Letter.objects.exclude(kind="pemberitahuan")
    assert sorted(others.values_list("kind", "state")) == [("surat_tugas", "issued"), ("undangan", "draft")]
    assert Document.objects.filter(letter__isnull=False, pdf=None).count() == 0


def checked_a_second_time() -> None:
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["answered", "closed"]
    assert AuditItem.objects.filter(check_made__isnull=True, findings__isnull=True).count() == 0
    drawn, found = RecheckItem.objects.count(), RecheckResult.objects.count()
    assert (drawn, RecheckResult.objects.filter(verdict="beda").count()) == (found, min(1, max(0, found - 1)))
    assert KroscekScan.objects.count() > 0
    assert Deadline.objects.filter(outer_due__isnull=False).count() > 0


def cards_on_their_way() -> None:
    """The older round is over; this month's has its letters, its schedule, and cards on both sides of today."""
    older, running = Round.objects.filter(program="sembako").order_by("tahun", "tahap")
    assert Kks.objects.filter(round=older).without_outcome().count() == 0
    assert Kks.objects.filter(round=older, state="handed_over").count() > 0
    cycle = running.cycles.get()
    states = dict(cycle.steps.values_list("step__no", "state"))
    assert states == {**dict.fromkeys(range(1, 9), "done"), 9: "active", 10: "waiting"}
    assert set(Letter.objects.filter(kind="pemberitahuan").values_list("state", flat=True)) == {"issued"}
    schedule = running.kks_schedules.get()
    assert (schedule.state, schedule.starts <= timezone.localdate()) == ("received", True)
    cards = Kks.objects.filter(round=running)
    assert cards.filter(slot=None).count() == 0
    assert cards.filter(slot__day__lt=timezone.localdate(), state="invited").count() == 0
    assert cards.filter(slot__day__gte=timezone.localdate()).exclude(state="invited").count() == 0
    listed = PovertyList.objects.get()
    assert (listed.read_at is None, len(listed.refused), listed.rows.count() > 0) == (False, 1, True)
    assert PovertyList.objects.in_force() == listed


def every_family_says_who_wrote_it(households: int) -> None:
    reasons = Household.history.filter(history_change_reason="Pendataan desil dan nomor telepon")
    assert (Household.objects.count(), reasons.count()) == (households, households)
