"""Kemensos's clock beside ours: the earlier one reminds and orders, lateness and the chain stay on the SOP's clock."""

import json

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pkh_sembako.deadlines.models import Alert, Deadline, Notification
from pkh_sembako.deadlines.queries import waiting_for
from pkh_sembako.deadlines.services import alerts, clock, extensions, outer
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.office.queries import calendar
from tests.deadlines.conftest import at


def told(moment: str) -> list[tuple[str, list[str]]]:
    return [(alert.rung, alert.recipients) for alert in alerts.sweep(at(moment))]


def limit(deadline: Deadline, moment: str | None, by, now: str = "2026-10-05 10:00") -> Deadline:
    with time_machine.travel(at(now), tick=False):
        outer.set_limits({deadline.subject: moment and at(moment)}, by=by)
    return Deadline.objects.get(pk=deadline.pk)


def test_the_earlier_limit_reminds_and_the_chain_waits_for_the_sops_clock(work, operator):
    limit(work("2026-10-05 09:00", "hari_kerja", 5), "2026-10-08 12:00", operator)  # SOP: Mon 12 October, 16:00
    assert told("2026-10-08 07:29") == []
    assert told("2026-10-08 07:30") == [("hampir", ["korkab"])]
    assert told("2026-10-08 12:00") == []
    assert told("2026-10-08 12:01") == [("lewat", ["korkab"])]
    assert told("2026-10-12 17:00") == []
    assert told("2026-10-13 16:00") == [("+1", ["kasi"])]
    messages = list(Notification.objects.order_by("id").values_list("text", flat=True))
    assert messages == [
        "Mendekati batas Kemensos: 8. Integrasi data (PKH Tahap 4 2026)."
        " Batas Kemensos 8 Oktober 2026 pukul 12.00 WIB.",
        "Lewat batas Kemensos: 8. Integrasi data (PKH Tahap 4 2026). Batas Kemensos 8 Oktober 2026 pukul 12.00 WIB.",
        "Lewat tenggat 1 hari kerja: 8. Integrasi data (PKH Tahap 4 2026). Tenggat 12 Oktober 2026 pukul 16.00 WIB.",
    ]


def test_a_limit_on_a_day_off_reminds_on_the_last_working_day_before(work, operator):
    limit(work("2026-10-05 09:00", "hari_kerja", 10), "2026-10-10 23:59", operator)  # a Saturday
    assert told("2026-10-09 07:29") == []
    assert told("2026-10-09 07:30") == [("hampir", ["korkab"])]


def test_a_later_limit_changes_nothing(work, operator):
    plain = work("2026-10-05 09:00", "hari_kerja", 5)
    before = plain.next_alert_at
    assert limit(plain, "2026-10-30 16:00", operator).next_alert_at == before


def test_late_is_what_the_sops_clock_calls_late(work, operator):
    deadline = limit(work("2026-10-05 09:00", "hari_kerja", 5), "2026-10-06 12:00", operator)
    words = lateness(deadline, calendar(), at("2026-10-07 09:00"))
    assert (words.words, words.is_overdue, words.outer, words.outer_passed) == (
        "Sisa 3 hari kerja",
        False,
        at("2026-10-06 12:00"),
        True,
    )
    assert list(Deadline.objects.overdue(at("2026-10-07 09:00"))) == []


def test_an_extension_moves_ours_and_not_theirs(work, korkab, kabid, operator):
    deadline = limit(work("2026-10-05 09:00", "hari_kerja", 5), "2026-10-09 12:00", operator)
    with time_machine.travel(at("2026-10-06 09:00"), tick=False):
        asked = extensions.ask(deadline, reason="Banjir", until=at("2026-10-20 00:00").date(), by=korkab)
        extensions.decide(asked, granted=True, by=kabid)
    deadline.refresh_from_db()
    assert (deadline.due, deadline.outer_due) == (at("2026-10-20 16:00"), at("2026-10-09 12:00"))
    assert told("2026-10-09 07:30") == [("hampir", ["korkab"])]


def test_a_limit_that_kemensos_moves_reminds_anew(work, operator):
    deadline = limit(work("2026-10-05 09:00", "hari_kerja", 20), "2026-10-08 12:00", operator)
    assert told("2026-10-08 13:00") == [("lewat", ["korkab"])]
    limit(deadline, "2026-10-15 12:00", operator, now="2026-10-08 14:00")
    assert told("2026-10-14 17:00") == []
    assert told("2026-10-15 08:00") == [("hampir", ["korkab"])]
    assert list(Alert.objects.filter(overtaken=False).values_list("turn", "rung")) == [(1, "lewat"), (2, "hampir")]


def test_work_without_a_target_date_is_reminded_of_kemensoss(work, operator):
    limit(work("2026-10-05 09:00", "menyesuaikan", None), "2026-10-09 12:00", operator)
    assert told("2026-10-09 08:00") == [("hampir", ["korkab"])]
    assert told("2026-10-09 12:01") == [("lewat", ["korkab"])]
    assert told("2026-12-09 12:01") == []


def test_a_limit_taken_away_leaves_the_sops_clock(work, operator):
    plain = work("2026-10-05 09:00", "hari_kerja", 5)
    before = plain.next_alert_at
    limit(plain, "2026-10-06 12:00", operator)
    after = limit(plain, None, operator)
    assert (after.outer_due, after.next_alert_at) == (None, before)


def test_what_waits_is_in_the_order_of_the_earlier_clock(work, korkab, operator):
    first = work("2026-10-05 09:00", "hari_kerja", 2, title="Dua hari")
    second = work("2026-10-05 09:00", "hari_kerja", 9, title="Sembilan hari")
    unknown = work("2026-10-05 09:00", "menyesuaikan", None, title="Menyesuaikan")
    limit(second, "2026-10-06 08:00", operator)
    titles = [task.title for task in waiting_for(korkab, at("2026-10-05 10:00"))]
    assert titles == [second.title, first.title, unknown.title]


def test_the_command_answers_in_the_same_shape_with_the_limit_as_due(work, operator, capsys):
    limit(work("2026-10-05 09:00", "hari_kerja", 5), "2026-10-08 12:00", operator)
    call_command("alerts_scan", json=True, now="2026-10-08T12:30:00+07:00")
    answer = json.loads(capsys.readouterr().out)
    assert answer["alerts"] == [
        {
            "id": Alert.objects.get(rung="lewat").pk,
            "kecamatan": None,
            "rung": "lewat",
            "to": ["korkab"],
            "due": "2026-10-08T12:00:00+07:00",
        }
    ]
    call_command("alerts_scan", json=True, now="2026-10-08T12:31:00+07:00")
    assert json.loads(capsys.readouterr().out)["alerts"] == []


@pytest.mark.parametrize("number", [2, 20])
def test_setting_many_limits_takes_a_fixed_number_of_queries(work, operator, number):
    made = [work("2026-10-05 09:00", "hari_kerja", 5) for _ in range(number)]
    with time_machine.travel(at("2026-10-05 10:00"), tick=False), CaptureQueriesContext(connection) as queries:
        changed = outer.set_limits({each.subject: at("2026-10-08 12:00") for each in made}, by=operator)
    assert (changed, len([q for q in queries if "deadlines_deadline" in q["sql"]])) == (number, 2)


def test_closed_work_keeps_the_limit_it_had(work, operator, korkab):
    done = clock.close(work("2026-10-05 09:00", "hari_kerja", 5), by=korkab)
    assert limit(done, "2026-10-08 12:00", operator).outer_due is None
