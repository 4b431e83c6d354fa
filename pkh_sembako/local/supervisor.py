"""Keeps the application's own processes running: web, worker, beat."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pkh_sembako.local.account import die_with_parent
from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.server import tail
from pkh_sembako.local.state import CHECKOUT

_FAILURES = 5  # deaths within the window that end the patience
_WINDOW = 60.0
_MAX_LOG = 10 * 1024 * 1024


@dataclass
class Child:
    """One supervised process with its log file and its history of deaths."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    restart_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C at the terminal reaches only the supervisor."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    @property
    def runs(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal when it still runs."""
        if self.process is not None and self.runs:
            self.process.send_signal(number)

    def clear_up(self) -> None:
        """End what the process left in its group, such as a pool process whose parent was killed."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None


class Supervisor:
    """Starts children, restarts one that died after a pause, gives up on one that keeps dying."""

    def __init__(self, children: Sequence[Child], *, pause: float = 1.0) -> None:
        self.children = children
        self.pause = pause  # seconds after a first death; doubled with each further one

    def start(self) -> None:
        """Start all of them; logs above ten megabytes are set aside first."""
        for child in self.children:
            if child.log.exists() and child.log.stat().st_size > _MAX_LOG:
                child.log.replace(child.log.with_suffix(".log.1"))
            child.start()

    def tend(self) -> None:
        """One look at all children. LocalError with the log's end when one dies again and again."""
        now = time.monotonic()
        for child in self.children:
            if child.runs:
                continue
            if child.process is not None:
                self._note_death(child, now)
            elif now >= child.restart_at:
                child.start()

    def _note_death(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else None
        child.clear_up()
        child.deaths = [moment for moment in child.deaths if now - moment < _WINDOW] + [now]
        if len(child.deaths) >= _FAILURES:
            raise LocalError(f"{child.name} berulang kali berhenti. Akhir catatan {child.log}:\n{tail(child.log)}")
        pause = self.pause * 2 ** (len(child.deaths) - 1)
        child.restart_at = now + pause
        print(
            f"{child.name} berhenti (kode {code}), dijalankan lagi dalam {pause:g} detik.", file=sys.stderr, flush=True
        )

    def restart(self) -> None:
        """Stop and start all children, when the servers' addresses have changed."""
        self.stop()
        self.start()

    def stop(self, *, seconds: float = 30) -> None:
        """Ask all children to finish what they do, end those that do not in time."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + seconds
        while any(child.runs for child in self.children) and time.monotonic() < end:
            time.sleep(0.05)
        for child in self.children:
            child.clear_up()

    def force(self) -> None:
        """End all children at once: a job that was cut off is taken up again at the next start."""
        for child in self.children:
            child.signal(signal.SIGKILL)
