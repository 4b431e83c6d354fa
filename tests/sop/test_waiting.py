"""The home page's tasks: whose turn it is, by cycle and deadline."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.office.models import ChainLink, Kecamatan, Official
from programs.enums import Basis
from programs.models import RoundEntry
from programs.services import berita_acara, kroscek
from sop import tasks, waiting
from sop.queries import cycle_rows
from sop.services import approval, cycles, runs
from tests.sop.conftest import PLAOSAN, check_and_accept, determine, share_of, work_through


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
    check_and_accept(at_kroscek, cast)
    return at_kroscek


@pytest.fixture
def correction(checked, cast):
    """Determined, the cycle ended, and a Berita Acara perbaikan opened; ratri accompanies a family in Plaosan."""
    enrollment = RoundEntry.objects.filter(round=checked.round, kecamatan=PLAOSAN).first().enrollment
    enrollment.pendamping = cast["ratri"]
    enrollment.save()
    determination = determine(checked, cast)
    cycles.stop(checked, reason="Selesai lebih awal.", by=cast["operator"])
    return berita_acara.correct(determination, by=cast["korkab"], reason="Satu keluarga ditemukan kembali.")


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


def test_families_of_a_returned_kecamatan_wait_although_all_are_checked(at_kroscek, cast, korcam_plaosan, ratri):
    entries = list(RoundEntry.objects.filter(round=at_kroscek.round, kecamatan=PLAOSAN))
    entries[0].enrollment.pendamping = ratri
    entries[0].enrollment.save()
    kroscek.record_matching(entries, basis=Basis.VISIT, checked_on=date(2026, 11, 1), statement="Dikunjungi.", by=ratri)
    share = share_of(at_kroscek, 9, PLAOSAN)
    runs.move(share, "submit", by=korcam_plaosan)
    assert tasks_of(ratri) == []
    runs.move(share, "return", by=cast["korkab"], note="Dua alamat keliru")
    assert tasks_of(ratri) == [("Kroscek dikembalikan: periksa lagi 1 keluarga dampingan Anda", "Kec. Plaosan", 1)]
    assert tasks_of(korcam_plaosan) == [("9. Kroscek data", "Kec. Plaosan", 2)]
    runs.move(share, "submit", by=korcam_plaosan)
    assert tasks_of(ratri) == []


@pytest.mark.slow
def test_a_correction_after_the_cycle_waits_for_one_person_at_a_time(correction, cast, login):
    korkab, ba = cast["korkab"], correction
    task = waiting.home(korkab)[0].tasks[0]
    assert (task.title, task.url, task.count, task.state_label) == (
        "Susun Berita Acara perbaikan",
        f"/penetapan/{ba.pk}/",
        4,
        "Perlu dikerjakan",
    )
    assert "Susun Berita Acara perbaikan" in login(korkab).get("/").content.decode()
    revision = approval.draft(ba.round, by=korkab)
    for role in revision.chain[:-1]:
        assert (tasks_of(korkab), tasks_of(cast[role])) == ([], [("Paraf Berita Acara hasil kroscek", "", 4)])
        approval.give_paraf(revision, by=cast[role])
    assert tasks_of(cast["kadis"]) == [("Tetapkan hasil kroscek", "", 4)]
    approval.return_(revision, by=cast["kadis"], reason="Rekap keliru.")
    assert tasks_of(korkab) == [("Susun ulang Berita Acara yang dikembalikan", "", 4)]


def test_a_kecamatan_given_back_for_a_correction_waits_for_its_korcam_and_pendamping(correction, cast):
    plaosan = Kecamatan.objects.get(pk=PLAOSAN)
    kroscek.unlock(correction.round, plaosan, by=cast["korkab"], reason="Periksa lagi")
    assert tasks_of(cast["korcam.plaosan"]) == [("Perbaiki dan kirim lagi kroscek", "Kec. Plaosan", 2)]
    assert tasks_of(cast["ratri"]) == [
        ("Kroscek dikembalikan: periksa lagi 1 keluarga dampingan Anda", "Kec. Plaosan", 1)
    ]
    assert tasks_of(cast["korcam.parang"]) == []
    assert [task.state_label for task in waiting.home(cast["korkab"])[0].tasks] == ["Menunggu kecamatan"]
    kroscek.lock(correction.round, plaosan, by=cast["korcam.plaosan"])
    assert (tasks_of(cast["korcam.plaosan"]), tasks_of(cast["ratri"])) == ([], [])


@pytest.mark.slow
def test_without_a_korcam_the_korkab_hands_in_again(correction, cast):
    kroscek.unlock(correction.round, Kecamatan.objects.get(pk=PLAOSAN), by=cast["korkab"], reason="Periksa lagi")
    cast["korcam.plaosan"].postings.update(ends=date(2026, 1, 2))
    assert ("Perbaiki dan kirim lagi kroscek", "Kec. Plaosan", 2) in tasks_of(cast["korkab"])


@pytest.mark.slow
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


def test_a_paraf_whose_post_becomes_vacant_is_asked_of_nobody_and_the_kadis_goes_on(checked, cast):
    revision = approval.draft(checked.round, by=cast["korkab"])
    approval.give_paraf(revision, by=cast["kasi"])
    assert tasks.follow_vacancies() == 0
    Official.objects.create(post="kabid", capacity="kosong", title="Kepala Bidang", starts=date(2026, 1, 1))
    assert (tasks.follow_vacancies(), tasks.follow_vacancies()) == (1, 0)
    assert (tasks_of(cast["kabid"]), tasks_of(cast["kadis"])) == ([], [("Tetapkan hasil kroscek", "", 4)])
    step = checked.steps.get(step__no=10)
    assert (step.state, step.submitted_by.username) == ("done", "sistem")
    assert Notification.objects.filter(user=cast["kadis"]).latest("id").text == (
        "Berita Acara hasil kroscek PKH Tahap 4 2026 menunggu penetapan Anda."
    )


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
