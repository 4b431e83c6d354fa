"""The morning digest: on working days, once a person and day, with what is late, due today and waiting."""

from datetime import date

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.deadlines import tasks
from pkh_sembako.deadlines.enums import Kind, Way
from pkh_sembako.deadlines.models import MorningDigest, Notification
from pkh_sembako.deadlines.services import bell, digest, preferences
from tests.deadlines.conftest import at

MONDAY = date(2026, 10, 12)
SEVEN = "2026-10-12 08:00"


def test_the_digest_says_what_is_late_what_is_due_today_and_what_waits(work, korkab):
    work("2026-10-01 09:00", "hari_kerja", 2, title="Sudah lewat")
    work("2026-10-05 09:00", "hari_kerja", 5, title="Hari ini")
    work("2026-10-05 09:00", "hari_kerja", 9, title="Kemudian")
    work("2026-10-05 09:00", "menyesuaikan", None, title="Tanpa tanggal")
    assert (digest.write(MONDAY, at(SEVEN)), digest.send_waiting()) == (1, 1)
    mail = outbox.outbox[0]
    assert (mail.to, mail.subject) == (
        ["korkab@contoh.invalid"],
        "Ringkasan pagi 12 Oktober 2026: 1 lewat tenggat, 1 jatuh tempo hari ini, 2 menunggu",
    )
    titles = [line[2:].split(" (")[0] for line in mail.body.splitlines() if line.startswith("- ")]
    assert titles == ["Sudah lewat", "Hari ini", "Kemudian", "Tanpa tanggal"]
    assert [kind for _, kind in mail.alternatives] == ["text/html"]


def test_a_day_has_one_digest_a_person_whatever_is_delivered_twice(work, korkab):
    work("2026-10-05 09:00", "hari_kerja", 5)
    assert [digest.write(MONDAY, at(SEVEN)) for _ in range(3)] == [1, 0, 0]
    assert [digest.send_waiting() for _ in range(3)] == [1, 0, 0]
    assert len(outbox.outbox) == 1
    with pytest.raises(IntegrityError, match="one_digest_a_day"):
        MorningDigest.objects.create(user=korkab, day=MONDAY, subject="", text="", html="")


@pytest.mark.parametrize(
    ("moment", "ordered"),
    [
        ("2026-10-12 05:00", False),
        ("2026-10-12 08:00", True),
        ("2026-10-12 23:00", False),
        ("2026-10-11 09:00", False),
        ("2026-12-25 09:00", False),
    ],
)
def test_it_is_ordered_when_the_office_opens_and_never_on_a_day_off(cast, moment, ordered):
    assert (digest.order(at(moment)) is not None) == ordered


@pytest.mark.django_db(transaction=True)
def test_beat_orders_one_job_a_day_and_the_job_writes_the_mails(work, korkab):
    work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at(SEVEN), tick=False):
        assert [tasks.morning(), tasks.morning()] == [True, False]
        job = Job.objects.get(kind=digest.JOB)
        jobs.run(job.pk)
        assert [tasks.morning(), tasks.send_mail(), tasks.send_mail()] == [False, 1, 0]
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"written": 1})


def test_who_has_nothing_to_read_or_switched_it_off_gets_none(work, korkab, kasi):
    work("2026-10-05 09:00", "hari_kerja", 5)
    preferences.choose({Kind.DIGEST: Way.OFF}, by=korkab)
    assert digest.write(MONDAY, at(SEVEN)) == 0


def test_what_was_kept_for_the_morning_is_told_once(kasi):
    preferences.choose({Kind.NEWS: Way.DIGEST}, by=kasi)
    bell.tell([kasi], text="Perpanjangan diminta.", by_mail=True)
    assert (digest.write(MONDAY, at(SEVEN)), digest.write(date(2026, 10, 13), at("2026-10-13 08:00"))) == (1, 0)
    assert "- Perpanjangan diminta." in MorningDigest.objects.get().text.splitlines()
    assert Notification.objects.filter(for_digest=True).count() == 0


def test_a_refused_digest_is_tried_again(work, korkab, monkeypatch):
    def refuse(message) -> int:
        raise ConnectionRefusedError

    work("2026-10-05 09:00", "hari_kerja", 5)
    digest.write(MONDAY, at(SEVEN))
    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    assert digest.send_waiting() == 0
    monkeypatch.undo()
    assert (digest.send_waiting(), MorningDigest.objects.get().attempts) == (1, 2)


def test_170_people_cost_as_many_queries_as_one(work, korkab, django_assert_num_queries):
    work("2026-10-05 09:00", "hari_kerja", 5)
    people = User.objects.bulk_create(
        User(username=f"korkab{n}", full_name=f"Petugas {n}", email=f"p{n}@contoh.invalid") for n in range(170)
    )
    Posting.objects.bulk_create(Posting(user=user, role="korkab", starts=date(2026, 1, 1)) for user in people)
    with django_assert_num_queries(22):
        assert digest.write(MONDAY, at(SEVEN)) == 171
