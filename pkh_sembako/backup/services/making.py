"""Making a backup: database and stored files in one encrypted file, or nothing under its name."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.utils import timezone

from pkh_sembako.backup import manifest, postgres, shelf
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.backup.sealed import SealedWriter
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError

Say = Callable[[str, int, int], None]
DATABASE, FILES, MANIFEST = "basisdata/", "berkas/", "manifest.json"


@dataclass
class Made:
    """A finished file; with `problems` it is one that is kept but does not count as a backup."""

    path: Path
    size: int = 0
    facts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def make(*, job: str, say: Say) -> Made:
    """Write the backup of this moment. DomainError: no key, no space, or a tool failed; then no file is left."""
    if not settings.BACKUP_KEY:
        raise DomainError("Kunci cadangan (BACKUP_KEY) belum diisi, jadi cadangan tidak dibuat.")
    with shelf.alone("cadangan", "Pencadangan lain sedang berjalan. Tunggu sampai selesai."):
        shelf.remove_parts()
        if done := _already(job):
            return done
        shelf.require_space(_expected_size())
        target = shelf.folder() / shelf.file_name(timezone.now(), job)
        part = target.with_suffix(".part")
        try:
            made = _write(part, target, job=job, say=say)
        except OSError as error:
            raise DomainError(f"Cadangan tidak dapat ditulis: {error.strerror or error}.") from error
        except psycopg.Error as error:
            raise DomainError("Basis data tidak dapat dibaca untuk dicadangkan.") from error
        finally:
            part.unlink(missing_ok=True)
        if not made.problems:
            shelf.tidy()
        return made


def _already(job: str) -> Made | None:
    """The file of an attempt of this job that was killed after its last byte."""
    found = [path for path in shelf.backups() if path.stem.endswith(job[:8])]
    return Made(found[-1], found[-1].stat().st_size) if found else None


def _write(part: Path, target: Path, *, job: str, say: Say) -> Made:
    with _snapshot() as (cursor, snapshot):
        say("Menghitung isi basis data", 0, 0)
        content = manifest.describe(cursor)
        facts = {"made": timezone.now().isoformat(), "version": settings.VERSION, "job": job, "chain": content["chain"]}
        with open(part, "xb", opener=_private) as file:
            sealed = SealedWriter(file, settings.BACKUP_KEY, facts)
            with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _add_database(tar, snapshot, say)
                content["files"] = _add_files(tar, say)
                _add(tar, MANIFEST, json.dumps(content | facts, ensure_ascii=False).encode())
            sealed.finish()
            file.flush()
            os.fsync(file.fileno())
        problems = _missing(manifest.stored_files(cursor), content["files"])
    if problems:
        target = target.with_name(target.name.replace(shelf.PREFIX, shelf.INCOMPLETE, 1))
    shelf.settle_name(part, target)
    counted = {
        "tables": len(content["tables"]),
        "rows": sum(content["tables"].values()),
        "files": len(content["files"]),
        "lists": len(content["lists"]),
        "link": content["chain"]["number"],
    }
    return Made(target, target.stat().st_size, counted, problems)


@contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Cursor, str]]:
    """One moment of the database, seen by this cursor and by pg_dump alike."""
    with postgres.connect() as reading:
        reading.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reading.read_only = True
        cursor = reading.cursor()
        row = cursor.execute("SELECT pg_export_snapshot()").fetchone()
        if row is None:
            raise LookupError("PostgreSQL gave no snapshot")
        yield cursor, row[0]


def _add_database(tar: tarfile.TarFile, snapshot: str, say: Say) -> None:
    say("Menyalin basis data", 0, 0)
    for number, piece in enumerate(postgres.dump(snapshot), start=1):
        _add(tar, f"{DATABASE}{number:06}", piece)
        say("Menyalin basis data", number, 0)


def _add_files(tar: tarfile.TarFile, say: Say) -> dict[str, str]:
    """Everything below MEDIA_ROOT, also what no row knows (the office's emblem); {path: SHA-256}."""
    root = Path(settings.MEDIA_ROOT)
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    hashes = {}
    for done, path in enumerate(paths, start=1):
        name = path.relative_to(root).as_posix()
        try:
            with path.open("rb") as file:
                hashes[name] = _add_file(tar, name, file)
        except FileNotFoundError:  # an expired download went meanwhile; `_missing` knows whether it may
            continue
        say("Menyalin berkas", done, len(paths))
    return hashes


def _add_file(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> str:
    counting = _Hashing(file)
    info = tarfile.TarInfo(FILES + name)
    info.size = os.fstat(file.fileno()).st_size
    tar.addfile(info, counting)  # type: ignore[arg-type]  # it only reads
    return counting.digest.hexdigest()


class _Hashing:
    """Reads and hashes at once."""

    def __init__(self, file: IO[bytes]):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _missing(known: dict[str, str], copied: dict[str, str]) -> list[str]:
    """Stored files that the database knows and the disk has no longer, or has otherwise."""
    broken = [path for path, sha256 in known.items() if copied.get(path) != sha256]
    kept = StoredFile.objects.filter(file__in=broken).order_by("at").values_list("name", "file")
    return [f"{name} ({'berubah' if path in copied else 'hilang'})" for name, path in kept]


def _expected_size() -> int:
    """Bytes a new backup will need: a little more than the last one, or database and files as they are."""
    last = BackupRun.objects.filter(kind=RunKind.BACKUP, ok=True).first()
    if last is not None:
        return last.size * 6 // 5
    with postgres.connect() as reading:
        row = reading.execute("SELECT pg_database_size(current_database())").fetchone()
    return (row[0] if row else 0) + sum(path.stat().st_size for path in Path(settings.MEDIA_ROOT).rglob("*"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
