"""What PostgreSQL and Valkey have in common here: a child in the foreground that dies with its keeper."""

import pwd
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from pkh_sembako.local.account import die_with_parent, identity
from pkh_sembako.local.errors import LocalError

_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}


class Server:
    """One server process. Subclasses say how it is started and how one knows that it answers.

    ``account`` is the system user that runs it (None: the present user); ``disposable`` data (tests) need not
    survive a power cut.
    """

    name: str
    stop_signal: signal.Signals

    def __init__(
        self,
        *,
        data: Path,
        port: int,
        password: str,
        log: Path,
        account: pwd.struct_passwd | None,
        disposable: bool,
    ) -> None:
        self.data, self.port, self.password, self.log = data, port, password, log
        self.account = account
        self.disposable = disposable
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address with its password, as settings want it."""
        raise NotImplementedError

    def command(self) -> Sequence[str | Path]:
        """The command line of the server in the foreground."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether the server answers a first question."""
        raise NotImplementedError

    def start(self, *, seconds: float = 30) -> None:
        """Start the server and wait until it answers; LocalError with the log's end when it does not."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd="/",
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal must reach the supervisor only
                preexec_fn=die_with_parent(self.stop_signal),
                **identity(self.account),
            )
        end = time.monotonic() + seconds
        while not self.answers():
            if self.has_died() or time.monotonic() > end:
                self.stop()
                raise LocalError(f"{self.name} tidak dapat dijalankan. Akhir catatan {self.log}:\n{tail(self.log)}")
            time.sleep(0.02)

    def has_died(self) -> bool:
        """Whether a started server is no longer running."""
        return self._process is not None and self._process.poll() is not None

    def stop(self, *, seconds: float = 20) -> None:
        """Ask the server to stop in its orderly way, and end it if it does not listen."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(self.stop_signal)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None


def tail(path: Path, lines: int = 15, *, since: int = 0) -> str:
    """The last lines of a log file, of what was written after its first ``since`` bytes."""
    if not path.exists():
        return ""
    return "\n".join(path.read_bytes()[since:].decode(errors="replace").splitlines()[-lines:])
