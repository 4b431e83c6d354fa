"""The home page's tasks: whose turn it is, by cycle and deadline."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pkh_sembako.office.models import ChainLink
from programs.enums import Basis
from programs.models import RoundEntry
from programs.services import berita_acara, kroscek
from sop import waiting
from sop.models import Assignment
from sop.queries import cycle_rows
from sop.services import approval, runs
from tests.sop.conftest import PLAOSAN, share_of, step_of, work_through


def tasks_of(user) -> list[tuple[str, str, int | None]]:
    return [(task.title, task.area, task.count) for group in waiting.home(user) for task in group.tasks]


@pytest.fixture
def at_kroscek(started, cast):
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    return cycle


@pytest.fixture
def checked(at_kroscek, cast):
    """Both kecamatan handed in and accepted: step 10 is under way."""
    for share in Assignment.objects.filter(step_run=step_of(at_kroscek, 9)):
        entries = list(RoundEntry.objects.filter(round=at_kroscek.round, kecamatan=share.kecamatan))
        facts = {"basis": Basis.VISIT, "checked_on": date(2026, 11, 1), "statement": "Dikunjungi."}
        kroscek.record_matching(entries, by=cast["ratri"], **facts)
        korcam = "korcam.plaosan" if share.kecamatan_id == PLAOSAN else "korcam.parang"
        runs.move(share, "submit", by=cast[korcam])
        runs.move(share, "finish", by=cast["korkab"])
    return at_kroscek


def test_a_korcam_has_the_own_kecamatans_share_with_its_families(started, korcam_plaosan, korkab):
    cycle = started()
    assert tasks_of(korcam_plaosan) == [("5. Pertemuan kelompok", "Kec. Plaosan", 2)]
    assert tasks_of(korkab) == []
    group = waiting.home(korcam_plaosan)[0]
    assert (group.title, group.url) == ("PKH Tahap 4 2026", f"/siklus/{cycle.pk}/")


def test_what_was_handed_in_waits_for_the_pemeriksa(at_kroscek, cast, korcam_plaosan, korkab, ratri):
    entries = list(RoundEntry.objects.filter(round=at_kroscek.round, kecamatan=PLAOSAN))
    kroscek.record_matching(entries, basis=Basis.VISIT, checked_on=date(2026, 11, 1), statement="Dikunjungi.", by=ratri)
    runs.move(share_of(at_kroscek, 9, PLAOSAN), "submit", by=korcam_plaosan)
    assert tasks_of(korcam_plaosan) == []
    assert tasks_of(korkab) == [("9. Kroscek data", "Kec. Plaosan", 2)]
    assert waiting.home(korkab)[0].tasks[0].state_label == "Perlu diperiksa"


def test_a_pendamping_has_the_own_families_not_checked_yet(at_kroscek, ratri):
    entry = RoundEntry.objects.filter(kecamatan=PLAOSAN).first()
    entry.enrollment.pendamping = ratri
    entry.enrollment.save()
    assert tasks_of(ratri) == [("Kroscek: 0 dari 1 keluarga dampingan Anda", "Kec. Plaosan", 1)]


def test_a_berita_acara_waits_for_one_person_at_a_time(checked, cast):
    chain = list(ChainLink.objects.order_by("order").values_list("role", flat=True))
    people = ["korkab", "apd", *chain]

    def whose() -> dict[str, str]:
        return {name: tasks_of(cast[name])[0][0] for name in people if tasks_of(cast[name])}

    assert whose() == {"korkab": "10. Berita Acara kroscek"}
    revision = approval.draft(checked.round, by=cast["korkab"])
    for role in chain[:-1]:
        assert whose() == {role: "Paraf Berita Acara hasil kroscek"}
        approval.give_paraf(revision, by=cast[role])
    assert whose() == {chain[-1]: "Tetapkan hasil kroscek"}
    approval.return_(revision, by=cast[chain[-1]], reason="Rekap Parang keliru.")
    assert whose() == {"korkab": "Susun ulang Berita Acara yang dikembalikan"}
    again = approval.draft(checked.round, by=cast["korkab"])
    assert whose() == {chain[0]: "Paraf Berita Acara hasil kroscek"}
    assert berita_acara.next_link(again) == 1


def test_cycles_side_by_side_are_groups_by_their_deadline(started, korcam_plaosan):
    started(tahap=4)
    started(tahap=3)
    assert [group.title for group in waiting.home(korcam_plaosan)] == ["PKH Tahap 4 2026", "PKH Tahap 3 2026"]


def test_the_queries_do_not_grow_with_the_tasks(started, korkab):
    def count() -> int:
        with CaptureQueriesContext(connection) as counted:
            waiting.home(korkab)
        return len(counted)

    started(tahap=1, places={"35.20.03": 1})
    assert len(tasks_of(korkab)) == 1
    few = count()
    started(tahap=2, places={f"35.20.{no:02}": 1 for no in (3, 4, 5, 6, 8, 9, 10)})
    assert len(tasks_of(korkab)) == 8
    assert count() == few


def test_a_step_with_late_kecamatan_is_one_late_step(at_kroscek):
    rows = cycle_rows([at_kroscek], timezone.now() + timedelta(days=60))
    assert [(row.open, row.late) for row in rows] == [("9", 1)]
