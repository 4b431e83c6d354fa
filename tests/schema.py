"""The migrated schema as SQL, kept between runs: to migrate from nothing is the dearest thing that a short run does.

The file's name is the hash of every migration and of the lock file, so a changed migration is migrated from nothing.
Django still runs `migrate` over what was loaded: one that is missing would be applied.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from django.db import connection

from pkh_sembako.backup import postgres
from pkh_sembako.local.state import CHECKOUT, State

FOLDER = State.of_checkout().var / "tests-schema"


def kept() -> Path:
    """Path of the file for the migrations as they are now; it need not exist."""
    digest = hashlib.sha256((CHECKOUT / "requirements.lock.txt").read_bytes())
    for path in sorted(CHECKOUT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.relative_to(CHECKOUT).as_posix().encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:24]}.sql"


def load(database: str) -> bool:
    """Make `database` with the kept schema; False when none is kept."""
    path = kept()
    if not path.exists():
        return False
    with postgres.connect("postgres") as server:
        server.autocommit = True
        server.execute(f'DROP DATABASE IF EXISTS "{database}"')
        server.execute(f'CREATE DATABASE "{database}" TEMPLATE template0')
    _run("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(path), database)
    return True


def keep() -> None:
    """Write the test database down as it was migrated, unless that was done; older schemas go."""
    path = kept()
    if path.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    _run("pg_dump", "--no-owner", "--no-privileges", "-f", str(fresh), connection.settings_dict["NAME"])
    for older in FOLDER.glob("*.sql"):
        older.unlink(missing_ok=True)
    fresh.replace(path)


def _run(tool: str, *options: str) -> None:
    known = connection.settings_dict
    place = {"PGHOST": known["HOST"], "PGPORT": known["PORT"], "PGUSER": known["USER"], "PGPASSWORD": known["PASSWORD"]}
    environment = os.environ | {name: str(value) for name, value in place.items() if value}
    subprocess.run([postgres.tool(tool), *options], env=environment, check=True)
