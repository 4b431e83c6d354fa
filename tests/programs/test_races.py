"""Two approvers at the same moment: 200 times, and the race is shown to happen when the guard is off."""

import threading

import pytest
from django.db import DatabaseError, connection

from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.accounts.models import Posting, User
from programs.models import BaAct, BaRevision, BeritaAcara, Round
from programs.services import berita_acara

ROUNDS = 200
SIGN = (
    "INSERT INTO programs_baact (ba_id, revision, link, role, person_id, verdict, reason, at)"
    " VALUES (%s, 1, 1, 'kasi', %s, 'approve', '', now())"
)


@pytest.fixture
def revisions(transactional_db) -> list[BaRevision]:
    """200 drafted Berita Acara, each waiting for its first paraf."""
    korkab = create_cast(None)["korkab"]
    the_round = Round.objects.create(program="pkh", tahun=2027, tahap=1)
    papers = BeritaAcara.objects.bulk_create(BeritaAcara(round=the_round, version=n) for n in range(1, ROUNDS + 1))
    made = BaRevision.objects.bulk_create(
        BaRevision(ba=paper, revision=1, totals=[], content_hash="", chain=["kasi", "kadis"]) for paper in papers
    )
    BaAct.objects.bulk_create(
        BaAct(ba=paper, revision=1, link=0, role="korkab", person=korkab, verdict="draft") for paper in papers
    )
    return made


def both_sign(revisions: list[BaRevision]) -> int:
    """Two people with the same post sign every revision at the same moment; returns how many got two signatures."""
    first = User.objects.get(username="kasi")
    second = User.objects.get(username="sekretaris")
    Posting.objects.create(user=second, role="kasi", starts="2026-01-01")
    starts = threading.Barrier(2)

    def approver(person: User) -> None:
        try:
            for revision in revisions:
                starts.wait(timeout=30)
                link = berita_acara.next_link(revision)
                starts.wait(timeout=30)
                try:
                    with connection.cursor() as cursor:
                        cursor.execute(SIGN, [revision.ba_id, person.pk])
                except DatabaseError:
                    assert link == 1
        finally:
            connection.close()

    threads = [threading.Thread(target=approver, args=[person]) for person in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    signatures = BaAct.objects.filter(link=1).values_list("ba_id", flat=True)
    return len(signatures) - len(set(signatures))


def test_200_concurrent_approvals_give_no_double(revisions):
    assert both_sign(revisions) == 0
    assert BaAct.objects.filter(link=1).count() == ROUNDS


@pytest.mark.slow
def test_the_race_happens_when_the_guard_is_off(revisions):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_baact DROP CONSTRAINT act_once_per_link")
        cursor.execute("ALTER TABLE programs_baact DISABLE TRIGGER four_eyes")
    try:
        assert both_sign(revisions) == ROUNDS
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE programs_baact ENABLE TRIGGER four_eyes")
            cursor.execute("TRUNCATE programs_baact")
            cursor.execute("ALTER TABLE programs_baact ADD CONSTRAINT act_once_per_link UNIQUE (ba_id, revision, link)")
