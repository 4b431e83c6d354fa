"""The SOP room: versions compared, the lane diagram, the forecast."""

from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sop import comparing, diagram, forecast
from sop import definition as definitions
from sop.models import Cycle, SopVersion, StepRun
from sop.queries import definition_of
from sop.services import loading
from tests.sop.conftest import step_of

MAGETAN = loading.FOLDER / "magetan_pkh_2023.toml"
WIB = ZoneInfo("Asia/Jakarta")


def revised():
    """Version 2: step 9 has 7 hari kerja and other words, step 18 is gone, a step is new at the end."""
    old = definitions.load(MAGETAN)
    steps = list(old.langkah)
    nine = steps[8]
    steps[8] = replace(nine, waktu=replace(nine.waktu, jumlah=7), kegiatan=f"{nine.kegiatan} di lapangan")
    steps[17] = replace(steps[17], kegiatan="Zzz xxxx qqqq", setelah=(17,))
    return old, replace(old, versi=2, langkah=tuple(steps))


def test_a_version_compared_with_itself_is_the_same_throughout():
    old = definitions.load(MAGETAN)
    assert {pair.verdict for pair in comparing.compare(old, old)} == {"Sama"}


def test_what_changed_is_named_step_by_step():
    pairs = comparing.compare(*revised())
    told = {
        (pair.old and pair.old.no, pair.new and pair.new.no): [change.label for change in pair.changes]
        for pair in pairs
        if pair.verdict != "Sama"
    }
    assert told == {(9, 9): ["Kegiatan", "Waktu"], (18, None): [], (None, 18): []}
    assert [pair.verdict for pair in pairs[-2:]] == ["Dihapus", "Langkah baru"]


def test_a_step_put_between_moves_the_numbers_and_changes_nothing_else():
    old = definitions.load(MAGETAN)
    first = replace(old.langkah[0], kegiatan="Qwerty zxcvb", setelah=())
    moved = [
        replace(step, no=step.no + 1, setelah=tuple(no + 1 for no in step.setelah) or (1,)) for step in old.langkah
    ]
    pairs = comparing.compare(old, replace(old, versi=2, langkah=(first, *moved)))
    assert (pairs[0].verdict, [pair.verdict for pair in pairs[2:]]) == ("Langkah baru", ["Sama"] * 17)


def test_the_page_compares_the_newest_version_with_the_one_before(login, operator):
    client = login(operator)
    assert "Baru ada satu versi" in client.get("/sop/magetan-pkh/bandingkan/").content.decode()
    loading.store([revised()[1]])
    page = client.get("/sop/magetan-pkh/bandingkan/")
    assert page.context["counts"] == {"Sama": 16, "Berubah": 1, "Dihapus": 1, "Langkah baru": 1}
    assert client.get("/sop/tidak-ada/bandingkan/").status_code == 404
    assert client.get("/sop/magetan-pkh/bandingkan/?lama=x&baru=99").status_code == 200


@pytest.mark.parametrize("code", ["magetan-pkh", "magetan-sembako", "lamandau-pkh", "banjarbaru-pkh", "sragen-pkh"])
def test_every_sop_is_drawn_with_every_step_in_its_lane_and_said_in_words(reference, code):
    definition = definition_of(SopVersion.objects.filter(code=code).first())
    drawn = diagram.draw(definition)
    lanes = {lane.nama: column for lane, column in zip(definition.lajur, drawn.columns, strict=True)}
    for box, step in zip(drawn.boxes, definition.langkah, strict=True):
        column = lanes[definition.lane(step.penanggung_jawab).nama]
        assert column.x <= box.x
        assert box.x + drawn.box_width <= column.x + diagram.LANE
        assert box.y + drawn.box_height <= drawn.height
    assert len(drawn.arrows) == sum(len(step.setelah) for step in definition.langkah)
    assert len(drawn.twin) == len(definition.langkah)


def test_the_diagram_is_valid_xml_with_whole_numbers(login, operator):
    page = login(operator).get("/sop/magetan-pkh/bagan/").content.decode()
    start = page.index("<svg width")
    svg = ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])  # noqa: S314 our own page
    assert len(svg.findall(".//rect")) == 18
    assert all(rect.get("x").isdigit() for rect in svg.findall(".//rect"))


def test_with_few_past_cycles_the_sops_own_times_count(started):
    found = forecast.of(started())
    assert (found.past, found.from_past, found.is_range) == (0, False, False)
    assert {step.basis for step in found.steps if step.run.state == "active"} == {"tenggat SOP"}


def _without_guards() -> None:
    """History is written as it may not happen: nobody waits fourteen days in a test."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")


def _with_guards() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def test_past_cycles_make_a_range_of_their_shortest_and_longest(started, prepared, operator):
    at = datetime(2026, 11, 2, 9, 0, tzinfo=WIB)
    with time_machine.travel(at, tick=False):
        for tahap, length in ((1, 2), (2, 3), (3, 6)):
            past = prepared(tahap=tahap)
            _without_guards()
            Cycle.objects.filter(pk=past.pk).update(state="finished")
            StepRun.objects.filter(cycle=past).update(
                state="done", activated_at=at - timedelta(days=14), closed_at=at - timedelta(days=14 - length)
            )
            _with_guards()
        cycle = started(tahap=4)
        found = forecast.of(cycle)
    five = next(step for step in found.steps if step.run.step.no == 5)
    assert (found.past, five.basis) == (3, "siklus lalu 2–4 hari kerja")
    assert (five.earliest.date().isoformat(), five.latest.date().isoformat()) == ("2026-11-04", "2026-11-06")
    assert found.earliest < found.latest


def test_a_late_step_is_done_today_at_the_earliest(started):
    cycle = started()
    due = forecast.of(cycle).steps[4].latest
    late = due + timedelta(days=30)
    found = forecast.of(cycle, late)
    assert (found.late, found.steps[4].latest >= late) == ([5], True)


def test_the_forecast_page_says_how_it_was_computed_in_a_fixed_number_of_queries(login, started, operator):
    cycle = started()
    client = login(operator)
    client.get(f"/siklus/{cycle.pk}/perkiraan/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/siklus/{cycle.pk}/perkiraan/").content.decode()
    assert "belum cukup untuk belajar darinya" in page
    assert len(queries) < 25


def test_a_cycle_that_waits_has_no_forecast(login, prepared, operator):
    cycle = prepared()
    assert forecast.of(cycle, timezone.now()) is None
    assert login(operator).get(f"/siklus/{cycle.pk}/perkiraan/").status_code == 200
    assert step_of(cycle, 1).state == "waiting"
