"""Alerts exactly as clock.md has them."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from pkh_sembako.accounts.models import Posting
from pkh_sembako.deadlines.models import Alert, Deadline, Notification
from pkh_sembako.deadlines.services import alerts, clock, extensions
from tests.deadlines.conftest import at

PARANG, PLAOSAN, LEMBEYAN = "35.20.02", "35.20.07", "35.20.03"


def told(moment: str) -> list[tuple[str, list[str]]]:
    return [(alert.rung, alert.recipients) for alert in alerts.sweep(at(moment))]


def test_a_step_climbs_the_ladder_once_per_rung(work):
    work("2026-10-05 09:00", "hari_kerja", 5)
    assert told("2026-10-12 07:29") == []
    assert told("2026-10-12 07:30") == [("hampir", ["korkab"])]
    assert told("2026-10-12 16:00") == []
    assert told("2026-10-12 16:01") == [("lewat", ["korkab"])]
    assert told("2026-10-13 15:59") == []
    assert told("2026-10-13 16:00") == [("+1", ["kasi"])]
    assert told("2026-10-15 16:00") == [("+3", ["kabid"])]
    assert told("2026-10-21 16:00") == [("+7", ["kadis", "sekretaris"])]
    assert told("2027-10-21 16:00") == []


def test_the_due_moment_itself_is_not_late_a_moment_after_is(work):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    told("2026-10-12 08:00")
    assert alerts.sweep(deadline.due) == []
    assert [alert.rung for alert in alerts.sweep(deadline.due + timedelta(microseconds=1))] == ["lewat"]


def test_only_the_highest_rung_alerts_and_the_lower_are_recorded_as_overtaken(work):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    assert told("2026-10-16 09:00") == [("+3", ["kabid"])]
    recorded = deadline.alerts.values_list("rung", "overtaken", "recipients")
    assert list(recorded) == [("hampir", True, []), ("lewat", True, []), ("+1", True, []), ("+3", False, ["kabid"])]


def test_a_kecamatan_alerts_its_korcam_and_then_korkab_too(share):
    share(PARANG)
    assert told("2026-10-12 07:30") == [("hampir", ["korcam.parang"])]
    assert told("2026-10-12 17:00") == [("lewat", ["korcam.parang", "korkab"])]
    assert told("2026-12-12 17:00") == []


def test_where_a_kecamatan_has_no_korcam_the_stand_in_is_told(share):
    share(LEMBEYAN)
    assert told("2026-10-12 07:30") == [("hampir", ["korkab"])]


def test_people_who_left_are_not_told(share, korcam_parang):
    share(PARANG)
    Posting.objects.filter(user=korcam_parang).update(ends=at("2026-01-01 00:00").date())
    assert told("2026-10-12 07:30") == [("hampir", ["korkab"])]


def test_the_fanned_out_step_alerts_from_plus_one_and_names_the_late_kecamatan(fanned_out, share, korkab, kasi):
    share(PARANG, fanned_out)
    share(LEMBEYAN, fanned_out)
    clock.close(share(PLAOSAN, fanned_out), by=korkab)
    told("2026-10-12 17:00")
    assert told("2026-10-13 16:00") == [("+1", ["kasi"])]
    assert Notification.objects.get(user=kasi).text == (
        "2 kecamatan lewat tenggat 1 hari kerja: Lembeyan, Parang. 9. Kroscek (PKH Tahap 4 2026)."
    )


def test_the_fanned_out_step_is_silent_while_no_kecamatan_is_late(fanned_out, share, korkab):
    late = share(PARANG, fanned_out)
    with time_machine.travel(at("2026-10-09 09:00"), tick=False):
        clock.pause(late, reason="Menunggu data Kemensos", by=korkab)
    assert told("2026-10-16 09:00") == []
    assert fanned_out.alerts.count() == 0


def test_messages_to_one_person_from_one_sweep_are_one(share, korkab):
    for kecamatan in ("35.20.01", "35.20.03", "35.20.04", "35.20.05", "35.20.06", "35.20.08"):
        share(kecamatan)
    share(PARANG)
    told("2026-10-12 17:00")
    message = Notification.objects.get(user=korkab)
    assert message.text == (
        "7 kecamatan lewat tenggat: Kawedanan, Lembeyan, Magetan, Panekan, Parang, Poncol, Takeran."
        " 9. Kroscek (PKH Tahap 4 2026)."
    )
    assert (message.tone, message.mail_to_send) == ("negatif", True)


def test_while_submitted_the_alerts_go_to_the_one_who_must_check(share, korcam_parang):
    clock.submit(share(PARANG), by=korcam_parang)
    assert told("2026-10-12 07:30") == [("hampir", ["korkab"])]


def test_hours_use_the_bell_only_until_plus_one(work, korkab, kasi):
    work("2026-10-05 08:00", "jam", 4)
    assert told("2026-10-05 10:59") == []
    assert told("2026-10-05 11:00") == [("hampir", ["korkab"])]
    assert told("2026-10-05 12:01") == [("lewat", ["korkab"])]
    assert set(Notification.objects.values_list("user__username", "mail_to_send")) == {("korkab", False)}
    assert told("2026-10-06 16:00") == [("+1", ["kasi"])]
    assert Notification.objects.get(user=kasi).mail_to_send is True


def test_paused_work_is_silent_and_resuming_opens_a_new_turn(work, korkab):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    assert told("2026-10-12 08:00") == [("hampir", ["korkab"])]
    with time_machine.travel(at("2026-10-12 09:00"), tick=False):
        clock.pause(deadline, reason="Menunggu bank", by=korkab)
    assert told("2026-10-13 08:00") == []
    with time_machine.travel(at("2026-10-14 09:00"), tick=False):
        clock.resume(deadline, by=korkab)
    assert told("2026-10-14 10:00") == [("hampir", ["korkab"])]
    assert list(deadline.alerts.values_list("turn", "rung")) == [(1, "hampir"), (2, "hampir")]


def test_an_extension_opens_a_new_turn_at_the_new_date(work, korkab, kabid):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    told("2026-10-12 17:00")
    with time_machine.travel(at("2026-10-13 09:00"), tick=False):
        asked = extensions.ask(deadline, reason="Banjir", until=at("2026-10-20 00:00").date(), by=korkab)
        extensions.decide(asked, granted=True, by=kabid)
    assert told("2026-10-19 17:00") == []
    assert told("2026-10-20 07:30") == [("hampir", ["korkab"])]


def test_the_database_keeps_an_alert_once(work):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    told("2026-10-12 08:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(deadline=deadline, turn=1, rung="hampir", due=deadline.due)


def test_a_next_rung_set_back_by_hand_does_not_alert_again(work, korkab):
    deadline = work("2026-10-05 09:00", "hari_kerja", 5)
    told("2026-10-12 08:00")
    Deadline.objects.filter(pk=deadline.pk).update(next_rung="hampir", next_alert_at=at("2026-10-12 07:30"))
    assert told("2026-10-12 08:01") == []
    assert Notification.objects.filter(user=korkab).count() == 1


@pytest.mark.slow
def test_a_sweep_takes_the_same_queries_for_10_and_for_500(work, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            alerts.sweep(at("2026-10-12 17:00"))
        return len(counted)

    first = work("2026-10-05 09:00", "hari_kerja", 5)
    _copies(first, 9, "few")
    few = queries()
    _copies(first, 500, "many")
    assert queries() == few
    assert Alert.objects.filter(overtaken=False).count() == 510


def _copies(deadline: Deadline, number: int, name: str) -> None:
    copies = [Deadline.objects.get(pk=deadline.pk) for _ in range(number)]
    for each, copy in enumerate(copies):
        copy.pk, copy.subject, copy.next_rung = None, f"{name}:{each}", "hampir"
        copy.next_alert_at = at("2026-10-12 07:30")
    Deadline.objects.bulk_create(copies)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_give_each_alert_once(work, korkab):
    for _ in range(40):
        work("2026-10-05 09:00", "hari_kerja", 5)
    found: list[Alert] = []

    def scheduler(start: threading.Barrier) -> None:
        start.wait()
        try:
            found.extend(alerts.sweep(at("2026-10-12 17:00")))
        finally:
            connection.close()

    start = threading.Barrier(4)
    threads = [threading.Thread(target=scheduler, args=[start]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alerts_kept = Alert.objects.filter(overtaken=False)
    assert sorted(alert.pk for alert in found) == sorted(alerts_kept.values_list("pk", flat=True))
    assert alerts_kept.count() == 40
