"""The folder of the backups: names, free space, which ones are kept, and one writer at a time."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands

PREFIX, INCOMPLETE, SUFFIX = "cadangan-", "tidak-lengkap-", ".pkhb"
STAMP = "%Y%m%dT%H%M%SZ"
MB = 1 << 20


class Busy(DomainError):
    """Another process writes or reads at this moment; nothing failed."""


def folder() -> Path:
    """BACKUP_DIR, made when missing, for its owner only."""
    path = Path(settings.BACKUP_DIR)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def file_name(made: datetime, job: str) -> str:
    """ "cadangan-20261122T183000Z-1a2b3c4d.pkhb": sorts by time; ends with the first letters of its job."""
    return f"{PREFIX}{made.astimezone(UTC).strftime(STAMP)}-{job[:8]}{SUFFIX}"


def made_at(path: Path) -> datetime:
    """The moment in a backup's name."""
    stamp = path.name.removeprefix(PREFIX).partition("-")[0]
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def backups() -> list[Path]:
    """Whole backups, the oldest first."""
    return sorted(folder().glob(f"{PREFIX}????????T??????Z-*{SUFFIX}"))


def free() -> int:
    """Bytes free on the disk of the backups."""
    return shutil.disk_usage(folder()).free


def require_space(needed: int) -> None:
    """DomainError when a backup of about `needed` bytes would leave less than BACKUP_MIN_FREE_MB."""
    have, reserve = free(), settings.BACKUP_MIN_FREE_MB * MB
    if have < needed + reserve:
        raise DomainError(
            f"Ruang penyimpanan tidak cukup: tersisa {thousands(have // MB)} MB, cadangan baru memerlukan sekitar "
            f"{thousands(-(-needed // MB))} MB dan {thousands(reserve // MB)} MB harus tetap kosong. "
            "Kosongkan penyimpanan atau pindahkan cadangan lama."
        )


@contextmanager
def alone(what: str, sentence: str) -> Iterator[None]:
    """Hold the lock `what` of the folder; Busy with the sentence when another process holds it."""
    with (folder() / f".{what}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(sentence) from error
        yield


def outdated(times: Iterable[datetime], keep: Mapping[str, int], zone: tzinfo) -> set[datetime]:
    """Which of the backups made at `times` no rule keeps: the newest of each of the last `daily` days that have one,
    of each of the last `weekly` ISO weeks and `monthly` months likewise. The newest of all is always kept."""
    ordered = sorted(times, reverse=True)
    kept = set(ordered[:1])
    periods = {
        "daily": lambda moment: moment.date(),
        "weekly": lambda moment: moment.isocalendar()[:2],
        "monthly": lambda moment: (moment.year, moment.month),
    }
    for name, period in periods.items():
        newest: dict[object, datetime] = {}
        for moment in ordered:
            newest.setdefault(period(moment.astimezone(zone)), moment)
        kept.update(list(newest.values())[: keep[name]])
    return set(ordered) - kept


def tidy() -> list[str]:
    """Delete backups that no rule keeps and all but the newest incomplete one; their names."""
    by_time: dict[datetime, list[Path]] = {}
    for path in backups():
        by_time.setdefault(made_at(path), []).append(path)
    gone = outdated(by_time, settings.BACKUP_KEEP, timezone.get_default_timezone())
    doomed = [path for moment in sorted(gone) for path in by_time[moment]]
    doomed += sorted(folder().glob(f"{INCOMPLETE}*{SUFFIX}"))[:-1]
    for path in doomed:
        path.unlink(missing_ok=True)
    return [path.name for path in doomed]


def remove_parts() -> None:
    """Delete what killed writers left; the caller is alone, so no part is being written."""
    for path in folder().glob("*.part"):
        path.unlink(missing_ok=True)


def settle_name(part: Path, target: Path) -> None:
    """Give a finished file its name, so that it survives a power cut."""
    os.replace(part, target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
