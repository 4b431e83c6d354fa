"""A jadwal edited by hand: each breach is found where it was planted, and nothing else is."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pkh_sembako.lib.worktime import default_calendar
from programs.distribution_conflicts import Conflict, conflicts
from programs.distribution_plan import Demand, Slot, plan

MAGETAN = default_calendar(ZoneInfo("Asia/Jakarta"))
MONDAY = date(2026, 11, 23)
NINE, TEN = time(9), time(10)
GOOD = Slot("Sarangan", MONDAY, NINE, TEN, 1, 40)
fast = settings(max_examples=60, deadline=None)


def told(*slots: Slot, **more) -> list[tuple[int, str]]:
    return [tuple(found) for found in conflicts(slots, calendar=MAGETAN, per_hour=40, **more)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": date(2026, 11, 22)}, "Minggu, 22 November 2026 bukan hari kerja."),
        ({"day": date(2026, 12, 25)}, "Jumat, 25 Desember 2026 bukan hari kerja."),
        ({"start": time(7)}, "Di luar jam kerja, 07.30–12.00 dan 13.00–16.00."),
        ({"start": time(15), "end": time(16, 5)}, "Di luar jam kerja, 07.30–12.00 dan 13.00–16.00."),
        ({"end": time(13)}, "Melewati istirahat, 12.00–13.00."),
        ({"start": time(11, 55), "end": time(13, 5)}, "Melewati istirahat, 12.00–13.00."),
        ({"end": NINE}, "Jam selesai harus sesudah jam mulai."),
        ({"cards": 41}, "41 kartu terlalu banyak untuk 60 menit; satu tim menyerahkan paling banyak 40."),
        ({"cards": 0}, "Banyaknya kartu paling sedikit 1."),
        ({"team": 0}, "Tim 0 tidak ada."),
    ],
)
def test_each_breach_has_its_sentence(changes, sentence):
    assert told(GOOD) == []
    assert told(replace(GOOD, **changes)) == [(0, sentence)]


def test_a_team_in_two_places_is_told_at_both():
    other = replace(GOOD, desa="Ngerong", start=time(9, 30), end=time(10, 30))
    assert told(GOOD, other) == [
        (0, "Tim 1 pada saat yang sama di Ngerong, 09.30–10.30."),
        (1, "Tim 1 pada saat yang sama di Sarangan, 09.00–10.00."),
    ]
    assert told(GOOD, replace(other, team=2)) == []
    assert told(GOOD, replace(other, start=TEN, cards=20)) == []
    assert told(GOOD, replace(GOOD, team=2)) == []  # two teams in one desa


def test_a_long_slot_is_set_against_every_slot_inside_it():
    long = replace(GOOD, start=time(8), end=time(12))
    inside = [replace(GOOD, desa=desa, start=time(hour), end=time(hour, 30), cards=9) for desa, hour in
              (("Ngerong", 8), ("Dadi", 10))]  # fmt: skip
    assert sorted({index for index, _sentence in told(long, *inside)}) == [0, 1, 2]


def test_more_cards_than_a_desa_has_are_told_at_its_last_slot():
    later = replace(GOOD, start=TEN, end=time(11))
    assert told(later, GOOD, demands=[Demand("Sarangan", 80)]) == []
    assert told(later, GOOD, demands=[Demand("Sarangan", 79)]) == [
        (0, "Sarangan: 80 kartu dijadwalkan, padahal ada 79.")
    ]
    assert told(GOOD, demands=[]) == [(0, "Sarangan tidak punya kartu untuk diserahkan.")]


def test_what_the_office_has_promised_and_whom_it_has():
    assert told(GOOD, promise=MONDAY, teams=1) == []
    assert told(GOOD, promise=date(2026, 11, 20)) == [
        (0, "Sesudah hari terakhir yang dijanjikan, Jumat, 20 November 2026.")
    ]
    assert told(replace(GOOD, team=3), teams=2) == [(0, "Tim 3 tidak ada; tim 1 sampai 2.")]


def test_the_sentence_may_name_the_desa_by_its_name():
    assert conflicts([GOOD], calendar=MAGETAN, per_hour=40, demands=[], name_of=str.upper) == [
        Conflict(0, "SARANGAN tidak punya kartu untuk diserahkan.")
    ]


# --- planted in computed plans ---------------------------------------------------------------------------------------

rows = st.lists(st.integers(30, 500), min_size=2, max_size=8).map(
    lambda counts: [Demand(f"d{number}", count) for number, count in enumerate(counts)]
)


BREACHES = {
    "off": "Minggu, 22 November 2026 bukan hari kerja.",
    "early": "Di luar jam kerja, ",
    "break": "Melewati istirahat, ",
    "cards": "kartu terlalu banyak untuk",
    "team": "tidak ada; tim 1 sampai ",
    "twice": "pada saat yang sama di d-lain, ",
}


@fast
@given(rows, st.integers(1, 4), st.data(), st.sampled_from(sorted(BREACHES)))
def test_a_breach_planted_in_a_computed_plan_is_found(demands, teams, data, breach):
    slots = plan(demands, teams=teams, per_hour=40, start=MONDAY, calendar=MAGETAN).slots
    index = data.draw(st.integers(0, len(slots) - 1))
    slot = slots[index]
    assume(breach != "break" or slot.start < time(11, 30))
    changes = {
        "off": {"day": date(2026, 11, 22)},
        "early": {"start": time(7, 25)},
        "break": {"end": time(12, 30)},
        "cards": {"cards": slot.cards + 4},  # five minutes are three cards
        "team": {"team": teams + 1},
    }
    if breach == "twice":
        changed = [*slots, replace(slot, desa="d-lain")]
    else:
        changed = [*slots[:index], replace(slot, **changes[breach]), *slots[index + 1 :]]
    found = conflicts(changed, calendar=MAGETAN, per_hour=40, demands=demands, teams=teams)
    assert [each for each in found if each.slot == index and BREACHES[breach] in each.sentence]
