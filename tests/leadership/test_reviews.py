"""The yearly evaluation: who rates whom, what stays hidden, what a closed review refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.leadership.enums import ASPECTS
from pkh_sembako.leadership.models import StaffRating
from pkh_sembako.leadership.queries import raters
from pkh_sembako.leadership.queries.review_report import review_report
from pkh_sembako.leadership.queries.reviews import results, to_do
from pkh_sembako.leadership.services import reviews
from pkh_sembako.lib.errors import DomainError

pytestmark = pytest.mark.django_db
GOOD = dict.fromkeys(ASPECTS, 4)


@pytest.fixture
def review(cast, time_machine):
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    return reviews.open_review(year=2026, closes_on=date(2026, 12, 18), targets={}, by=cast["kasi"])


def asked(review, user) -> list[tuple[str, str]]:
    return [(task.about.username, task.relation) for task in to_do(review, user)]


def test_a_pendamping_rates_oneself_and_the_korcam_and_the_korcam_rates_back(review, cast):
    assert asked(review, cast["ratri"]) == [("ratri", "Diri sendiri"), ("korcam.plaosan", "Bawahan")]
    assert asked(review, cast["korcam.plaosan"]) == [
        ("korcam.plaosan", "Diri sendiri"),
        ("ratri", "Atasan"),
        ("korcam.parang", "Rekan"),
        ("korkab", "Bawahan"),
    ]
    assert asked(review, cast["kasi"]) == [("korkab", "Atasan")]
    assert asked(review, cast["bank"]) == []


def test_nobody_is_asked_twice_about_the_same_person(cast):
    tasks = raters.tasks(2026)
    assert len({(task.by, task.about) for task in tasks}) == len(tasks)


def test_a_stranger_and_a_score_outside_one_to_five_are_refused(review, cast):
    with pytest.raises(DomainError, match="tidak diminta"):
        reviews.rate(review, about=cast["bagas"], scores=GOOD, by=cast["ratri"])
    with pytest.raises(DomainError, match="1 sampai 5"):
        reviews.rate(review, about=cast["ratri"], scores=GOOD | {"honest": 6}, by=cast["ratri"])


def test_the_superior_weighs_most_and_few_peers_stay_hidden(review, cast):
    reviews.rate(review, about=cast["korcam.plaosan"], scores=dict.fromkeys(ASPECTS, 5), by=cast["korkab"])
    reviews.rate(review, about=cast["korcam.plaosan"], scores=dict.fromkeys(ASPECTS, 1), by=cast["ratri"])
    reviews.rate(review, about=cast["korcam.plaosan"], scores=GOOD, by=cast["korcam.plaosan"])
    (one,) = results(review, [cast["korcam.plaosan"]])
    assert (one.superior, one.around, one.own, one.around_words) == (5.0, None, 4.0, "kurang dari 3 penilai")
    assert round(one.whole, 4) == round((60 * 5 + 10 * 4) / 70, 4)


def test_ones_own_view_alone_is_no_result(review, cast):
    reviews.rate(review, about=cast["ratri"], scores=GOOD, by=cast["ratri"])
    (one,) = results(review, [cast["ratri"]])
    assert (one.own, one.whole) == (4.0, None)


def test_a_closed_review_is_changed_by_nobody(review, cast):
    rating = reviews.rate(review, about=cast["ratri"], scores=GOOD, by=cast["ratri"])
    assert reviews.rate(review, about=cast["ratri"], scores=GOOD, by=cast["ratri"]) == rating
    reviews.close(review, by=cast["kadis"])
    with pytest.raises(DomainError, match="ditutup"):
        reviews.rate(review, about=cast["ratri"], scores=GOOD, by=cast["ratri"])
    with pytest.raises(IntegrityError, match="ditutup"), transaction.atomic():
        StaffRating.objects.update(honest=5)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE leadership_staffrating DISABLE TRIGGER guard")
    assert StaffRating.objects.update(honest=5) == 1


def test_only_who_leads_opens_closes_and_sees_it_whole(review, cast, client):
    with pytest.raises(DomainError, match="pimpinan"):
        reviews.close(review, by=cast["korkab"])
    seen = {}
    for name in ("kadis", "korkab", "ratri"):
        client.force_login(cast[name])
        seen[name] = client.get(review.get_absolute_url()).status_code
    assert seen == {"kadis": 200, "korkab": 403, "ratri": 403}


def test_a_rating_is_typed_in_and_kept_when_something_is_missing(review, cast, client):
    client.force_login(cast["ratri"])
    address = f"/penilaian/{review.pk}/{cast['korcam.plaosan'].pk}/"
    answer = client.post(address, {"service": "4", "note": "Selalu membantu."})
    assert (answer.status_code, "Selalu membantu." in answer.content.decode()) == (422, True)
    client.post(address, dict.fromkeys(ASPECTS, "4"))
    assert StaffRating.objects.get().relation == "subordinate"
    assert client.get(f"/penilaian/{review.pk}/{cast['bagas'].pk}/").status_code == 404


def test_the_extract_for_e_sakip_has_target_and_reality(review):
    extract = review_report(review).sections[0]
    assert [row[:3] for row in extract.rows] == [
        ("Langkah SOP selesai tepat waktu", "%", 95),
        ("Keluarga PKH selesai dikroscek", "%", 100),
        ("Pengaduan dijawab dalam batas waktu", "%", 90),
        ("Kepuasan masyarakat (SKM)", "indeks", 80),
    ]
