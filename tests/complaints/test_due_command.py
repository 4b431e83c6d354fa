"""`complaint_due` is the clock of a complaint: worked examples, the slow reference, wrong use."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.enums import Gravity
from tests.lib import slow_clock

pytestmark = pytest.mark.django_db
DAYS = {"ringan": 2, "normatif": 5, "tidak_berkadar": 14, "berkadar": 60}
WIB = timezone(timedelta(hours=7))


def dues(gravity: str, start: str, capsys) -> dict[str, str]:
    call_command("complaint_due", gravity, start, json=True)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("gravity", "start", "expected"),
    [
        (
            "ringan",
            "2026-03-13T10:00+07:00",  # the Friday before Lebaran: days off from 18 to 24 March
            {"verify": "2026-03-25", "followup": "2026-03-27", "limit": "2026-03-17", "autoclose": "2026-04-06"},
        ),
        (
            "normatif",
            "2026-11-23T09:00+07:00",
            {"verify": "2026-11-26", "followup": "2026-11-30", "limit": "2026-11-30", "autoclose": "2026-12-07"},
        ),
        (
            "tidak_berkadar",
            "2026-11-20T17:00+07:00",  # after closing on a Friday: it starts on Monday
            {"verify": "2026-11-26", "followup": "2026-11-30", "limit": "2026-12-11", "autoclose": "2026-12-07"},
        ),
        (
            "berkadar",
            "2026-11-23T09:00+08:00",
            {"verify": "2026-11-26", "followup": "2026-11-30", "limit": "2027-02-22", "autoclose": "2026-12-07"},
        ),
    ],
)
def test_the_clocks_are_those_of_the_contract(capsys, gravity, start, expected):
    assert {name: due[:10] for name, due in dues(gravity, start, capsys).items()} == expected


def test_a_due_moment_is_the_close_of_the_office_in_its_own_zone(capsys):
    told = dues("ringan", "2026-03-13T11:00+08:00", capsys)
    assert told["limit"] == "2026-03-17T15:00:00+07:00"  # Ramadan hours
    assert list(told) == ["verify", "followup", "limit", "autoclose"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.datetimes(datetime(2025, 1, 2), datetime(2027, 8, 1)).map(lambda at: at.replace(second=0, microsecond=0)),  # noqa: DTZ001
    gravity=st.sampled_from(Gravity.values),
)
def test_it_says_what_the_slow_reference_says(capsys, start, gravity):
    told = dues(gravity, start.replace(tzinfo=WIB).isoformat(), capsys)
    amounts = {"verify": 3, "followup": 5, "limit": DAYS[gravity], "autoclose": 10}
    expected = {name: slow_clock.due(start, "hari_kerja", days) for name, days in amounts.items()}
    assert told == {name: due.replace(tzinfo=WIB).isoformat() for name, due in expected.items()}


@pytest.mark.parametrize(
    ("start", "code", "sentence"),
    [
        ("kemarin", 2, "Waktu mulai bukan ISO 8601: 'kemarin'."),
        ("2026-03-13T10:00", 2, "Waktu mulai harus menyebut selisih zona, misalnya +07:00."),
        ("9999-12-30T10:00+07:00", 1, None),
    ],
)
def test_a_bad_start_is_refused_in_words(start, code, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("complaint_due", "ringan", start, json=True)
    assert refused.value.returncode == code
    assert sentence is None or str(refused.value) == sentence


def test_an_unknown_gravity_is_wrong_use():
    with pytest.raises(CommandError):
        call_command("complaint_due", "berat", "2026-03-13T10:00+07:00")
