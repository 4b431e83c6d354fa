"""The determined lists once more: each frozen list must still have the hash that was determined (docs/adr/0004)."""

import hashlib
import json
from typing import Any

from programs.services.canonical import canonical_line

BATCH = 2000


def list_hashes(cursor: Any) -> dict[int, str]:
    """{determination: SHA-256 of its rows as they stand now}, empty lists included."""
    cursor.execute("SELECT id FROM programs_determination ORDER BY id")
    return {number: _hash_of(cursor, number) for (number,) in cursor.fetchall()}


def _hash_of(cursor: Any, determination: int) -> str:
    digest, last = hashlib.sha256(), -1
    while True:
        cursor.execute(
            'SELECT "order", values::text FROM programs_determinedrow'
            ' WHERE determination_id = %s AND "order" > %s ORDER BY "order" LIMIT %s',
            [determination, last, BATCH],
        )
        rows = cursor.fetchall()
        for order, values in rows:
            digest.update(canonical_line(json.loads(values)))
            last = order
        if len(rows) < BATCH:
            return digest.hexdigest()


def broken_lists(cursor: Any) -> list[str]:
    """A sentence for each determined list that is no longer what was determined."""
    now = list_hashes(cursor)
    cursor.execute("SELECT id, list_hash FROM programs_determination ORDER BY id")
    return [
        f"Daftar penetapan {number} tidak lagi cocok dengan hash yang ditetapkan ({stored[:16]})."
        for number, stored in cursor.fetchall()
        if now.get(number) != stored
    ]
