"""The restore drill: a backup becomes a database again, and everything in it is compared with what it said."""

import hashlib
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg
from django.conf import settings

from pkh_sembako.audit import proof
from pkh_sembako.backup import lists, manifest, postgres, shelf
from pkh_sembako.backup.sealed import SealedReader
from pkh_sembako.backup.services.making import DATABASE, FILES, MANIFEST, Say
from pkh_sembako.lib.errors import DomainError

ENOUGH = 5  # differences named in one reason


@dataclass
class Restored:
    """What came out of a backup, compared and found equal."""

    path: Path
    size: int
    facts: dict[str, int] = field(default_factory=dict)


def newest() -> Path:
    """The newest whole backup."""
    found = shelf.backups()
    if not found:
        raise DomainError("Belum ada cadangan yang dapat diuji. Buat cadangan lebih dahulu.")
    return found[-1]


def restore(path: Path, *, say: Say, into: str = "", files_to: Path | None = None) -> Restored:
    """Restore `path` into a scratch database and prove it; with `into` the database is kept, with `files_to` the files.

    DomainError says what is wrong: key, damage, a cut, a tool, or the first differences.
    """
    if not settings.BACKUP_KEY:
        raise DomainError("Kunci cadangan (BACKUP_KEY) belum diisi, jadi cadangan tidak dapat dibuka.")
    if files_to is not None and files_to.exists() and any(files_to.iterdir()):
        raise DomainError(f"Folder {files_to} tidak kosong. Pilih folder lain untuk berkas yang dipulihkan.")
    with shelf.alone("uji", "Uji pemulihan lain sedang berjalan. Tunggu sampai selesai."):
        try:
            with path.open("rb") as file, postgres.scratch_database(into) as database:
                said, hashes = _unpack(file, database, files_to, say)
                say("Membandingkan", 0, 0)
                facts = _compare(said, hashes, database)
        except OSError as error:
            raise DomainError(f"Cadangan {path.name} tidak dapat dibaca: {error.strerror or error}.") from error
        except tarfile.TarError as error:
            raise DomainError(f"Isi cadangan {path.name} tidak dapat dibaca: susunannya rusak.") from error
        except psycopg.Error as error:
            raise DomainError("Basis data uji tidak dapat dipakai: server basis data menolak.") from error
    return Restored(path, path.stat().st_size, facts)


def _unpack(file: IO[bytes], database: str, files_to: Path | None, say: Say) -> tuple[dict[str, Any], dict[str, str]]:
    """Feed the dump to pg_restore, hash (and keep) the files; the manifest and {path: SHA-256}."""
    said: dict[str, Any] = {}
    hashes: dict[str, str] = {}
    sealed = SealedReader(file, settings.BACKUP_KEY)
    pieces = 0
    with postgres.Restoring(database) as restoring, tarfile.open(fileobj=sealed, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                continue
            if member.name.startswith(DATABASE):
                pieces += 1
                restoring.feed(content.read())
                say("Memulihkan basis data", pieces, 0)
            elif member.name.startswith(FILES):
                name = member.name.removeprefix(FILES)
                hashes[name] = _take(content, name, files_to)
                say("Memeriksa berkas", len(hashes), 0)
            elif member.name == MANIFEST:
                said = json.loads(content.read())
        sealed.read()  # to the last chunk: a cut tail is found here at the latest
        if not said:
            raise DomainError("Cadangan ini tidak memuat daftar isi.")
        say("Menyusun indeks", 0, 0)
        restoring.finish(lambda: say("Menyusun indeks", 0, 0))
    return said, hashes


def _take(content: IO[bytes], name: str, files_to: Path | None) -> str:
    digest = hashlib.sha256()
    target = None if files_to is None else _inside(files_to, name).open("xb")
    try:
        while data := content.read(1 << 20):
            digest.update(data)
            if target is not None:
                target.write(data)
    finally:
        if target is not None:
            target.close()
    return digest.hexdigest()


def _inside(folder: Path, name: str) -> Path:
    """Where a file of the archive goes; never outside the folder."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise DomainError("Cadangan ini memuat nama berkas yang tidak sah.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return target


def _compare(said: dict[str, Any], hashes: dict[str, str], database: str) -> dict[str, int]:
    with postgres.connect(database) as reading:
        cursor = reading.cursor()
        found = manifest.describe(cursor)
        # What the chain watches is written in the code: it can prove a database of its own migrations only.
        proven = proof.verify(cursor) if found["migrations"] == _present_migrations() else proof.Proof()
        known = manifest.stored_files(cursor)
        wrong = [
            *manifest.differences(said, found),
            *_file_differences(said["files"], hashes, known),
            *lists.broken_lists(cursor),
        ]
    if proven.first:
        wrong.append(f"Rantai audit pada cadangan putus: {proven.first.text}")
    if wrong:
        more = f" (dan {len(wrong) - ENOUGH} perbedaan lain)" if len(wrong) > ENOUGH else ""
        raise DomainError(" ".join(wrong[:ENOUGH]) + more)
    return {
        "tables": len(found["tables"]),
        "rows": sum(found["tables"].values()),
        "files": len(hashes),
        "lists": len(found["lists"]),
        "link": found["chain"]["number"],
    }


def _present_migrations() -> list[list[str]]:
    with postgres.connect() as reading:
        return manifest.migrations(reading.cursor())


def _file_differences(said: dict[str, str], found: dict[str, str], known: dict[str, str]) -> list[str]:
    wrong = [f"Berkas {name} berbeda dari saat dicadangkan." for name in sorted(said) if found.get(name) != said[name]]
    wrong += [
        f"Berkas {name} ada dalam cadangan tetapi tidak dalam daftar isinya." for name in sorted(found.keys() - said)
    ]
    lost = sorted(path for path, sha256 in known.items() if found.get(path) != sha256)
    return wrong + [f"Berkas tersimpan {path} tidak ada atau berubah." for path in lost]
