"""Dates and times as the office writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.lib import dates

MOMENT = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


def test_a_date_is_written_in_the_forms_of_letters_and_tables():
    day = date(2026, 3, 2)

    assert dates.tanggal(day) == "2 Maret 2026"
    assert dates.hari_tanggal(day) == "Senin, 2 Maret 2026"
    assert dates.tanggal_pendek(day) == "02-03-2026"


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Jakarta", "14.05 WIB"),
        ("Asia/Pontianak", "14.05 WIB"),
        ("Asia/Makassar", "15.05 WITA"),
        ("Asia/Jayapura", "16.05 WIT"),
    ],
)
def test_a_time_names_the_clock_of_the_office(zone, clock):
    assert dates.jam(MOMENT, ZoneInfo(zone)) == clock
    assert dates.jam(MOMENT.astimezone(ZoneInfo(zone))) == clock
    assert dates.tanggal_jam(MOMENT, ZoneInfo(zone)) == f"22 November 2026 pukul {clock}"


def test_the_day_is_the_day_of_the_office():
    assert dates.tanggal_jam(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), ZoneInfo("Asia/Jakarta")) == (
        "1 Januari 2027 pukul 00.00 WIB"
    )


def test_a_time_without_zone_is_refused_in_words():
    with pytest.raises(ValueError) as refusal:
        dates.jam(MOMENT.replace(tzinfo=None))

    assert str(refusal.value) == "Waktu harus menyebut zona waktunya."
