"""``./run check``: everything that is known without running a test."""

import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pkh_sembako.local.state import CHECKOUT

_CHECKS: tuple[tuple[str, Sequence[str]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy",)),
    ("imports", ("lint-imports",)),
    ("templates", ("djlint", "templates", "--lint", "--quiet")),
    ("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
    ("deploy", ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")),
)


def run_checks() -> int:
    """Run every check, print what each found, and 1 when any failed. Settings are those of a production office."""
    environment = os.environ | production_environment()
    failed = [name for name, command in _CHECKS if not _passes(name, command, environment)]
    if failed:
        print("GAGAL: " + ", ".join(failed))
        return 1
    print("Semua pemeriksaan lulus.")
    return 0


def production_environment() -> dict[str, str]:
    """An office behind HTTPS. Nothing listens at the addresses: no check needs a database."""
    return {
        "DATABASE_URL": "postgresql://pkh:check@127.0.0.1:1/pkh",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "pkh.example.go.id",
        "HTTPS": "1",
        "DEMO": "0",
        "DEBUG": "0",
        "PYTHONWARNINGS": "ignore::RuntimeWarning",  # makemigrations says that no database listens
    }


def _passes(name: str, command: Sequence[str], environment: dict[str, str]) -> bool:
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:]], cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(f"--- {name} ---\n{done.stdout}{done.stderr}", flush=True)
    else:
        print(f"{name}: lulus", flush=True)
    return done.returncode == 0
