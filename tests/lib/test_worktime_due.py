"""Due moments: the worked examples of the clock, and tables worked out by hand with a calendar on the wall."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.lib.worktime import Unit, default_calendar

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
MAGETAN = default_calendar(WIB)
BANJARBARU = default_calendar(WITA)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def due(start: str, unit: str, amount: int | None, agreed: date | None = None) -> str:
    """Weekday and wall time of Magetan, so that the tables read like a calendar."""
    return MAGETAN.due(wib(start), unit, amount, agreed=agreed).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        ("2026-03-17 15:30", "jam", 1, "Wed 2026-03-25 08:30"),
        ("2026-03-17 15:30", "hari", 6, "Tue 2026-03-31 16:00"),
        ("2026-03-13 10:00", "hari_kerja", 3, "Wed 2026-03-25 16:00"),
        ("2026-03-13 10:00", "hari", 14, "Fri 2026-03-27 16:30"),
    ],
)
def test_the_worked_examples_of_the_clock(start, unit, amount, expected):
    assert due(start, unit, amount) == expected


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        # Tue 17 March is the last working day before Lebaran (Ramadan hours), 18-24 are off, Wed 25 has ordinary hours.
        ("2026-03-17 14:00", "jam", 1, "Tue 2026-03-17 15:00"),
        ("2026-03-17 14:00", "jam", 2, "Wed 2026-03-25 08:30"),
        ("2026-03-17 11:30", "jam", 1, "Tue 2026-03-17 13:00"),
        ("2026-03-17 11:30", "menit", 30, "Tue 2026-03-17 12:00"),
        ("2026-03-17 11:30", "menit", 31, "Tue 2026-03-17 12:31"),
        ("2026-03-17 15:00", "menit", 1, "Wed 2026-03-25 07:31"),
        ("2026-03-17 14:59", "hari_kerja", 1, "Wed 2026-03-25 16:00"),
        ("2026-03-17 15:00", "hari_kerja", 1, "Thu 2026-03-26 16:00"),
        ("2026-03-21 09:00", "hari_kerja", 1, "Thu 2026-03-26 16:00"),
        ("2026-03-17 10:00", "hari", 1, "Wed 2026-03-25 16:00"),
        ("2026-03-17 10:00", "hari", 7, "Wed 2026-03-25 16:00"),
        ("2026-03-17 10:00", "minggu", 1, "Wed 2026-03-25 16:00"),
        ("2026-03-17 10:00", "hari", 8, "Wed 2026-03-25 16:00"),
        ("2026-03-17 10:00", "hari", 9, "Thu 2026-03-26 16:00"),
        ("2026-03-20 10:00", "hari", 3, "Mon 2026-03-30 16:00"),
        ("2026-03-16 16:00", "bulanan", 1, "Tue 2026-03-31 16:00"),
        (
            "2026-02-18 15:00",
            "jam",
            8,
            "Fri 2026-02-20 08:30",
        ),  # the last day before Ramadan: 1 h, then 6.5 h, then half
        ("2026-02-27 10:00", "bulanan", 1, "Fri 2026-02-27 15:30"),
        ("2026-02-27 15:30", "bulanan", 1, "Tue 2026-03-31 16:00"),
        ("2026-03-02 08:00", "triwulanan", 1, "Tue 2026-03-31 16:00"),
    ],
)
def test_around_lebaran_2026(start, unit, amount, expected):
    assert due(start, unit, amount) == expected


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        # 2025/26: Thu 25 and Fri 26 December off, Thu 1 January off.
        ("2025-12-24 15:00", "hari_kerja", 5, "Mon 2026-01-05 16:00"),
        ("2025-12-24 15:00", "jam", 2, "Mon 2025-12-29 08:30"),
        ("2025-12-24 16:00", "hari", 3, "Fri 2026-01-02 16:30"),
        ("2025-12-31 15:59", "bulanan", 1, "Wed 2025-12-31 16:00"),
        ("2025-12-31 16:00", "bulanan", 1, "Fri 2026-01-30 16:30"),
        ("2025-12-31 16:00", "triwulanan", 1, "Tue 2026-03-31 16:00"),
        ("2025-12-31 16:00", "menit", 30, "Fri 2026-01-02 08:00"),
        ("2025-10-01 08:00", "triwulanan", 1, "Wed 2025-12-31 16:00"),
        # 2026/27: Thu 24 and Fri 25 December off, Fri 1 January and Tue 5 January off.
        ("2026-12-23 16:00", "hari_kerja", 1, "Tue 2026-12-29 16:00"),
        ("2026-12-23 10:00", "hari", 1, "Mon 2026-12-28 16:00"),
        ("2026-12-31 10:00", "hari", 1, "Mon 2027-01-04 16:00"),
        ("2026-12-31 10:00", "hari_kerja", 2, "Wed 2027-01-06 16:00"),
        ("2026-12-01 10:00", "bulanan", 1, "Thu 2026-12-31 16:00"),
        ("2026-11-22 10:00", "triwulanan", 1, "Thu 2026-12-31 16:00"),
        # 2027/28: Fri 24 December off, 25 and 26 a weekend, Sat 1 January.
        ("2027-12-23 10:00", "hari", 1, "Mon 2027-12-27 16:00"),
        ("2027-12-31 10:00", "triwulanan", 1, "Fri 2027-12-31 16:30"),
        ("2027-12-31 16:30", "hari_kerja", 1, "Tue 2028-01-04 16:00"),
        # 29 February
        ("2028-02-01 10:00", "bulanan", 1, "Tue 2028-02-29 16:00"),
    ],
)
def test_around_the_ends_of_years(start, unit, amount, expected):
    assert due(start, unit, amount) == expected


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        # Friday 10 April 2026: 07:30-11:30 and 13:00-16:30
        ("2026-04-10 11:00", "menit", 30, "Fri 2026-04-10 11:30"),
        ("2026-04-10 11:00", "menit", 31, "Fri 2026-04-10 13:01"),
        ("2026-04-10 11:30", "menit", 30, "Fri 2026-04-10 13:30"),
        ("2026-04-10 12:00", "menit", 30, "Fri 2026-04-10 13:30"),
        ("2026-04-10 12:59", "jam", 4, "Mon 2026-04-13 08:00"),
        ("2026-04-10 13:00", "menit", 210, "Fri 2026-04-10 16:30"),
        ("2026-04-10 16:30", "menit", 1, "Mon 2026-04-13 07:31"),
        ("2026-04-10 16:29", "hari_kerja", 1, "Mon 2026-04-13 16:00"),
        ("2026-04-10 16:30", "hari_kerja", 1, "Tue 2026-04-14 16:00"),
        # Thursday 9 April: noon is the end of the morning
        ("2026-04-09 11:30", "menit", 30, "Thu 2026-04-09 12:00"),
        ("2026-04-09 12:00", "menit", 30, "Thu 2026-04-09 13:30"),
        # Friday in Ramadan: 08:00-11:30 and 12:30-15:30
        ("2026-03-13 11:30", "jam", 1, "Fri 2026-03-13 13:30"),
        ("2026-03-13 07:30", "jam", 1, "Fri 2026-03-13 09:00"),
    ],
)
def test_around_noon_on_friday(start, unit, amount, expected):
    assert due(start, unit, amount) == expected


def test_seconds_of_the_start_are_kept_in_minutes_and_hours():
    assert MAGETAN.due(wib("2026-04-09 11:30:20"), "menit", 30) == wib("2026-04-09 13:00:20")


def test_the_same_moment_is_due_by_the_clock_of_each_office():
    start = wib("2026-04-09 15:30")  # 16:30 in Banjarbaru, after closing

    assert MAGETAN.due(start, "jam", 1).isoformat() == "2026-04-10T08:00:00+07:00"
    assert BANJARBARU.due(start, "jam", 1).isoformat() == "2026-04-10T08:30:00+08:00"
    assert MAGETAN.due(start, "hari_kerja", 1).isoformat() == "2026-04-10T16:30:00+07:00"
    assert BANJARBARU.due(start, "hari_kerja", 1).isoformat() == "2026-04-13T16:00:00+08:00"


def test_a_day_begins_at_midnight_of_the_office():
    start = datetime.fromisoformat("2026-04-08T16:30:00+00:00")  # Wed 23:30 in Magetan, Thu 00:30 in Banjarbaru

    assert MAGETAN.effective_start(start).isoformat() == "2026-04-09T07:30:00+07:00"
    assert BANJARBARU.effective_start(start).isoformat() == "2026-04-09T07:30:00+08:00"
    assert BANJARBARU.due(start, "hari", 1).isoformat() == "2026-04-10T16:30:00+08:00"


def test_what_is_due_when_it_suits_waits_for_an_agreed_date():
    start = wib("2026-11-23 10:00")

    assert MAGETAN.due(start, Unit.MENYESUAIKAN, None) is None
    assert MAGETAN.due(start, Unit.MENYESUAIKAN, None, agreed=date(2026, 12, 4)) == wib("2026-12-04 16:30")


def test_an_agreed_date_that_became_a_day_off_moves_to_the_next_working_day():
    assert due("2026-11-23 10:00", "menyesuaikan", None, agreed=date(2026, 12, 24)) == "Mon 2026-12-28 16:00"


@pytest.mark.parametrize(
    ("unit", "amount", "sentence"),
    [
        (
            "bulan",
            1,
            "Satuan waktu 'bulan' tidak dikenal. Pilihan: menit, jam, hari_kerja, hari, minggu, bulanan, triwulanan, "
            "menyesuaikan.",
        ),
        ("hari", None, "Jumlah untuk satuan hari harus bilangan bulat, bukan None."),
        ("hari", 1.5, "Jumlah untuk satuan hari harus bilangan bulat, bukan 1.5."),
        ("hari", True, "Jumlah untuk satuan hari harus bilangan bulat, bukan True."),
        ("hari", 0, "Jumlah untuk satuan hari harus antara 1 dan 36500, bukan 0."),
        ("jam", 36_501, "Jumlah untuk satuan jam harus antara 1 dan 36500, bukan 36501."),
        ("bulanan", 2, "Jumlah untuk satuan bulanan selalu 1, bukan 2."),
        ("menyesuaikan", 1, "Satuan menyesuaikan tidak memakai jumlah."),
    ],
)
def test_a_unit_or_amount_that_cannot_be_is_refused_in_words(unit, amount, sentence):
    with pytest.raises(ValueError) as refusal:
        MAGETAN.due(wib("2026-11-23 10:00"), unit, amount)

    assert str(refusal.value) == sentence


def test_an_agreed_date_is_refused_for_other_units():
    with pytest.raises(ValueError) as refusal:
        MAGETAN.due(wib("2026-11-23 10:00"), "hari", 3, agreed=date(2026, 12, 4))

    assert str(refusal.value) == "Tanggal sepakat hanya untuk satuan menyesuaikan, bukan hari."


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2026-11-23T10:00:00", "Waktu harus menyebut zona waktunya."),
        ("0001-01-01T00:00:00+07:00", "Tahun 1 di luar kalender kerja (1970-2199)."),
        ("9999-12-31T23:59:59-12:00", "Tahun 9999 di luar kalender kerja (1970-2199)."),
    ],
)
def test_a_start_without_zone_or_far_from_our_time_is_refused_in_words(start, sentence):
    with pytest.raises(ValueError) as refusal:
        MAGETAN.due(datetime.fromisoformat(start), "hari", 3)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(("unit", "year"), [("jam", 2200), ("hari_kerja", 2200), ("hari", 2299), ("minggu", 2899)])
def test_a_due_moment_beyond_the_calendar_is_refused_in_words(unit, year):
    with pytest.raises(ValueError) as refusal:
        MAGETAN.due(wib("2199-12-30 10:00"), unit, 36_500)

    assert str(refusal.value) == f"Kalender kerja tidak punya hari kerja pada tahun {year}."
