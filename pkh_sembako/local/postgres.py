"""Embedded PostgreSQL 18."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pkh_sembako.local.account import identity, own_folder
from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.server import Server

USER = "pkh"
DATABASE = "pkh"
INITDB_ARGS = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_error_statement=panic",  # a refused statement or its DETAIL line may carry a NIK
    "log_error_verbosity=terse",
    "log_checkpoints=off",
)
# An automatic analysis in the middle of a test sees none of its uncommitted rows and misleads the planner for minutes.
_DISPOSABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class Postgres(Server):
    """One cluster on the loopback address, guarded by a password.

    ``disposable`` clusters (tests) are made anew at every start and skip what protects data from a power cut.
    """

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown

    def __init__(self, *, bin_folder: Path, **common: Any) -> None:
        super().__init__(**common)
        self.bin = bin_folder

    @property
    def url(self) -> str:
        """DATABASE_URL of the office's database."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def command(self) -> Sequence[str | Path]:
        """``postgres`` in the foreground: a daemonised one may stay behind as a zombie."""
        settings = [f"port={self.port}", *_SETTINGS, *(_DISPOSABLE if self.disposable else ())]
        return [self.bin / "postgres", "-D", self.data, *(word for item in settings for word in ("-c", item))]

    def answers(self) -> bool:
        """Whether connections are accepted."""
        command: list[str | Path] = [self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        return subprocess.run(command, capture_output=True).returncode == 0

    def start(self, *, seconds: float = 30) -> None:
        """Make the cluster and its database when they are missing, and start."""
        if self.disposable or not (self.data / "PG_VERSION").exists():
            self._initialise()
        _wait_for_predecessor(self.data / "postmaster.pid")
        super().start(seconds=seconds)
        self._create_database()

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # also what an interrupted initdb left
        own_folder(self.data, self.account)
        with tempfile.NamedTemporaryFile("w", prefix="pkh-") as secret:
            secret.write(self.password)
            secret.flush()
            if self.account is not None:
                os.chown(secret.name, self.account.pw_uid, self.account.pw_gid)
            command: list[str | Path] = [
                self.bin / "initdb",
                "-D",
                self.data,
                "-U",
                USER,
                *INITDB_ARGS,
                "--no-instructions",
            ]
            command += ["--auth=scram-sha-256", f"--pwfile={secret.name}", *(["--no-sync"] if self.disposable else [])]
            made = subprocess.run(command, cwd="/", capture_output=True, text=True, **identity(self.account))
        if made.returncode:
            raise LocalError(f"Basis data tidak dapat dibuat di {self.data}: {made.stderr.strip()}")

    def _create_database(self) -> None:
        command: list[str | Path] = [
            self.bin / "createdb",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            USER,
            DATABASE,
        ]
        made = subprocess.run(command, env={"PGPASSWORD": self.password}, capture_output=True, text=True)
        if made.returncode and "already exists" not in made.stderr:
            raise LocalError(f"Basis data {DATABASE} tidak dapat dibuat: {made.stderr.strip()}")


def _wait_for_predecessor(pid_file: Path, *, seconds: float = 20) -> None:
    """Let a server whose keeper was killed finish, then remove what it left; a zombie counts as finished.

    The caller holds the keeper's lock, so no other keeper of this cluster lives.
    """
    end = time.monotonic() + seconds
    while pid_file.exists():
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        if not _is_running_postgres(pid):
            pid_file.unlink(missing_ok=True)
            return
        if time.monotonic() > end:
            raise LocalError(f"Server basis data lama (proses {pid}) masih berjalan; hentikan proses itu lebih dahulu.")
        time.sleep(0.1)


def _is_running_postgres(pid: str) -> bool:
    try:
        name, state = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
    except (OSError, IndexError):
        return False
    return name == "postgres" and not state.strip().startswith("Z")
