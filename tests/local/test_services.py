"""The embedded servers are joined, shared, left and found again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest
import redis

from pkh_sembako.local import services
from pkh_sembako.local.locks import is_held, wait_released
from pkh_sembako.local.state import State

pytestmark = pytest.mark.slow

_HOLDER = """
import sys, time
from pathlib import Path
from pkh_sembako.local import services
from pkh_sembako.local.state import State
print(services.join(State(Path(sys.argv[1]))).database_url, flush=True)
time.sleep(60)
"""


def hold(state: State) -> tuple[subprocess.Popen[str], str]:
    """Another process that joins the servers and stays; with the address that it was given."""
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, str(state.var)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    return holder, holder.stdout.readline().strip()


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_data_and_queue_outlive_the_last_one_out(state: State) -> None:
    first = services.join(state)
    with psycopg.connect(first.database_url) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('tetap ada')")
    redis.Redis.from_url(first.redis_url).rpush("queue", "kerja")
    assert services.leave(state, seconds=20) is True

    again = services.join(state)
    with psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("tetap ada",)]
    assert redis.Redis.from_url(again.redis_url).lrange("queue", 0, -1) == [b"kerja"]


def test_the_servers_stay_while_one_needs_them_and_go_with_the_last_even_killed(state: State) -> None:
    mine = services.join(state)
    holder, theirs = hold(state)
    assert theirs == mine.database_url

    assert services.leave(state, seconds=0.5) is False
    with psycopg.connect(theirs) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    holder.kill()
    holder.wait()
    assert wait_released(state.lock_path("keeper"), seconds=20) is True
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(theirs)


def test_both_start_at_once_and_share_one_server(state: State) -> None:
    (one, first), (two, second) = hold(state), hold(state)
    assert first == second != ""
    for holder in (one, two):
        holder.terminate()
        holder.wait()
    assert wait_released(state.lock_path("keeper"), seconds=20) is True


def test_a_killed_keeper_takes_its_servers_along_and_the_next_start_finds_the_data(state: State) -> None:
    first = services.join(state)
    with psycopg.connect(first.database_url) as connection:
        connection.execute("CREATE TABLE note AS SELECT generate_series(1, 1000) AS number")
    keeper = keeper_pid(state)
    os.kill(keeper, signal.SIGKILL)
    assert eventually(lambda: not is_held(state.lock_path("keeper"))) is True

    again = services.join(state)
    with psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (1000,)


def test_a_killed_database_is_started_again_at_the_same_address(state: State) -> None:
    first = services.join(state)
    with psycopg.connect(first.database_url, autocommit=True) as connection:
        postmaster = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
    assert postmaster is not None
    os.kill(int(postmaster[0].split("\n")[0]), signal.SIGKILL)

    assert eventually(lambda: answers(first.database_url)) is True


def test_another_user_of_the_machine_needs_the_password(state: State) -> None:
    running = services.join(state)
    without = running.database_url.replace(state.remembered("services_password"), "salah")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without)
    assert state.services_note.stat().st_mode & 0o777 == 0o600


def test_two_checkouts_do_not_meet(new_state: Callable[[str], State]) -> None:
    one, other = new_state("one"), new_state("other")
    assert services.join(one).database_url != services.join(other).database_url

    assert services.leave(other, seconds=20) is True
    assert services.is_running(one) is True


def keeper_pid(state: State) -> int:
    return int(state.services_note.read_text().partition('"keeper": ')[2].rstrip("}"))


def answers(database_url: str) -> bool:
    try:
        psycopg.connect(database_url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_what_a_killed_test_run_left_is_swept_but_not_a_running_one(state: State) -> None:
    killed, running = State(state.var, "1"), State(state.var, "2")
    for one in (killed, running):
        (one.folder / "log").mkdir(parents=True)
    services.join(running)
    for one in (killed, running):
        os.utime(one.folder, (0, 0))

    services.sweep_test_runs(State(state.var, "3"))

    assert [folder.name for folder in (state.var / "tests").iterdir()] == ["2"]
    assert services.is_running(running) is True
    assert services.leave(running, seconds=20) is True
