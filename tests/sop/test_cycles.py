"""Cycles: prepared, started, run to their end, stopped."""

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.deadlines.models import Deadline, DeadlineState
from pkh_sembako.lib.errors import DomainError
from programs.models import Round
from sop.models import Cycle, Event, SopVersion, StepRun
from sop.services import cycles
from tests.sop.conftest import LEMBEYAN, PARANG, PLAOSAN, share_of, states, step_of, work_through


def test_preparing_names_the_round_and_lays_every_step(prepared):
    cycle = prepared(tahap=4)
    assert Round.objects.get() == cycle.round
    assert str(cycle) == "PKH Tahap 4 2026"
    assert states(cycle) == " ".join(["wa"] * 18)


def test_one_open_cycle_per_round_and_sop(prepared):
    prepared(tahap=4)
    with pytest.raises(DomainError) as refusal:
        prepared(tahap=4)
    assert refusal.value.sentence == "Siklus PKH Tahap 4 2026 dengan SOP ini sudah disiapkan atau sedang berjalan."
    assert prepared(tahap=3).pk


@pytest.mark.parametrize(
    ("code", "tahun", "tahap", "sentence"),
    [
        ("magetan-pkh", 2026, 5, "Tahap PKH adalah 1 sampai 4, bukan 5."),
        ("magetan-sembako", 2026, 13, "Tahap Sembako adalah 1 sampai 12, bukan 13."),
        ("magetan-pkh", 1999, 1, "Tahun harus antara 2007 dan 2100, bukan 1999."),
    ],
)
def test_a_round_that_cannot_be_is_refused(operator, code, tahun, tahap, sentence):
    sop = SopVersion.objects.get(code=code)
    with pytest.raises(DomainError) as refusal:
        cycles.prepare(sop, tahun=tahun, tahap=tahap, has_candidates=True, by=operator)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize("username", ["korkab", "kadis", "apd", "korcam.plaosan", "inspektorat", "admin"])
def test_only_the_operator_prepares_starts_and_stops(cast, prepared, username):
    cycle, user = prepared(), cast[username]
    for act in (
        lambda: cycles.prepare(cycle.sop, tahun=2026, tahap=1, has_candidates=True, by=user),
        lambda: cycles.start(cycle, by=user),
        lambda: cycles.stop(cycle, reason="x", by=user),
    ):
        with pytest.raises(DomainError, match="oleh petugas Dinas Sosial"):
            act()


def test_with_candidates_the_first_step_begins_and_waits_for_a_file(prepared, operator):
    cycle = cycles.start(prepared(has_candidates=True), by=operator)
    assert states(cycle) == " ".join(["ac", *["wa"] * 17])
    assert Deadline.objects.get().subject == step_of(cycle, 1).subject


def test_without_candidates_a_cycle_needs_its_list_before_it_starts(prepared, operator):
    with pytest.raises(DomainError) as refusal:
        cycles.start(prepared(), by=operator)
    assert refusal.value.sentence == (
        "Siklus belum dapat dijalankan. BNBA PKH Tahap 4 2026: belum ada berkas yang diterapkan."
    )


def test_without_candidates_their_steps_close_in_one_act_with_the_reason(started):
    cycle = started()
    assert states(cycle) == " ".join([*["sk"] * 4, "ac", *["wa"] * 13])
    notes = Event.objects.filter(cycle=cycle, verb="skip").values_list("step_run__step__no", "note")
    assert list(notes) == [(no, "Kemensos tidak mengirim calon peserta baru.") for no in (1, 2, 3, 4)]


def test_a_kecamatan_led_step_fans_out_over_the_kecamatan_of_the_list(started):
    cycle = started(places={PARANG: 1, LEMBEYAN: 2})
    assert list(step_of(cycle, 5).assignments.values_list("kecamatan", flat=True)) == [LEMBEYAN, PARANG]
    clocks = Deadline.objects.values_list("subject", "kecamatan", "parent__subject", "rungs")
    step = step_of(cycle, 5).subject
    assert {(subject, place, parent, tuple(rungs)) for subject, place, parent, rungs in clocks} == {
        (step, None, None, ("+1", "+3", "+7")),
        (share_of(cycle, 5, PARANG).subject, PARANG, step, ("hampir", "lewat")),
        (share_of(cycle, 5, LEMBEYAN).subject, LEMBEYAN, step, ("hampir", "lewat")),
    }


def test_the_next_step_begins_when_all_kecamatan_are_done(started, cast):
    cycle = started()
    work_through(cycle, 5, cast)
    assert states(cycle) == " ".join([*["sk"] * 4, "do", "ac", *["wa"] * 12])


def test_what_may_run_side_by_side_does(started, cast):
    cycle = started("magetan-sembako", places={PLAOSAN: 1})
    side_by_side = {run.step.no: set(run.step.after) for run in cycle.steps.all()}
    for no in range(1, 5):
        if step_of(cycle, no).state == "active":
            work_through(cycle, no, cast)
    active = {run.step.no for run in cycle.steps.filter(state="active")}
    done = {run.step.no for run in cycle.steps.filter(state__in=["done", "skipped"])}
    assert active == {no for no, after in side_by_side.items() if after <= done and no not in done}


def test_a_cycle_finishes_by_itself_with_its_last_step(started, cast):
    cycle = started("sragen-pkh", places={PLAOSAN: 1})
    work_through(cycle, 1, cast)
    work_through(cycle, 2, cast)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.events.last().verb) == ("finished", "finish")
    assert not Deadline.objects.exclude(state=DeadlineState.CLOSED).exists()


def test_stopping_needs_a_reason_and_stops_every_clock(started, operator):
    cycle = started()
    with pytest.raises(DomainError, match="Tulis alasan menghentikan siklus"):
        cycles.stop(cycle, reason=" ", by=operator)
    cycles.stop(cycle, reason="Data Kemensos ditarik.", by=operator)
    assert not Deadline.objects.exclude(state=DeadlineState.CLOSED).exists()
    assert cycle.events.last().note == "Data Kemensos ditarik."


def test_after_a_stop_the_same_round_may_be_prepared_again(started, prepared, operator):
    cycles.stop(started(), reason="Salah tahap.", by=operator)
    assert prepared().state == "prepared"


@pytest.mark.parametrize(
    ("model", "state"), [(StepRun, "done"), (StepRun, "skipped"), (Cycle, "finished"), (Cycle, "prepared")]
)
def test_the_database_refuses_jumps_of_bulk_updates(started, model, state):
    cycle = started()
    rows = StepRun.objects.filter(cycle=cycle, step__no=8) if model is StepRun else Cycle.objects.filter(pk=cycle.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=state)


def test_the_database_refuses_beginning_a_step_before_its_turn(started):
    with pytest.raises(IntegrityError, match="Langkah sebelumnya belum selesai"), transaction.atomic():
        StepRun.objects.filter(cycle=started(), step__no=7).update(state="active")


def test_the_database_refuses_closing_a_step_while_a_kecamatan_is_open(started):
    with pytest.raises(IntegrityError, match="Masih ada kecamatan yang belum selesai"), transaction.atomic():
        StepRun.objects.filter(cycle=started(), step__no=5).update(state="done")


def test_without_the_guards_a_step_could_jump(started):
    cycle = started()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_1_move ON sop_steprun; DROP TRIGGER guard_2_step ON sop_steprun")
    assert StepRun.objects.filter(cycle=cycle, step__no=8).update(state="done") == 1


def test_an_event_can_neither_be_changed_nor_removed(started):
    started()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(note="lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()


def test_running_cycles_keep_their_version_when_a_newer_one_is_loaded(started, prepared):
    from dataclasses import replace

    from sop import definition as definitions
    from sop.services import loading

    cycle = started()
    loading.store([replace(definitions.load(loading.FOLDER / "magetan_pkh_2023.toml"), versi=2, nama="Revisi")])
    cycle.refresh_from_db()
    assert (cycle.sop.version, prepared(tahap=3).sop.version) == (1, 2)
