"""What is due when, and who hears of it when it is not done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone

from pkh_sembako.audit.models import Job
from pkh_sembako.backup import tasks
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.backup.services import orders
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.services import mail

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=WIB)
BACKUP, DRILL = RunKind.BACKUP, RunKind.DRILL


def ended(kind: RunKind, at: datetime, *, ok: bool = True) -> BackupRun:
    return BackupRun.objects.create(
        kind=kind, ok=ok, reason="" if ok else "Gagal.", started_at=at - timedelta(seconds=9), finished_at=at
    )


def test_an_office_without_any_backup_wants_one_and_no_drill_yet(db):
    assert orders.due(MONDAY) == [BACKUP]


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (datetime(2026, 11, 23, 1, 5, tzinfo=WIB), []),
        (datetime(2026, 11, 23, 0, 55, tzinfo=WIB), [BACKUP]),
        (datetime(2026, 11, 22, 14, 0, tzinfo=WIB), [BACKUP]),
    ],
)
def test_a_backup_is_due_once_after_one_at_night(db, made, wanted):
    ended(BACKUP, made)
    ended(DRILL, datetime(2026, 11, 22, 3, 10, tzinfo=WIB))
    assert orders.due(MONDAY) == wanted


def test_a_drill_is_due_once_after_sunday_three_in_the_morning(db):
    ended(BACKUP, MONDAY - timedelta(hours=1))
    ended(DRILL, datetime(2026, 11, 22, 2, 55, tzinfo=WIB))
    assert orders.due(MONDAY) == [DRILL]
    ended(DRILL, datetime(2026, 11, 22, 3, 5, tzinfo=WIB))
    assert orders.due(MONDAY) == []
    assert orders.due(datetime(2026, 11, 29, 2, 50, tzinfo=WIB)) == [BACKUP]


def test_a_failure_is_tried_again_after_hours_not_minutes(db):
    ended(BACKUP, MONDAY - timedelta(hours=2), ok=False)
    assert orders.due(MONDAY) == []
    assert orders.due(MONDAY + timedelta(hours=1, minutes=1)) == [BACKUP]


def test_the_beat_orders_one_job_however_often_it_asks(cast):
    with time_machine.travel(MONDAY, tick=False):
        assert [tasks.keep()["ordered"] for _ in range(3)] == [1, 1, 1]
    assert list(Job.objects.values_list("kind", "key")) == [("backup.make", "backup")]


def test_older_than_seven_days_rings_the_bell_and_writes_a_mail_once_a_day(cast, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    admin.email = "admin@example.go.id"
    admin.save()
    now = timezone.now()
    ended(BACKUP, now - timedelta(days=8))
    ended(DRILL, now - timedelta(days=9))
    assert [orders.warn(orders.too_old(now), now=now) for _ in range(3)] == [2, 0, 0]
    told = Notification.objects.filter(user=admin).order_by("id")
    assert [(row.text, row.url, row.tone) for row in told] == [
        ("Cadangan terakhir yang berhasil sudah 8 hari yang lalu (batas 7 hari).", "/cadangan/", "negatif"),
        ("Uji pemulihan terakhir yang berhasil sudah 9 hari yang lalu (batas 7 hari).", "/cadangan/", "negatif"),
    ]
    assert Notification.objects.exclude(user=admin).count() == 0
    mail.send_waiting()
    assert [message.to for message in outbox.outbox] == [["admin@example.go.id"]]


def test_a_failure_counts_for_nothing(db):
    now = timezone.now()
    ended(BACKUP, now - timedelta(days=8))
    ended(BACKUP, now, ok=False)
    ended(DRILL, now)
    assert orders.too_old(now) == ["Cadangan terakhir yang berhasil sudah 8 hari yang lalu (batas 7 hari)."]


def test_a_new_office_is_given_seven_days(db):
    now = timezone.now()
    assert orders.too_old(now) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = applied - interval '10 days'")
    assert orders.too_old(now) == [
        "Cadangan belum pernah berhasil sejak 10 hari.",
        "Uji pemulihan belum pernah berhasil sejak 10 hari.",
    ]
