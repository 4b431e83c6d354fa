"""Join the embedded PostgreSQL and Valkey of this checkout, or start them: ``services.ensure()``.

Whoever calls it holds the servers until its process ends, in whatever way; the last one out stops them
(see ``keeper``). ``manage.py``, ``./run`` and the tests all come through here.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.locks import FileLock, is_held, wait_released
from pkh_sembako.local.server import tail
from pkh_sembako.local.state import CHECKOUT, State

_START_SECONDS = 90
_YOUNG_SECONDS = 60
_held: dict[State, FileLock] = {}


@dataclass(frozen=True)
class Services:
    """Addresses of the running servers, as DATABASE_URL and REDIS_URL."""

    database_url: str
    redis_url: str


def ensure(*, test: bool = False) -> None:
    """Give this process, and the children it starts, a database and a broker through the environment.

    Sets what is missing of DATABASE_URL, REDIS_URL, SECRET_KEY, BACKUP_KEY and DEMO; does nothing when DATABASE_URL is
    given.
    ``test=True`` starts servers of this process's own (``var/tests/<pid>``, thrown away afterwards, no fsync), so that
    several test runs can go on at once. Call it before Django reads its settings; workers of pytest-xdist inherit the
    controller's environment. Raises LocalError with a sentence for the user.
    """
    if os.environ.get("DATABASE_URL"):
        return
    state = State.of_checkout(test_run=str(os.getpid()) if test else "")
    set_defaults(state)
    if test:
        sweep_test_runs(state)
    services = join(state)
    os.environ["DATABASE_URL"] = services.database_url
    os.environ.setdefault("REDIS_URL", services.redis_url)


def set_defaults(state: State) -> None:
    """What settings want besides the servers, for an office on one machine: kept keys and the demo cast."""
    os.environ.setdefault("SECRET_KEY", state.remembered("secret_key"))
    os.environ.setdefault("BACKUP_KEY", state.remembered("backup_key"))
    os.environ.setdefault("DEMO", "1")


def join(state: State) -> Services:
    """Hold the servers of a state folder, starting them when they do not run."""
    users = _held.get(state) or FileLock(state.lock_path("users"))
    users.share()  # waits while a keeper is stopping the servers
    _held[state] = users
    start = FileLock(state.lock_path("start"))
    start.take()
    try:
        if not is_running(state):
            _start_keeper(state)
        return _read(state)
    finally:
        start.close()


def leave(state: State, *, seconds: float = 0) -> bool:
    """Give the servers up before the process ends. True when they have stopped within the seconds given."""
    users = _held.pop(state, None)
    if users is not None:
        users.close()
    return wait_released(state.lock_path("keeper"), seconds=seconds)


def held() -> frozenset[State]:
    """The state folders whose servers this process holds."""
    return frozenset(_held)


def is_running(state: State) -> bool:
    """Whether the servers of a state folder have a keeper that has told their addresses."""
    return is_held(state.lock_path("keeper")) and state.services_note.exists()


def _start_keeper(state: State) -> None:
    if not wait_released(state.lock_path("keeper"), seconds=_START_SECONDS):
        raise LocalError("Server basis data lama tidak mau berhenti; hentikan prosesnya lebih dahulu.")
    state.services_note.unlink(missing_ok=True)  # a killed keeper leaves it
    log_path = state.logs / "keeper.log"
    with log_path.open("ab") as log:
        written = log.tell()
        keeper = subprocess.Popen(
            [sys.executable, "-m", "pkh_sembako.local.keeper", str(state.var), *filter(None, [state.test_run])],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # it outlives this process when others have joined
        )
    end = time.monotonic() + _START_SECONDS
    while not state.services_note.exists():
        if keeper.poll() is not None:
            raise LocalError(tail(log_path, 20, since=written))
        if time.monotonic() > end:
            keeper.terminate()
            raise LocalError(f"Server basis data belum siap setelah {_START_SECONDS} detik; lihat {log_path}.")
        time.sleep(0.02)
    keeper.returncode = 0  # it is nobody's child to wait for any more; silences the warning about a running process


def _read(state: State) -> Services:
    note = json.loads(state.services_note.read_text())
    return Services(note["database_url"], note["redis_url"])


def sweep_test_runs(state: State) -> None:
    """Remove what test runs left that were killed together with their servers."""
    for folder in (state.var / "tests").glob("*/"):
        old = State(state.var, folder.name)
        is_young = time.time() - folder.stat().st_mtime < _YOUNG_SECONDS  # may be about to take its locks
        if is_young or is_held(old.lock_path("users")) or is_held(old.lock_path("keeper")):
            continue
        if (state.var / "id").exists():
            shutil.rmtree(old.far_folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
