"""Inspektorat reads who read what."""

from datetime import UTC, datetime

import pytest
import time_machine

from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.audit.services import log_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def readings(ratri, bagas) -> list[ReadLog]:
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC), tick=False):
        first = log_read(ReadKind.REVEAL, by=ratri, subject="NIK A", purpose="Kroscek")
    with time_machine.travel(datetime(2026, 11, 21, 18, 0, tzinfo=UTC), tick=False):  # 01.00 of the 22nd in Magetan
        second = log_read(ReadKind.EXPORT, by=bagas, subject="BNBA", purpose="Rapat")
    return [first, second]


def subjects(response) -> list[str]:
    return [row.subject for row in response.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["BNBA", "NIK A"]),
        ("?nama=ratri", ["NIK A"]),
        ("?nama=Adiwinata", ["BNBA"]),
        ("?jenis=export", ["BNBA"]),
        ("?dari=2026-11-22", ["BNBA"]),
        ("?sampai=2026-11-21", ["NIK A"]),
        ("?jenis=lain&dari=kemarin&sesudah=abc", ["BNBA", "NIK A"]),
        ("?sesudah=999999999999999999999999", ["BNBA", "NIK A"]),
        ("?nama=tiada", []),
    ],
)
def test_filters(readings, inspektorat, login, query, expected):
    assert subjects(login(inspektorat).get(f"/jejak-baca/{query}")) == expected


def test_pages_follow_one_another_without_gap_or_double(ratri, inspektorat, login):
    ReadLog.objects.bulk_create(
        ReadLog(user=ratri, kind=ReadKind.REVEAL, subject=f"{n}", purpose="Uji") for n in range(120)
    )
    client = login(inspektorat)
    pages, url = [], "/jejak-baca/"
    while url:
        response = client.get(url)
        pages.append(subjects(response))
        url = response.context["next_url"] and f"/jejak-baca/{response.context['next_url']}"
    back = client.get(f"/jejak-baca/{response.context['prev_url']}")
    assert [subject for page in pages for subject in page] == [f"{n}" for n in range(119, -1, -1)]
    assert (list(map(len, pages)), subjects(back)) == ([50, 50, 20], pages[1])


def test_a_partial_request_gets_the_list_only(readings, inspektorat, login):
    response = login(inspektorat).get("/jejak-baca/", headers={"HX-Request": "true"})
    assert response.content.decode().count("<h1>") == 0


@pytest.mark.slow
def test_only_inspektorat_reads_it(readings, cast, login):
    assert [name for name, user in cast.items() if login(user).get("/jejak-baca/").status_code == 200] == [
        "inspektorat"
    ]
