"""File locks of the kernel: they vanish with the process that held them, also after kill -9."""

import fcntl
import time
from pathlib import Path
from typing import IO

from pkh_sembako.local.errors import LocalError


class FileLock:
    """One open lock file. Locks belong to the open file, so each holder opens its own."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = path.open("a+")
        except PermissionError as error:
            message = f"Berkas {path} tidak dapat ditulis; jalankan sebagai pengguna yang memulai aplikasi ini."
            raise LocalError(message) from error

    def share(self) -> None:
        """Wait until nobody holds it alone, then hold it together with others."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def take(self) -> None:
        """Wait until nobody else holds it, then hold it alone."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def try_take(self) -> bool:
        """Hold it alone if that is possible at once. A shared hold is given up by the attempt."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let go; the file stays open so that the lock can be taken again."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go for good."""
        self._file.close()

    def read(self) -> str:
        """The note that the holder left."""
        self._file.seek(0)
        return self._file.read()

    def write(self, text: str) -> None:
        """Leave a note for whoever finds the lock held (it is no part of the lock)."""
        self._file.truncate(0)
        self._file.write(text)
        self._file.flush()


def is_held(path: Path) -> bool:
    """Whether some process holds the lock alone at this moment."""
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        return not lock.try_take()
    finally:
        lock.close()


def wait_released(path: Path, *, seconds: float) -> bool:
    """Wait until nobody holds the lock alone; False when the time ran out."""
    end = time.monotonic() + seconds
    while is_held(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
