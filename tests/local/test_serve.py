"""The whole of ``./run`` but its shell part: from an empty state folder to the first page, to the end, and again."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from pkh_sembako.local import services
from pkh_sembako.local.locks import is_held
from pkh_sembako.local.state import CHECKOUT, State, free_port

pytestmark = pytest.mark.slow

_OF_THE_TESTS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEMO", "DEMO_PASSWORD", "BASE_URL")
_SMALL_OFFICE = """
import sys
from pkh_sembako.local.serve import Serve
from pkh_sembako.local.state import State
sys.exit(Serve(State.of_checkout(), households=40).run())
"""


def environment(state: State, **more: str) -> dict[str, str]:
    """That of a person at a terminal, with the state folder of this test."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_TESTS}
    return inherited | {"VAR_DIR": str(state.var), **more}


@contextmanager
def office(state: State, port: int) -> Iterator[list[str]]:
    """A running office; yields the lines printed up to the last of the greeting, stops it as Ctrl-C does."""
    command = [sys.executable, "-c", _SMALL_OFFICE]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=environment(state, PORT=str(port)), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield list(read_until(process, "Hentikan dengan Ctrl-C."))
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def read_until(process: subprocess.Popen[str], last: str) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip("\n")
        if line.startswith(last):
            return


def manage(state: State, *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=CHECKOUT, env=environment(state), capture_output=True, text=True, check=True
    ).stdout.strip()


def test_an_office_starts_from_nothing_stops_cleanly_and_finds_its_data_again(
    new_state: Callable[[str], State],
) -> None:
    state, port = new_state("checkout"), free_port()
    count = "from programs.models import Household; print('keluarga', Household.objects.count())"

    with office(state, port) as said:
        assert f"Siap: http://127.0.0.1:{port}" in said
        assert "Akun contoh (kata sandi demo-pkh-2026):" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        families = manage(state, "shell", "-c", count).splitlines()[-1]
        assert families == "keluarga 40"
        second = subprocess.run(
            [sys.executable, "-m", "pkh_sembako.local"],
            cwd=CHECKOUT,
            env=environment(state, PORT=str(free_port())),
            capture_output=True,
            text=True,
        )
        assert second.returncode == 1
        assert second.stderr.startswith(f"Aplikasi ini sudah berjalan dari folder ini: http://127.0.0.1:{port} ")

    assert is_held(state.lock_path("keeper")) is False
    assert manage(state, "shell", "-c", count).splitlines()[-1] == families
    with office(state, port) as said:
        assert not any(line.startswith("Membuat kantor contoh") for line in said)
    assert services.leave(state, seconds=20) is True
