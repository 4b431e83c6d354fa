"""Which backups are kept, and when there is no room for another."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.backup import shelf
from pkh_sembako.lib.errors import DomainError

KEEP = {"daily": 14, "weekly": 8, "monthly": 12}
TODAY = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def test_two_years_of_nights_leave_days_weeks_and_months():
    nights = [TODAY - timedelta(days=n) for n in range(730)]
    kept = sorted(set(nights) - shelf.outdated(nights, KEEP, UTC), reverse=True)
    assert kept[:14] == nights[:14]
    assert [moment.isocalendar()[1] for moment in kept[14:20]] == [45, 44, 44, 43, 42, 41]
    assert [f"{moment:%Y-%m-%d}" for moment in kept[-4:]] == ["2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"]


def test_the_newest_is_kept_whatever_the_rule_says():
    nothing = dict.fromkeys(KEEP, 0)
    assert shelf.outdated([TODAY, TODAY - timedelta(days=1)], nothing, UTC) == {TODAY - timedelta(days=1)}


def test_days_are_those_of_the_office(settings):
    before, after = datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 22, 18, tzinfo=UTC)
    one_day = {"daily": 2, "weekly": 0, "monthly": 0}
    assert shelf.outdated([before, after], one_day, ZoneInfo("Asia/Jakarta")) == set()
    assert shelf.outdated([before, after], one_day, UTC) == {before}


def test_tidying_deletes_by_name_and_spares_what_is_not_a_backup(settings):
    settings.BACKUP_KEEP = {"daily": 1, "weekly": 0, "monthly": 0}
    old, new = (shelf.file_name(TODAY - timedelta(days=n), "0123456789") for n in (3, 0))
    incomplete = [name.replace(shelf.PREFIX, shelf.INCOMPLETE) for name in (old, new)]
    for name in (old, new, "catatan.txt", "rantai.jsonl", *incomplete):
        (shelf.folder() / name).write_bytes(b"")
    assert shelf.tidy() == [old, incomplete[0]]
    assert sorted(path.name for path in shelf.folder().iterdir()) == sorted(
        [new, "catatan.txt", "rantai.jsonl", incomplete[1]]
    )


def test_a_name_tells_its_moment():
    path = shelf.folder() / shelf.file_name(TODAY, "1a2b3c4d5e")
    assert (path.name, shelf.made_at(path)) == ("cadangan-20261122T183000Z-1a2b3c4d.pkhb", TODAY)


def test_a_full_disk_is_refused_with_what_is_needed(settings):
    settings.BACKUP_MIN_FREE_MB = 10**9
    with pytest.raises(DomainError, match=r"Ruang penyimpanan tidak cukup: tersisa [\d.]+ MB, .* sekitar 3 MB dan"):
        shelf.require_space(3 * shelf.MB - 1)


def test_a_second_writer_is_told_to_wait():
    with (
        shelf.alone("cadangan", "Tunggu."),
        pytest.raises(shelf.Busy, match=r"Tunggu\."),
        shelf.alone("cadangan", "Tunggu."),
    ):
        pass
