"""The kernel's file locks as the local ground uses them."""

import subprocess
import sys
from pathlib import Path

from pkh_sembako.local.locks import FileLock, is_held, wait_released


def test_a_lock_held_alone_refuses_a_second_holder(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "x.lock"), FileLock(tmp_path / "x.lock")

    assert first.try_take() is True
    assert second.try_take() is False
    first.close()
    assert second.try_take() is True


def test_shared_holders_keep_out_who_wants_it_alone_until_the_last_leaves(tmp_path: Path) -> None:
    one, two, alone = (FileLock(tmp_path / "x.lock") for _ in range(3))
    one.share()
    two.share()

    one.close()
    assert alone.try_take() is False
    two.close()
    assert alone.try_take() is True


def test_a_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from pkh_sembako.local.locks import FileLock\n"
        "lock = FileLock(Path(sys.argv[1])); lock.take(); print('held', flush=True); time.sleep(60)"
    )
    path = tmp_path / "x.lock"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_held(path) is True
        holder.kill()
        assert wait_released(path, seconds=5) is True
