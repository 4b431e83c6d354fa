"""What ``./run`` executes once the virtual environment is ready: ``python -m pkh_sembako.local [test|check|bench]``."""

import os
import subprocess
import sys

from pkh_sembako.local import services
from pkh_sembako.local.checks import run_checks
from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.serve import Serve
from pkh_sembako.local.state import CHECKOUT, State

_FAST = ("-m", "not browser and not slow")
_BOTH_CORES = ("-n", "2", "--dist", "worksteal")


def main(arguments: list[str]) -> int:
    """Exit code of the command: 0 done, 1 refused or failed with a sentence."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("serve", [])
    try:
        if command == "test":
            return test(rest)
        if command == "check":
            return run_checks()
        if command == "bench":
            return bench(rest)
        return Serve(State.of_checkout()).run()
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1


def test(arguments: list[str]) -> int:
    """All tests on both cores; with paths or options of pytest, exactly those."""
    fast = "--fast" in arguments
    chosen = [word for word in arguments if word != "--fast"]
    options = [*(_FAST if fast else ()), *(chosen or _BOTH_CORES)]
    return subprocess.run([sys.executable, "-m", "pytest", *options], cwd=CHECKOUT, env=_compiled_once()).returncode


def _compiled_once() -> dict[str, str]:
    """The environment with Python's bytecode kept in ``var/``: each process would compile everything anew without."""
    kept = {"PYTHONPYCACHEPREFIX": str(State.of_checkout().var / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
    return os.environ | kept


def bench(arguments: list[str]) -> int:
    """The benchmarks, with servers of their own kind: never on the office's data."""
    services.ensure(test=True)
    return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], cwd=CHECKOUT, env=os.environ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
