"""Where the local ground keeps what it must remember: ``var/`` of the checkout."""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_HOME = Path("/var/lib/pkh-sembako")


@dataclass(frozen=True)
class State:
    """The state folder of one checkout, for its office or for one run of its tests.

    ``var`` is the checkout's ``var/``. A test run keeps everything of its own in ``var/tests/<test_run>/``: it meets
    neither the office nor another test run.
    """

    var: Path
    test_run: str = ""

    @classmethod
    def of_checkout(cls, *, test_run: str = "") -> "State":
        """The state of this checkout, or of the folder that VAR_DIR names."""
        return cls(Path(os.environ.get("VAR_DIR") or CHECKOUT / "var").resolve(), test_run)

    @property
    def folder(self) -> Path:
        """Locks, notes and, when the database's user can enter, the data."""
        return self.var / "tests" / self.test_run if self.test_run else self.var

    @property
    def far_home(self) -> Path:
        """The checkout's place outside itself, for what the database's user cannot reach in it."""
        return SYSTEM_HOME / self.remembered("id", 8)

    @property
    def far_folder(self) -> Path:
        """The data's place when the database's user cannot enter the checkout."""
        return self.far_home / "tests" / self.test_run if self.test_run else self.far_home

    @property
    def logs(self) -> Path:
        """Folder of the log files, made when missing."""
        path = self.folder / "log"
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def services_note(self) -> Path:
        """Addresses of the running servers, written by their keeper (holds passwords, mode 0600)."""
        return self.folder / "services" / "services.json"

    def lock_path(self, name: str) -> Path:
        """``users`` (who needs the servers), ``start`` (one starter), ``keeper`` (the servers' parent), ``run``."""
        return self.folder / "services" / f"{name}.lock"

    def remembered(self, name: str, size: int = 32) -> str:
        """A random text drawn once and kept in ``var/<name>``, readable by the owner only."""
        path = self.var / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        value = secrets.token_hex(size)
        with os.fdopen(handle, "w") as file:
            file.write(value)
        return value


def write_private(path: Path, text: str) -> None:
    """Replace a file that only its owner may read, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(preferred: int | None = None) -> int:
    """The preferred port when it is free, else one that the system hands out."""
    if preferred and port_is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
