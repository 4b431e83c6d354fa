"""The servers' parent: ``python -m pkh_sembako.local.keeper VAR [test]``, started by ``services.ensure``.

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
    for folder in {state.var, near}:
        folder.chmod(0o711)  # the account may pass through, nobody may look around
    if account is None:
        return near
    if (state.var / "id").exists() and state.far_folder.exists():
        return state.far_folder
    if can(account, "/bin/sh", "-c", 'cd "$1"', "sh", near):
        return near
    if (near / "postgres").exists() and not state.test:
        raise LocalError(
            f"Data ada di {near}, tetapi pengguna sistem {account.pw_name} tidak dapat masuk ke sana. "
            "Kembalikan izin folder itu."
        )
    for folder in (SYSTEM_HOME, SYSTEM_HOME / state.remembered("id", 8), state.far_folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    return state.far_folder


def build(state: State) -> list[Server]:
    """Both servers of a state folder, on their last ports when these are free."""
    account = server_account()
    home = data_folder(state, account)
    found = programs.find(account, home)
    last = _last_ports(state)
    common = {"password": state.remembered("services_password", 16), "account": account, "disposable": state.test}
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
        if not own.try_take():
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
        if self.state.test and self.servers:
            shutil.rmtree(self.servers[0].data, ignore_errors=True)

    def _stop_later(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True


def main(arguments: list[str]) -> int:
    """Exit 0 after an orderly life, 1 with a sentence when the servers could not be kept."""
    try:
        Keeper(State(Path(arguments[0]), test="test" in arguments[1:])).run()
    except (LocalError, OSError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
