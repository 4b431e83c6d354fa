"""`sop_due` is the clock: every SOP around Lebaran 2026, year ends, Friday noon, in WIB and WITA."""

import json
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from sop.models import SopVersion
from tests.lib import slow_clock

CODES = ("magetan-pkh", "magetan-sembako", "lamandau-pkh", "banjarbaru-pkh", "sragen-pkh")
STARTS = (
    "2026-03-13T10:00",  # the Friday before the long Lebaran days off
    "2026-03-17T15:30",  # Ramadan, after closing, before a week of days off
    "2026-03-20T09:00",  # Eid
    "2026-03-25T07:30",  # the first opening after Lebaran
    "2025-12-24T14:00",
    "2025-12-31T15:59",
    "2026-12-31T16:00",  # exactly at closing
    "2027-12-31T11:30",  # exactly at the break of a Friday
    "2026-10-09T12:15",  # Friday noon
    "2026-10-10T09:00",  # Saturday
)
TABLES_END = datetime(2028, 1, 20)  # noqa: DTZ001 - the reference's tables know 2025-2027, in naive local time


def due_of(code: str, start: str, capsys) -> list[dict]:
    call_command("sop_due", code, start, json=True)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("code", CODES)
def test_every_step_is_due_as_the_slow_reference_says(db, capsys, code, start):
    offset = "+08:00" if code == "banjarbaru-pkh" else "+07:00"
    told = due_of(code, f"{start}{offset}", capsys)
    steps = SopVersion.objects.get(code=code).steps.all()
    expected = []
    for step in steps:
        due = slow_clock.due(datetime.fromisoformat(start), step.unit, step.amount)
        if due and due > TABLES_END:
            told = [each for each in told if each["no"] != step.no]
            continue
        expected.append(
            {
                "no": step.no,
                "unit": step.unit,
                "amount": step.amount,
                "due": due and f"{due.isoformat()}{offset}",
            }
        )
    assert told == expected


def test_the_worked_examples_of_the_contract(db, capsys):
    by_unit = {}
    for code, start in (("magetan-sembako", "2026-03-17T15:30+07:00"), ("magetan-pkh", "2026-03-13T10:00+07:00")):
        for step in due_of(code, start, capsys):
            by_unit[start[:10], step["unit"], step["amount"]] = step["due"]
    assert by_unit["2026-03-17", "jam", 1] == "2026-03-25T08:30:00+07:00"
    assert by_unit["2026-03-17", "hari", 6] == "2026-03-31T16:00:00+07:00"
    assert by_unit["2026-03-13", "hari_kerja", 3] == "2026-03-25T16:00:00+07:00"
    assert by_unit["2026-03-13", "hari", 14] == "2026-03-27T16:30:00+07:00"


def test_a_start_in_any_offset_is_answered_in_the_zone_of_the_sops_region(db, capsys):
    utc = due_of("banjarbaru-pkh", "2026-10-05T01:00+00:00", capsys)
    assert utc == due_of("banjarbaru-pkh", "2026-10-05T09:00+08:00", capsys)
    assert {step["due"][-6:] for step in utc if step["due"]} == {"+08:00"}


@pytest.mark.parametrize(
    ("code", "start", "status", "sentence"),
    [
        (
            "solo-pkh",
            "2026-10-05T09:00+07:00",
            1,
            "SOP 'solo-pkh' tidak ada. Yang ada: " + ", ".join(sorted(CODES)) + ".",
        ),
        ("magetan-pkh", "kemarin", 2, "Waktu mulai bukan ISO 8601: 'kemarin'."),
        ("magetan-pkh", "2026-10-05T09:00", 2, "Waktu mulai harus menyebut selisih zona, misalnya +07:00."),
        ("magetan-pkh", "9999-10-05T09:00+07:00", 1, "Tahun 9999 di luar kalender kerja (1970-2199)."),
    ],
)
def test_wrong_use_is_told_apart_from_refusal(db, code, start, status, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("sop_due", code, start, json=True)
    assert (str(refusal.value), refusal.value.returncode) == (sentence, status)
