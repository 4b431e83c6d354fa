"""The one door: who may, what is unmet, what repeats, what is refused."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from pkh_sembako.accounts.models import Posting
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.lib.errors import DomainError
from programs.enums import Basis
from programs.models import KroscekSubmission, RoundEntry
from programs.services import kroscek
from sop import steps
from sop.models import Assignment, SopVersion, StepRun
from sop.queries import waivers
from sop.services import actors, cycles, flow, runs, times
from sop.transitions import Verb
from tests.deadlines.conftest import at
from tests.sop.conftest import LEMBEYAN, PARANG, PLAOSAN, fulfil, share_of, states, step_of, work_through


@pytest.fixture
def at_kroscek(started, cast):
    """A cycle whose kroscek (step 9) is under way in Parang and Plaosan."""
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    return cycle


def check_all(cycle, kecamatan: str, by) -> None:
    entries = list(RoundEntry.objects.filter(round=cycle.round, kecamatan=kecamatan))
    kroscek.record_matching(entries, basis=Basis.VISIT, checked_on=date(2026, 11, 1), statement="Dikunjungi.", by=by)


def refused(target, verb, by, **facts) -> str:
    with pytest.raises(DomainError) as refusal:
        runs.move(target, verb, by=by, **facts)
    return refusal.value.sentence


def test_a_checklist_says_what_is_missing(started, korcam_plaosan):
    share = share_of(started(), 5, PLAOSAN)
    assert refused(share, "submit", korcam_plaosan) == (
        "Belum dapat diajukan. Kelengkapan belum dicentang: ATK, FC KTP, FC KK, Data dukung kesehatan dan pendidikan,"
        " Modul P2K2/FDS, Kendaraan; Belum ada bukti: unggah berkas atau tulis catatan hasil kerja."
    )


def test_without_a_pemeriksa_handing_in_is_done(started, korcam_plaosan):
    share = share_of(started(), 5, PLAOSAN)
    fulfil(share, korcam_plaosan)
    moved = runs.move(share, "submit", by=korcam_plaosan, note="Selesai 12 kelompok.")
    assert (moved.target.state, moved.sentence) == ("done", "Selesai: Langkah 5 Kec. Plaosan.")
    event = share.events.get()
    assert (event.verb, event.source, event.target, event.by, event.note) == (
        "submit",
        "active",
        "done",
        korcam_plaosan,
        "Selesai 12 kelompok.",
    )


def test_a_second_click_says_that_it_is_done_already(started, korcam_plaosan):
    share = share_of(started(), 5, PLAOSAN)
    fulfil(share, korcam_plaosan)
    with time_machine.travel(at("2026-11-02 09:05"), tick=False):
        runs.move(share, "submit", by=korcam_plaosan)
    again = runs.move(share, "submit", by=korcam_plaosan)
    assert again.repeated
    assert again.sentence == (
        "Langkah 5 Kec. Plaosan sudah diajukan oleh Sekar Puspitarini pada 2 November 2026 pukul 09.05 WIB."
    )
    assert share.events.count() == 1


@pytest.mark.parametrize("username", ["korcam.parang", "ratri", "operator", "korkab", "kadis", "inspektorat", "admin"])
def test_a_kecamatans_share_is_its_korcams(started, cast, username):
    share = share_of(started(), 5, PLAOSAN)
    assert refused(share, "submit", cast[username]) == "“Ajukan” untuk Langkah 5 Kec. Plaosan bukan wewenang Anda."
    assert runs.available(share, cast[username]) == []


def test_where_the_korcam_is_missing_korkab_acts_and_the_record_says_so(started, korkab):
    share = share_of(started(places={LEMBEYAN: 1}), 5, LEMBEYAN)
    fulfil(share, korkab)
    runs.move(share, "submit", by=korkab)
    assert share.events.get().stands_in == "Koordinator kecamatan Kec. Lembeyan (belum ada petugas)"


def test_a_korcam_who_left_is_missing_too(started, korcam_plaosan, korkab):
    share = share_of(started(), 5, PLAOSAN)
    Posting.objects.filter(user=korcam_plaosan).update(ends=date(2026, 1, 1))
    assert runs.available(share, korkab) == [Verb.SUBMIT, Verb.PAUSE]


def test_for_sembako_the_operator_stands_in(started, operator, korkab, cast):
    cycle = started("magetan-sembako", places={LEMBEYAN: 1}, tahap=11)
    for no in (1, 2, 3, 4):
        work_through(cycle, no, cast)
    share = share_of(cycle, 5, LEMBEYAN)
    assert (runs.available(share, operator), runs.available(share, korkab)) == ([Verb.SUBMIT, Verb.PAUSE], [])


def test_lanes_without_users_are_recorded_with_date_and_source(started, operator):
    run = step_of(started("sragen-pkh", places={PLAOSAN: 1}), 1)
    fulfil(run, operator)
    assert refused(run, "submit", operator) == "Isi tanggal kejadian dan sumbernya, misalnya nomor surat Kemensos."
    runs.move(run, "submit", by=operator, happened_on=date(2026, 1, 5), reference="S-12/LJS/2026")
    event = run.events.last()
    assert (event.happened_on, event.reference) == (date(2026, 1, 5), "S-12/LJS/2026")


def test_kroscek_counts_real_families_before_it_may_be_handed_in(at_kroscek, korcam_plaosan):
    share = share_of(at_kroscek, 9, PLAOSAN)
    assert refused(share, "submit", korcam_plaosan) == (
        "Belum dapat diajukan. Kroscek: 2 dari 2 keluarga belum diperiksa di Kec. Plaosan."
    )


def test_a_kroscek_is_handed_in_returned_and_accepted(at_kroscek, korcam_plaosan, korkab, ratri):
    share = share_of(at_kroscek, 9, PLAOSAN)
    check_all(at_kroscek, PLAOSAN, ratri)
    runs.move(share, "submit", by=korcam_plaosan)
    due = Deadline.objects.get(subject=share.subject).due
    assert KroscekSubmission.objects.filter(returned_at=None).count() == 1
    assert refused(share, "return", korkab) == "Tulis yang perlu diperbaiki."
    runs.move(share, "return", by=korkab, note="Alamat dua keluarga belum diisi.")
    assert KroscekSubmission.objects.filter(returned_at=None).count() == 0
    assert Deadline.objects.get(subject=share.subject).due == due
    runs.move(share, "submit", by=korcam_plaosan)
    accepted = runs.move(share, "finish", by=korkab)
    assert (accepted.target.state, accepted.target.checked_by) == ("done", korkab)
    assert list(share.events.values_list("verb", flat=True)) == ["submit", "return", "submit", "finish"]


def test_the_pemeriksa_is_never_the_submitter(at_kroscek, korcam_plaosan, korkab, kasi, ratri):
    Posting.objects.filter(user=korcam_plaosan).update(ends=date(2026, 1, 1))
    share = share_of(at_kroscek, 9, PLAOSAN)
    check_all(at_kroscek, PLAOSAN, ratri)
    runs.move(share, "submit", by=korkab)
    assert refused(share, "finish", korkab) == "Anda yang mengajukan; pemeriksaan dilakukan orang lain."
    runs.move(share, "finish", by=kasi)
    assert share.events.last().stands_in == "Koordinator kabupaten (tidak ada pemeriksa lain)"


def test_the_database_refuses_a_submitter_who_checks(at_kroscek, korcam_plaosan, ratri):
    share = share_of(at_kroscek, 9, PLAOSAN)
    check_all(at_kroscek, PLAOSAN, ratri)
    runs.move(share, "submit", by=korcam_plaosan)
    rows = Assignment.objects.filter(pk=share.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="done")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="done", checked_by=korcam_plaosan)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_1_move ON sop_assignment")
    assert rows.update(state="done") == 1


def test_the_kabid_lets_a_step_pass_with_a_reason(started, kabid, korcam_plaosan):
    share = share_of(started(), 5, PLAOSAN)
    assert refused(share, "waive", korcam_plaosan) == (
        "“Loloskan dengan alasan” untuk Langkah 5 Kec. Plaosan bukan wewenang Anda."
    )
    assert refused(share, "waive", kabid) == "Tulis alasan meloloskan, akan dicetak."
    moved = runs.move(share, "waive", by=kabid, note="Jembatan putus.")
    assert (moved.target.state, share.events.get().note) == ("done", "Jembatan putus.")


def test_kroscek_its_result_money_and_cards_are_neither_let_pass_nor_skipped(db):
    protected = {
        "magetan-pkh": [9, 10, 11, 13, 14],
        "magetan-sembako": [9, 10],
        "lamandau-pkh": [7, 8, 10],
        "banjarbaru-pkh": [7],
        "sragen-pkh": [2],
    }
    found = {
        sop.code: [step.no for step in sop.steps.all() if steps.why_kept(step)] for sop in SopVersion.objects.all()
    }
    assert found == protected


def test_the_kabid_reads_why_a_kroscek_is_not_skipped(at_kroscek, kabid, login):
    sentence = (
        "Langkah kroscek dan Berita Acara tidak dapat dilewati atau diloloskan: tanpa hasil keduanya tidak ada yang "
        "dapat ditetapkan."
    )
    for target in (share_of(at_kroscek, 9, PLAOSAN), step_of(at_kroscek, 9)):
        told = [refused(target, verb, kabid, note="Waktu tidak cukup.") for verb in ("skip", "waive")]
        assert (told, runs.available(target, kabid)) == ([sentence] * 2, [])
    page = login(kabid).get(f"/siklus/{at_kroscek.pk}/langkah/9/lewati/?kecamatan={PLAOSAN}")
    assert (page.context["may_skip"], sentence in page.content.decode()) == (False, True)


def test_the_kabid_skips_a_step_with_a_reason_and_the_next_begins(started, kabid, korkab):
    cycle = started()
    run = step_of(cycle, 5)
    assert refused(run, "skip", korkab) == "“Lewati langkah” untuk Langkah 5 bukan wewenang Anda."
    assert refused(run, "skip", kabid) == "Tulis alasan melewati."
    runs.move(run, "skip", by=kabid, note="Pertemuan ditiadakan.")
    assert states(cycle) == " ".join([*["sk"] * 5, "ac", *["wa"] * 12])
    assert set(run.assignments.values_list("state", flat=True)) == {"skipped"}


def test_pausing_needs_a_reason_stops_the_clock_and_resuming_moves_it(started, korcam_plaosan):
    with time_machine.travel(at("2026-10-05 09:00"), tick=False):
        share = share_of(started(), 5, PLAOSAN)
    due = Deadline.objects.get(subject=share.subject).due
    assert refused(share, "pause", korcam_plaosan) == "Tulis menunggu apa atau siapa."
    with time_machine.travel(at("2026-10-06 09:00"), tick=False):
        paused = runs.move(share, "pause", by=korcam_plaosan, note="Menunggu data Kemensos")
        assert runs.available(paused.target, korcam_plaosan) == [Verb.RESUME]
    with time_machine.travel(at("2026-10-08 09:00"), tick=False):
        runs.move(share, "resume", by=korcam_plaosan)
    moved = Deadline.objects.get(subject=share.subject)
    assert (due, moved.due) == (at("2026-11-16 16:00"), at("2026-11-18 16:00"))
    assert (moved.turn, moved.state) == (2, "open")


def test_a_stopped_cycle_takes_no_move(started, korcam_plaosan, operator):
    cycle = started()
    share = share_of(cycle, 5, PLAOSAN)
    cycles.stop(cycle, reason="Salah tahap.", by=operator)
    share.refresh_from_db()
    assert refused(share, "pause", korcam_plaosan, note="x") == (
        "Siklus PKH Tahap 4 2026 berstatus “Dihentikan”; langkahnya tidak dapat diubah."
    )
    assert runs.available(share_of(cycle, 5, PLAOSAN), korcam_plaosan) == []


def test_a_kecamatan_that_a_later_file_brings_gets_its_share(started, families, cast):
    cycle = started(places={PLAOSAN: 1})
    families(cycle.round, {PARANG: 1})
    run = step_of(cycle, 5)
    assert flow.share_out_late(run) == 1
    work_through(cycle, 5, cast)
    assert step_of(cycle, 5).state == "done"


def test_a_kecamatan_that_came_late_is_not_forgotten_when_the_last_share_closes(started, families, korcam_plaosan):
    cycle = started(places={PLAOSAN: 1})
    families(cycle.round, {PARANG: 1})
    share = share_of(cycle, 5, PLAOSAN)
    fulfil(share, korcam_plaosan)
    runs.move(share, "submit", by=korcam_plaosan)
    assert (step_of(cycle, 5).state, share_of(cycle, 5, PARANG).state) == ("active", "active")


def test_more_time_is_asked_by_the_worker_and_granted_from_above(started, korcam_plaosan, korkab):
    with time_machine.travel(at("2026-10-05 09:00"), tick=False):
        share = share_of(started(), 5, PLAOSAN)
        asked = times.ask_extension(share, until=date(2026, 11, 20), reason="Banjir", by=korcam_plaosan)
        times.decide_extension(share, asked, granted=True, by=korkab)
    assert Deadline.objects.get(subject=share.subject).due == at("2026-11-20 16:30")
    assert list(share.events.values_list("verb", flat=True)) == ["ask_extension", "grant_extension"]


def test_a_target_date_is_agreed_for_menyesuaikan(started, operator, korkab):
    run = step_of(started("sragen-pkh", places={PLAOSAN: 1}), 1)
    with time_machine.travel(at("2026-10-05 09:00"), tick=False):
        with pytest.raises(DomainError, match="bukan wewenang Anda"):
            times.agree_date(run, on=date(2026, 10, 9), by=korkab)
        assert times.agree_date(run, on=date(2026, 10, 9), by=operator).due == at("2026-10-09 16:30")


def test_settling_closes_a_step_whose_work_was_done_elsewhere_once(at_kroscek, cast, korcam_plaosan, korkab, kabid):
    for kecamatan in (PARANG, PLAOSAN):
        check_all(at_kroscek, kecamatan, cast["ratri"])
        share = share_of(at_kroscek, 9, kecamatan)
        korcam = cast["korcam.parang" if kecamatan == PARANG else "korcam.plaosan"]
        runs.move(share, "submit", by=korcam)
        runs.move(share, "finish", by=korkab)
    runs.settle(at_kroscek.round, "berita_acara", by=kabid, because="Semua paraf lengkap.")
    assert step_of(at_kroscek, 10).state == "active"


def test_pages_and_door_agree_on_what_is_available(at_kroscek, cast):
    share = share_of(at_kroscek, 9, PLAOSAN)
    told = {name: [str(verb) for verb in runs.available(share, user)] for name, user in cast.items()}
    assert {name: verbs for name, verbs in told.items() if verbs} == {
        "korcam.plaosan": ["submit", "pause"],
    }


def test_stand_ins_are_the_programmes(db):
    assert actors.STAND_IN == {"pkh": "korkab", "sembako": "operator"}


def test_finding_the_step_of_a_round_by_its_activity(at_kroscek):
    assert runs.find(at_kroscek.round, "penetapan") == step_of(at_kroscek, 11)
    assert runs.find(at_kroscek.round, "distribusi_kks") is None
    assert StepRun.objects.filter(cycle=at_kroscek, state="active").count() == 1


def test_in_banjarbaru_pendamping_lead_their_kecamatan(started, cast, ratri, bagas, korkab):
    cycle = started("banjarbaru-pkh")
    for no in range(1, 9):
        run = step_of(cycle, no)
        if run.step.roles == ["pendamping"] and run.state == "active":
            share = share_of(cycle, no, PLAOSAN)
            assert runs.available(share, ratri) == [Verb.SUBMIT, Verb.PAUSE]
            assert (runs.available(share, bagas), runs.available(share, korkab)) == ([], [])
            return
        if run.state == "active" and "penyaluran" not in run.step.activities:
            work_through(cycle, no, cast)
    pytest.fail("no step led by pendamping was reached")


def test_what_was_let_pass_is_told_with_its_reason(started, kabid):
    cycle = started()
    runs.move(share_of(cycle, 5, PLAOSAN), "waive", by=kabid, note="Jembatan putus.")
    runs.move(share_of(cycle, 5, PARANG), "skip", by=kabid, note="Pertemuan ditiadakan.")
    assert [(str(event.by), event.note) for event in waivers([cycle])] == [
        ("Arya Danuwijaya", "Jembatan putus."),
        ("Arya Danuwijaya", "Pertemuan ditiadakan."),
    ]
