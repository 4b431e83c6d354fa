"""The servers' parent: ``python -m pkh_sembako.local.keeper VAR [TEST_RUN]``, started by ``services.ensure``.

It lives apart from whoever started it and ends when nobody needs the servers any more. Users hold the ``users`` lock
together; the keeper tries to hold it alone, and when it can, the last one has left. The kernel drops a lock with its
process, so a crash or kill -9 of a user counts as leaving too.
"""

import json
import os
import pwd
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from pkh_sembako.local import programs
from pkh_sembako.local.account import can, server_account
from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.locks import FileLock
from pkh_sembako.local.postgres import Postgres
from pkh_sembako.local.server import Server
from pkh_sembako.local.state import SYSTEM_HOME, State, free_port, write_private
from pkh_sembako.local.valkey import Valkey

_PAUSE = 0.1
_RESTARTS = 5


def data_folder(state: State, account: pwd.struct_passwd | None) -> Path:
    """Where the servers' data lies: in ``var/``, or below /var/lib when root's helper cannot enter the checkout.

    Data that exists is never left behind for a new empty place.
    """
    near = state.folder
    for folder in (state.var, state.var / "tests", near):
        if folder.exists():
            folder.chmod(0o711)  # the account may pass through, nobody may look around
    if account is None:
        return near
    if (state.var / "id").exists() and (state.far_folder / "postgres").exists():
        return state.far_folder
    if can(account, "/bin/sh", "-c", 'cd "$1"', "sh", near):
        return near
    if (near / "postgres").exists() and not state.test_run:
        raise LocalError(
            f"Data ada di {near}, tetapi pengguna sistem {account.pw_name} tidak dapat masuk ke sana. "
            "Kembalikan izin folder itu."
        )
    return passable(state.far_folder)


def passable(folder: Path) -> Path:
    """Make a folder below /var/lib/pkh-sembako that the account can reach, whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    for step in (folder, *folder.parents):
        if step == SYSTEM_HOME or SYSTEM_HOME in step.parents:
            step.chmod(0o755)
    return folder


def build(state: State) -> list[Server]:
    """Both servers of a state folder, on their last ports when these are free."""
    account = server_account()
    home = data_folder(state, account)
    found = programs.find(account, lambda: passable(state.far_home))
    last = _last_ports(state)
    common = {
        "password": state.remembered("services_password", 16),
        "account": account,
        "disposable": bool(state.test_run),
    }
    postgres = Postgres(
        bin_folder=found.postgres_bin,
        data=home / "postgres",
        port=free_port(last.get("postgres")),
        log=state.logs / "postgres.log",
        **common,
    )
    valkey = Valkey(
        program=found.valkey_server,
        data=home / "valkey",
        port=free_port(last.get("valkey")),
        log=state.logs / "valkey.log",
        **common,
    )
    return [postgres, valkey]


def _last_ports(state: State) -> dict[str, int]:
    path = state.folder / "services" / "ports.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _take(lock: FileLock, *, seconds: float = 2) -> bool:
    """Whoever only asks whether a keeper lives holds its lock for an instant, so try for a while."""
    end = time.monotonic() + seconds
    while not lock.try_take():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Keeper:
    """Starts the servers, tells their addresses, keeps them alive while somebody needs them, stops them."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.servers: list[Server] = []
        self.told_to_stop = False
        self.restarts = 0

    def run(self) -> None:
        """From start to stop. LocalError when the servers cannot be started or do not stay up."""
        signal.signal(signal.SIGTERM, self._stop_later)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        own = FileLock(self.state.lock_path("keeper"))
        if not _take(own):
            raise LocalError("Server basis data folder ini sudah dijaga proses lain.")
        users = FileLock(self.state.lock_path("users"))
        try:
            self._start()
            self._tell()
            while not self.told_to_stop and not users.try_take():
                self._revive()
                time.sleep(_PAUSE)
        finally:
            self._stop()
            own.release()  # before ``users`` goes: who comes next must not find a keeper that is leaving

    def _start(self) -> None:
        self.servers = build(self.state)
        for server in self.servers:
            server.start()

    def _tell(self) -> None:
        postgres, valkey = self.servers
        ports = {"postgres": postgres.port, "valkey": valkey.port}
        write_private(self.state.services_note.with_name("ports.json"), json.dumps(ports))
        note: dict[str, Any] = {"database_url": postgres.url, "redis_url": valkey.url, "keeper": os.getpid()}
        write_private(self.state.services_note, json.dumps(note))

    def _revive(self) -> None:
        for server in self.servers:
            if server.has_died():
                self.restarts += 1
                if self.restarts > _RESTARTS:
                    raise LocalError(f"{server.name} berulang kali berhenti; lihat {server.log}.")
                print(f"{server.name} berhenti, dijalankan lagi.", file=sys.stderr, flush=True)
                time.sleep(1)
                server.start()

    def _stop(self) -> None:
        self.state.services_note.unlink(missing_ok=True)
        for server in reversed(self.servers):
            server.stop()
        if self.state.test_run:
            for server in self.servers:
                shutil.rmtree(server.data, ignore_errors=True)

    def _stop_later(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True


def main(arguments: list[str]) -> int:
    """Exit 0 after an orderly life, 1 with a sentence when the servers could not be kept."""
    try:
        Keeper(State(Path(arguments[0]), *arguments[1:])).run()
    except (LocalError, OSError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
