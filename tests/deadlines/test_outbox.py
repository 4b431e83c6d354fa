"""What people get: the contract's command, the e-mail digest, the tasks of beat."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from pkh_sembako.deadlines import tasks
from pkh_sembako.deadlines.models import Alert, Deadline, Notification
from pkh_sembako.deadlines.queries import unread_count
from pkh_sembako.deadlines.services import alerts, bell, mail
from tests.deadlines.conftest import at

PARANG = "35.20.02"


def scan(capsys, **options) -> dict:
    call_command("alerts_scan", json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_alerts_scan_tells_each_alert_once_in_the_contracts_form(share, work, capsys):
    share(PARANG)
    work("2026-10-05 09:00", "hari_kerja", 9)
    told = scan(capsys, now="2026-10-12T09:00+07:00")
    assert told == {
        "checked": 2,
        "alerts": [
            {
                "id": Alert.objects.get().pk,
                "kecamatan": PARANG,
                "rung": "hampir",
                "to": ["korcam.parang"],
                "due": "2026-10-12T16:00:00+07:00",
            }
        ],
    }
    assert scan(capsys, now="2026-10-12T09:00+07:00") == {"checked": 2, "alerts": []}


@pytest.mark.parametrize("now", ["kemarin", "2026-10-12T09:00"])
def test_a_moment_that_is_none_is_wrong_use(db, now):
    with pytest.raises(CommandError) as refusal:
        call_command("alerts_scan", now=now)
    assert refusal.value.returncode == 2


def test_a_moment_of_ones_own_is_for_the_demo_office_only(db, settings):
    settings.DEMO = settings.TESTING = False
    with pytest.raises(CommandError, match="hanya boleh dipakai dengan DEMO=1") as refusal:
        call_command("alerts_scan", now="2026-10-12T09:00+07:00")
    assert refusal.value.returncode == 2


def test_everybody_gets_one_mail_of_all_that_waits(share, work, korkab):
    share(PARANG)
    work("2026-10-05 09:00", "hari_kerja", 5)
    alerts.sweep(at("2026-10-12 17:00"))
    bell.tell([korkab], text="Berita Acara menunggu Anda.", by_mail=True)
    assert mail.send_waiting() == 2
    assert sorted(message.to[0] for message in outbox.outbox) == [
        "korcam.parang@contoh.invalid",
        "korkab@contoh.invalid",
    ]
    digest = next(message for message in outbox.outbox if message.to == ["korkab@contoh.invalid"])
    assert digest.subject == "2 pemberitahuan tenggat"
    assert "Berita Acara menunggu Anda." in digest.body
    assert mail.send_waiting() == 0


def test_a_refused_mail_is_tried_again_and_given_up_at_last(korkab, monkeypatch):
    def refuse(message) -> int:
        raise ConnectionRefusedError

    bell.tell([korkab], text="Tenggat dekat.", by_mail=True)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    assert [mail.send_waiting() for _ in range(mail.MAX_ATTEMPTS + 2)] == [0] * (mail.MAX_ATTEMPTS + 2)
    assert Notification.objects.get().mail_attempts == mail.MAX_ATTEMPTS
    monkeypatch.undo()
    Notification.objects.update(mail_attempts=3)
    assert mail.send_waiting() == 1


def test_somebody_without_an_address_has_the_bell(korkab):
    korkab.email = ""
    korkab.save()
    bell.tell([korkab], text="Tenggat dekat.", by_mail=True)
    assert mail.send_waiting() == 0
    assert (unread_count(korkab), Notification.objects.get().mail_to_send) == (1, False)


def test_the_tasks_delivered_twice_do_what_they_do_once(work, korkab):
    work("2026-10-05 09:00", "hari_kerja", 5)
    with time_machine.travel(at("2026-10-12 09:00"), tick=False):
        assert [tasks.sweep(), tasks.sweep()] == [1, 0]
        assert [tasks.send_mail(), tasks.send_mail()] == [1, 0]
    assert (Alert.objects.count(), len(outbox.outbox)) == (1, 1)


def test_one_bad_row_does_not_stop_the_others(work, korkab):
    bad, good = work("2026-10-05 09:00", "hari_kerja", 5), work("2026-10-05 09:00", "hari_kerja", 5)
    Deadline.objects.filter(pk=bad.pk).update(unit="abad")
    assert [alert.deadline_id for alert in alerts.sweep(at("2026-10-12 09:00"))] == [good.pk]


def test_a_clock_without_due_never_alerts(work):
    deadline = work("2026-10-05 09:00", "menyesuaikan", None)
    Deadline.objects.filter(pk=deadline.pk).update(next_alert_at=at("2026-10-05 09:00") + timedelta(days=1))
    assert alerts.sweep(at("2026-10-12 09:00")) == []
    assert Deadline.objects.get().next_alert_at is None
