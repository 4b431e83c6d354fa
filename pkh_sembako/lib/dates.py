"""Dates and times as an Indonesian office writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def nama_hari(day: date) -> str:
    """Like "Rabu"."""
    return HARI[day.weekday()]


def nama_bulan(day: date) -> str:
    """Like "November"."""
    return BULAN[day.month - 1]


def tanggal(day: date) -> str:
    """Like "22 November 2026"."""
    return f"{day.day} {nama_bulan(day)} {day.year}"


def hari_tanggal(day: date) -> str:
    """Like "Minggu, 22 November 2026"."""
    return f"{nama_hari(day)}, {tanggal(day)}"


def tanggal_pendek(day: date) -> str:
    """Like "22-11-2026"."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def jam(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Like "14.05 WIB", by the clock of `zone`, else of the moment's own zone (UTC for moments from the database)."""
    local = _aware(moment).astimezone(zone) if zone else _aware(moment)
    return f"{local.hour:02}.{local.minute:02} {local.tzname()}"


def tanggal_jam(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Like "22 November 2026 pukul 14.05 WIB"."""
    local = _aware(moment).astimezone(zone) if zone else moment
    return f"{tanggal(local)} pukul {jam(local)}"


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Waktu harus menyebut zona waktunya.")
    return moment
