"""What a backup says about itself, counted in the snapshot that was dumped and again in what was restored."""

from typing import Any

from psycopg import Cursor, sql

from pkh_sembako.audit.chain import START
from pkh_sembako.backup.lists import list_hashes


def describe(cursor: Cursor) -> dict[str, Any]:
    """Rows per table, determined lists, chain head and migrations of the database of `cursor`."""
    return {
        "tables": _counts(cursor),
        "lists": {str(number): hash_ for number, hash_ in list_hashes(cursor).items()},
        "chain": chain_head(cursor),
        "migrations": migrations(cursor),
    }


def chain_head(cursor: Cursor) -> dict[str, Any]:
    cursor.execute("SELECT number, hash FROM audit_chainlink ORDER BY number DESC LIMIT 1")
    number, hash_ = cursor.fetchone() or (0, START)
    return {"number": number, "hash": hash_}


def stored_files(cursor: Cursor) -> dict[str, str]:
    """{path below MEDIA_ROOT: SHA-256} of every stored file that the database knows."""
    cursor.execute("SELECT file, sha256 FROM documents_storedfile")
    return dict(cursor.fetchall())


def _counts(cursor: Cursor) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    counts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table)))
        counts[table] = (cursor.fetchone() or (0,))[0]
    return counts


def migrations(cursor: Cursor) -> list[list[str]]:
    """Which migrations made the database."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def differences(said: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """An Indonesian sentence for each thing that the restored database has otherwise than the manifest says."""
    sentences = []
    for table in sorted(said["tables"].keys() | found["tables"].keys()):
        wanted, have = said["tables"].get(table), found["tables"].get(table)
        if wanted != have:
            sentences.append(f"Tabel {table}: {wanted} baris menurut cadangan, {have} setelah dipulihkan.")
    for number in sorted(said["lists"].keys() | found["lists"].keys()):
        if said["lists"].get(number) != found["lists"].get(number):
            sentences.append(f"Daftar penetapan {number} berbeda setelah dipulihkan.")
    if said["chain"] != found["chain"]:
        sentences.append("Kepala rantai audit berbeda setelah dipulihkan.")
    if said["migrations"] != found["migrations"]:
        sentences.append("Susunan basis data (migrasi) berbeda setelah dipulihkan.")
    return sentences
