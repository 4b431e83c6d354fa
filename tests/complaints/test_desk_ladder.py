"""Lateness of complaints: who hears on which rung, what stands on Beranda, in the calendar and in the digest."""

from datetime import datetime

import pytest

from complaints.services import handling, restricted
from pkh_sembako.deadlines.models import Alert, Deadline, MorningDigest, Notification
from pkh_sembako.deadlines.month import in_scope
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.queries import waiting_for
from pkh_sembako.deadlines.services import digest
from pkh_sembako.deadlines.services.alerts import sweep

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+07:00")


def heard(now: str) -> list[tuple[str, list[str]]]:
    return [(alert.rung, alert.recipients) for alert in sweep(at(now))]


def test_a_late_complaint_climbs_from_the_desk_to_the_kadis_and_the_korkab_hears_nothing(filed, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    filed()  # verification is due on Thursday 26 November, 16.00
    assert heard("11-25T16:00") == []
    assert heard("11-26T07:30") == [("hampir", ["petugas"])]
    assert heard("11-26T16:01") == [("lewat", ["petugas"])]
    assert heard("11-27T16:30") == [("+1", ["kasi"])]
    assert heard("12-01T16:00") == [("+3", ["kabid"])]
    assert heard("12-07T16:00") == [("+7", ["kadis", "sekretaris"])]
    assert heard("12-30T16:00") == []


def test_what_a_unit_holds_rings_there_and_with_the_desk_once_it_is_late(verified, plaosan, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified("berkadar")
    handling.forward(complaint, handler="korcam", kecamatan=plaosan, note="Mohon dicek.", by=petugas)
    assert heard("11-30T07:30") == [("hampir", ["korcam.plaosan"])]
    assert heard("11-30T16:01") == [("lewat", ["korcam.plaosan", "petugas"])]


def test_an_accused_kasi_hears_nothing_at_plus_1_and_sees_it_nowhere(verified, kasi, kadis, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified("ringan")  # finished by Wednesday 25 November
    restricted.accuse(complaint, user=kasi, by=petugas)
    limit = Deadline.objects.get(subject=f"complaint:{complaint.pk}:limit")
    sweep(at("11-26T16:01"))
    told = Alert.objects.get(deadline=limit, overtaken=False)
    assert (told.rung, told.recipients) == ("+1", [])
    assert not Notification.objects.filter(user=kasi).exists()
    assert (list(in_scope(kasi)), in_scope(kadis).count()) == ([], 2)


def test_an_accused_of_the_desk_hears_nothing_and_who_stands_in_does(verified, petugas, operator, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified()
    restricted.accuse(complaint, user=petugas, by=operator)
    clock = Deadline.objects.get(subject=f"complaint:{complaint.pk}:limit")
    assert {person.username for person in Directory().actors(clock)} == {"operator"}
    assert waiting_for(petugas) == []


def test_beranda_shows_the_desk_its_work_with_a_link_that_opens(filed, login, petugas, inspektorat, kadis):
    open_one, secret = filed(), filed(subject="pungli")
    tasks = waiting_for(petugas)
    assert [(task.group, task.title, task.url) for task in tasks] == [
        ("Pengaduan", f"Verifikasi {open_one.ticket}", open_one.get_absolute_url())
    ]
    page = login(petugas).get("/")
    assert f"Verifikasi {open_one.ticket}" in page.content.decode()
    assert login(petugas).get(tasks[0].url).status_code == 200
    assert [task.title for task in waiting_for(inspektorat)] == [f"Verifikasi {secret.ticket}"]
    assert [each.title for each in in_scope(kadis)] == [f"Verifikasi {open_one.ticket}"]


def test_the_calendar_shows_a_complaint_to_who_may_open_it(filed, login, petugas, kadis, ratri, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = filed()
    seen = {user.username: complaint.ticket in login(user).get("/tenggat/").content.decode() for user in (kadis, ratri)}
    assert seen == {"kadis": True, "ratri": False}


def test_who_is_accused_hears_nothing_in_the_morning_either(verified, petugas, operator, settings, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified()
    type(petugas).objects.update(email="a@contoh.id")
    restricted.accuse(complaint, user=petugas, by=operator)
    time_machine.move_to("2026-11-24 08:00+07:00", tick=False)
    digest.write(at("11-24T08:00").date(), at("11-24T08:00"))
    readers = {each.user.username for each in MorningDigest.objects.all() if complaint.ticket in each.text}
    assert readers == {"operator"}


def test_giving_back_what_is_no_extortion_lets_it_climb_again(filed, inspektorat, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = filed(subject="pungli")
    assert heard("11-26T07:30") == [("hampir", ["inspektorat"])]
    assert heard("11-27T16:31") == []
    facts = {"subject": "ewarong", "gravity": "ringan", "reason": "Harga barang, bukan pungutan."}
    restricted.derestrict(complaint, **facts, by=inspektorat)
    assert heard("11-27T16:31") == [("+1", ["kasi"])]
