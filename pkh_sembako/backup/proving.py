"""The audit chain against everything that stands outside it: the file of heads, the backups, the determined lists."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from pkh_sembako.audit import chain, proof
from pkh_sembako.backup import lists, shelf
from pkh_sembako.backup.sealed import read_header
from pkh_sembako.lib.errors import DomainError


def prove() -> proof.Proof:
    """Prove the office's own database as one moment sees it."""
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        chain.settle()
        found = proof.verify(cursor, outside())
        for sentence in lists.broken_lists(cursor):
            found.add(None, sentence)
    return found


def outside() -> Iterator[tuple[str, chain.Head]]:
    """Heads that left the database: noted every five minutes, and written into every backup."""
    for head in chain.noted_heads():
        yield f"catatan {chain.heads_file().name}", head
    for path in shelf.backups():
        if head := _head_of(path):
            yield f"backup:{path.name}", head


def _head_of(path: Any) -> chain.Head | None:
    """Of a file that is no backup any more the drill speaks."""
    try:
        with path.open("rb") as file:
            said = read_header(file)[0]["chain"]
        return chain.Head(int(said["number"]), str(said["hash"]))
    except (DomainError, OSError, KeyError, TypeError, ValueError):
        return None
