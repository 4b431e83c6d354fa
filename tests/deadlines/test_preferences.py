"""How somebody hears of what: the bell, the mail, the morning, or not at all."""

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection

from pkh_sembako.deadlines.enums import ALLOWED, Kind, Way
from pkh_sembako.deadlines.models import Notification, NotificationSetting
from pkh_sembako.deadlines.queries import unread_count
from pkh_sembako.deadlines.services import alerts, bell, mail, preferences
from pkh_sembako.lib.errors import DomainError
from tests.deadlines.conftest import at


@pytest.mark.parametrize(
    ("way", "in_list", "rings", "mailed"),
    [(Way.MAIL, 1, 1, True), (Way.BELL, 1, 1, False), (Way.DIGEST, 1, 0, False), (Way.OFF, 0, 0, False)],
)
def test_an_alert_comes_in_the_way_its_reader_chose(work, korkab, way, in_list, rings, mailed):
    preferences.choose({Kind.NEAR: way}, by=korkab)
    work("2026-10-05 09:00", "hari_kerja", 5)
    assert len(alerts.sweep(at("2026-10-12 09:00"))) == 1
    found = Notification.objects.filter(user=korkab)
    assert (found.count(), unread_count(korkab), found.filter(mail_to_send=True).exists()) == (in_list, rings, mailed)
    assert found.filter(for_digest=True).exists() == (way == Way.DIGEST)


def test_one_sweep_parts_what_rings_from_what_waits_for_the_morning(work, korkab):
    preferences.choose({Kind.NEAR: Way.DIGEST}, by=korkab)
    work("2026-10-05 09:00", "hari_kerja", 5, title="Lewat")
    work("2026-10-05 09:00", "hari_kerja", 6, title="Dekat")
    alerts.sweep(at("2026-10-13 09:00"))
    told = {one.for_digest: one.text.split("(")[0] for one in Notification.objects.filter(user=korkab)}
    assert told == {False: "Lewat tenggat: Lewat ", True: "Mendekati tenggat: Dekat "}


def test_news_by_bell_only_is_not_mailed(korkab, kasi):
    preferences.choose({Kind.NEWS: Way.BELL}, by=korkab)
    bell.tell([korkab, kasi], text="Dikembalikan.", by_mail=True)
    assert mail.send_waiting() == 1
    assert [one.to for one in outbox.outbox] == [["kasi@contoh.invalid"]]
    assert unread_count(korkab) == 1


def test_many_readers_cost_two_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        bell.tell(list(cast.values()), text="Kabar.")


@pytest.mark.parametrize("kind", [kind for kind, ways in ALLOWED.items() if Way.OFF not in ways])
def test_lateness_and_news_cannot_be_switched_off(korkab, kind):
    with pytest.raises(DomainError, match="tidak dapat diatur"):
        preferences.choose({kind: Way.OFF}, by=korkab)
    with pytest.raises(IntegrityError, match="lateness_cannot_be_switched_off"):
        NotificationSetting.objects.create(user=korkab, kind=kind, way=Way.OFF)


def test_without_the_guard_lateness_would_be_switched_off(korkab):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_notificationsetting DROP CONSTRAINT lateness_cannot_be_switched_off")
    NotificationSetting.objects.create(user=korkab, kind=Kind.LATE, way=Way.OFF)
    assert NotificationSetting.objects.count() == 1


def test_who_wants_the_morning_only_needs_the_mornings_mail(korkab):
    with pytest.raises(DomainError, match="hanya dapat menunggu ringkasan pagi"):
        preferences.choose({Kind.NEAR: Way.DIGEST, Kind.DIGEST: Way.OFF}, by=korkab)


def test_the_own_page_keeps_what_is_chosen_and_refuses_what_is_not_allowed(login, korkab):
    client, page = login(korkab), "/pemberitahuan/atur/"
    chosen = {kind.value: Way.MAIL.value for kind in Kind} | {"dekat": "mati"}
    assert client.get(page).status_code == 200
    assert client.post(page, chosen).status_code == 302
    assert list(NotificationSetting.objects.values_list("kind", "way")) == [("dekat", "mati")]
    assert client.post(page, chosen | {"lewat": "mati"}).status_code == 422
    assert list(NotificationSetting.objects.values_list("kind", "way")) == [("dekat", "mati")]
