"""Children that die, keep dying, ignore a request to stop, or leave something behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.supervisor import Child, Supervisor


def shell(tmp_path: Path, script: str) -> Child:
    return Child("web", ["sh", "-c", script], tmp_path / "web.log")


def tend_until(supervisor: Supervisor, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not true():
        supervisor.tend()
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_child_that_dies_is_started_again_and_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    child = shell(tmp_path, "echo started; test -e again && exec sleep 30; exit 3")
    supervisor = Supervisor([child], pause=0.05)
    supervisor.start()

    assert tend_until(supervisor, lambda: child.log.read_text() == "started\n" * 2) is True
    supervisor.stop()
    assert capfd.readouterr().err.splitlines()[0] == "web berhenti (kode 3), dijalankan lagi dalam 0.05 detik."


def test_one_that_keeps_dying_ends_the_patience_with_its_last_words(tmp_path: Path) -> None:
    child = shell(tmp_path, "echo basis data penuh; exit 1")
    supervisor = Supervisor([child], pause=0.01)
    supervisor.start()

    with pytest.raises(LocalError) as given_up:
        tend_until(supervisor, lambda: False)
    assert str(given_up.value).splitlines() == [
        f"web berulang kali berhenti. Akhir catatan {child.log}:",
        *["basis data penuh"] * 5,
    ]


def test_stopping_ends_one_that_does_not_listen_and_what_it_left(tmp_path: Path) -> None:
    child = shell(tmp_path, "trap '' TERM; sleep 60 & echo $!; wait; wait")
    supervisor = Supervisor([child])
    supervisor.start()
    assert tend_until(supervisor, lambda: child.log.read_text().endswith("\n")) is True
    grandchild = int(child.log.read_text())

    supervisor.stop(seconds=0.2)
    assert child.process is None
    assert ends(grandchild) is True


def test_children_go_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from pkh_sembako.local.supervisor import Child, Supervisor\n"
        "child = Child('web', ['sleep', '60'], Path(sys.argv[1])); Supervisor([child]).start()\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "web.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        child = int(supervisor.stdout.readline())
        supervisor.send_signal(signal.SIGKILL)
    assert ends(child) is True


def test_a_log_above_ten_megabytes_is_set_aside(tmp_path: Path) -> None:
    child = shell(tmp_path, "echo baru")
    with child.log.open("wb") as log:
        log.truncate(10 * 1024 * 1024 + 1)
    supervisor = Supervisor([child])
    supervisor.start()
    assert child.process is not None
    child.process.wait()
    supervisor.stop()

    assert child.log.read_text() == "baru\n"
    assert (tmp_path / "web.log.1").stat().st_size == 10 * 1024 * 1024 + 1


def ends(pid: int) -> bool:
    """Whether a process is gone within five seconds; a zombie that nobody has waited for counts as gone."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False
