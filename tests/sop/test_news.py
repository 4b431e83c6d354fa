"""Who hears that work came back, that more time was asked for, and what was answered."""

from datetime import date

import pytest
from django.utils import timezone

from pkh_sembako.deadlines.models import Notification
from programs.enums import Basis
from programs.models import RoundEntry
from programs.services import kroscek
from sop.services import runs, times
from tests.sop.conftest import PLAOSAN, share_of, work_through

UNTIL = date(2027, 6, 2)


@pytest.fixture
def share(started, cast):
    """Plaosan's share of the kroscek, its one family checked."""
    cycle = started(places={PLAOSAN: 1})
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    entries = RoundEntry.objects.filter(round=cycle.round)
    kroscek.record_matching(
        entries, basis=Basis.VISIT, checked_on=timezone.localdate(), statement="Dikunjungi.", by=cast["ratri"]
    )
    return share_of(cycle, 9, PLAOSAN)


def heard() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("user__username").values_list("user__username", "text"))


def test_a_kecamatan_hears_that_its_kroscek_came_back(share, cast):
    runs.move(share, "submit", by=cast["korcam.plaosan"])
    Notification.objects.all().delete()
    runs.move(share, "return", by=cast["korkab"], note="Dua alamat keliru.")
    text = f"Dikembalikan {cast['korkab']}: 9. Kroscek data (PKH Tahap 4 2026), Kec. Plaosan. “Dua alamat keliru.”"
    assert heard() == [("korcam.plaosan", text), ("ratri", text)]
    assert set(Notification.objects.values_list("url", "mail_to_send")) == {(share.get_absolute_url(), True)}


def test_more_time_is_asked_of_the_nearest_above_and_answered_to_the_asker(share, cast):
    Notification.objects.all().delete()
    asked = times.ask_extension(share, until=UNTIL, reason="Jembatan putus.", by=cast["korcam.plaosan"])
    what = "9. Kroscek data (PKH Tahap 4 2026), Kec. Plaosan"
    korcam, kasi = cast["korcam.plaosan"], cast["kasi"]
    question = f"{korcam} meminta perpanjangan {what}, sampai 2 Juni 2027: Jembatan putus."
    assert heard() == [("korkab", question)]
    times.decide_extension(share, asked, granted=False, note="Tidak cukup beralasan", by=kasi)
    answer = f"Perpanjangan {what} sampai 2 Juni 2027 ditolak {kasi}: Tidak cukup beralasan."
    assert heard() == [("korcam.plaosan", answer), ("korkab", question)]


def test_who_stands_alone_on_the_rung_above_is_passed_over(share, cast):
    cast["korkab"].is_active = False
    cast["korkab"].save()
    Notification.objects.all().delete()
    times.ask_extension(share, until=UNTIL, reason="Jembatan putus.", by=cast["korcam.plaosan"])
    assert [username for username, _ in heard()] == ["kasi"]
