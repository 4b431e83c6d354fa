"""Under whose name the servers run: PostgreSQL refuses root, so root lends them a system user without a shell."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pkh_sembako.local.errors import LocalError

NAME = "pkh-sembako"
_PR_SET_PDEATHSIG = 1


def server_account() -> pwd.struct_passwd | None:
    """The user of the servers; None when the present user, not being root, runs them."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return _create()


def _create() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        made = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise LocalError("Perintah useradd tidak ada. Pasang dengan: apt-get install passwd") from error
    try:
        return pwd.getpwnam(NAME)  # another checkout may have made it at the same moment
    except KeyError:
        raise LocalError(f"Pengguna sistem {NAME} tidak dapat dibuat: {made.stderr.strip()}") from None


def identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments of subprocess that switch to the account; empty when there is nothing to switch."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def can(account: pwd.struct_passwd | None, *command: str | Path) -> bool:
    """Whether a command succeeds under the account's name."""
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, **identity(account))
    except PermissionError:
        return False
    return done.returncode == 0


def own_folder(path: Path, account: pwd.struct_passwd | None) -> Path:
    """Make a folder that only the account may enter."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """For ``preexec_fn``: the kernel sends this signal to the child when its parent dies, however it dies."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return ask_kernel
