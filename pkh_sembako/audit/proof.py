"""Proving the audit chain: every link, every watched row, every place where the head left the database.

Written over a bare cursor, so that a restored copy is proven by the same code. Nothing here trusts a function of the
database: hashes are computed in Python. The session's time zone must be UTC (payloads carry moments).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pkh_sembako.audit.chain import START, Head
from pkh_sembako.audit.sources import ANY, BY_TABLE, SOURCES, Source

BATCH = 5000
ENOUGH = 50  # findings; more of them say nothing new
GUARDS = {
    "audit_chainlink": ("append_only", "never_emptied"),
    "audit_chainanchor": ("append_only", "never_emptied"),
} | {source.table: ("chain_write", "chain_delete") for source in SOURCES}


@dataclass(frozen=True)
class Finding:
    """One broken place: the link's number where there is one, and an Indonesian sentence."""

    number: int | None
    text: str


@dataclass
class Proof:
    """What was looked at and what was found, in the order of the chain."""

    links: int = 0
    rows: int = 0
    anchors: int = 0
    head: Head = field(default_factory=lambda: Head(0, START))
    findings: list[Finding] = field(default_factory=list)

    def add(self, number: int | None, text: str) -> None:
        if len(self.findings) < ENOUGH:
            self.findings.append(Finding(number, text))

    @property
    def first(self) -> Finding | None:
        numbered = [finding for finding in self.findings if finding.number is not None]
        return min(numbered, key=lambda finding: finding.number or 0) if numbered else next(iter(self.findings), None)


def verify(cursor: Any, anchors: Iterable[tuple[str, Head]] = ()) -> Proof:
    """Prove chain, rows, anchors and guards as `cursor`'s transaction sees them."""
    proof = Proof()
    hashes = _walk(cursor, proof)
    for source in SOURCES:
        _compare(cursor, source, proof)
    cursor.execute("SELECT place, number, hash FROM audit_chainanchor ORDER BY number")
    stored = [(place, Head(number, hash_)) for place, number, hash_ in cursor.fetchall()]
    for place, head in (*stored, *anchors):
        proof.anchors += 1
        _hold(place, head, hashes, proof)
    _guards(cursor, proof)
    return proof


def digest(previous: str, number: int, at: Any, source: str, row_key: str, act: str, payload: str) -> str:
    """The hash of a link: SHA-256 over its parts, one a line."""
    moment = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return hashlib.sha256(
        "\n".join([previous, str(number), moment, source, row_key, act, payload]).encode()
    ).hexdigest()


def _links(cursor: Any) -> Iterator[tuple]:
    last, more = -(1 << 63), True
    while more:
        cursor.execute(
            "SELECT number, at AT TIME ZONE 'UTC', source, row_key, act, payload, previous, hash FROM audit_chainlink"
            " WHERE number > %s ORDER BY number LIMIT %s",
            [last, BATCH],
        )
        rows = cursor.fetchall()
        yield from rows
        more = len(rows) == BATCH
        last = rows[-1][0] if rows else last


def _walk(cursor: Any, proof: Proof) -> list[str]:
    """Number, hash and connection of each link, and whether its act may follow what the row was before."""
    hashes, seen = [START], {}
    for number, at, source, row_key, act, payload, previous, stored in _links(cursor):
        expected = proof.head.number + 1
        if number != expected:
            gap = f"{expected}" if number == expected + 1 else f"{expected} sampai {number - 1}"
            proof.add(min(expected, number), f"Mata rantai no. {gap} hilang.")
            hashes.extend([""] * (number - expected))
        elif previous != proof.head.hash:
            proof.add(number, f"Mata rantai no. {number} tidak menyambung ke no. {number - 1}.")
        if digest(previous, number, at, source, row_key, act, payload) != stored:
            proof.add(number, f"Isi mata rantai no. {number} ({_name(source, row_key)}) tidak cocok dengan hash-nya.")
        _follow(seen, number, source, row_key, act, payload, proof)
        hashes.append(stored)
        proof.head = Head(number, stored)
        proof.links += 1
    return hashes


def _follow(seen: dict, number: int, table: str, row_key: str, act: str, payload: str, proof: Proof) -> None:
    """A frozen row is written once; others change only in the columns that may, and vanish only where they may."""
    source, key, name = BY_TABLE.get(table), (table, row_key), _name(table, row_key)
    if source is None:
        proof.add(number, f"Mata rantai no. {number} menyebut tabel yang tidak diawasi: {table}.")
        return
    known, before = key in seen, seen.get(key)
    keeps = bool(source.changes) and source.changes != ANY
    seen[key] = payload if keeps and act != "-" else None
    if act == "+" and not known:
        return
    if act == "-" and known and source.may_vanish:
        del seen[key]
        return
    if act == "~" and known and source.changes:
        touched = _differing(before, payload) - source.changes if keeps and before else set()
        if not touched:
            return
        proof.add(number, f"{name}: kolom {_words(touched)} diubah (no. {number}), padahal tidak boleh berubah.")
        return
    deed = {"+": "ditulis dua kali", "~": "diubah", "-": "dihapus"}.get(act, "diperlakukan lain")
    proof.add(number, f"{name} {deed} (no. {number}), padahal tidak boleh.")


def _compare(cursor: Any, source: Source, proof: Proof) -> None:
    """The table against the last link of each row; columns that a later migration added or dropped are left out."""
    cursor.execute("SELECT to_regclass(%s) IS NULL", [f"public.{source.table}"])
    if cursor.fetchone()[0]:
        proof.add(None, f"Tabel {source.table} ({source.label}) tidak ada.")
        return
    condition = source.when.replace("row.", "t.")
    cursor.execute(f"SELECT count(*) FROM {source.table} t WHERE {condition}")  # noqa: S608  names of our own list
    proof.rows += cursor.fetchone()[0]
    cursor.execute(
        f"""
        SELECT coalesce(l.row_key, c.row_key), l.number, l.act, l.payload, c.content::text
        FROM (SELECT DISTINCT ON (row_key) row_key, number, act, payload FROM audit_chainlink
              WHERE source = %s ORDER BY row_key, number DESC) l
        FULL JOIN (SELECT t.id::text AS row_key, to_jsonb(t) - %s::text[] AS content
                   FROM {source.table} t WHERE {condition}) c ON c.row_key = l.row_key
        WHERE l.row_key IS NULL OR (c.row_key IS NULL AND l.act <> '-')
           OR (c.row_key IS NOT NULL AND (l.act = '-' OR l.payload::jsonb <> c.content))
        ORDER BY l.number NULLS LAST
        """,  # noqa: S608  names of our own list
        [source.table, list(source.hidden)],
    )
    for row_key, number, act, payload, content in cursor.fetchall():
        name = f"{source.label} {row_key}"
        if number is None:
            proof.add(None, f"{name} tidak ada dalam rantai: disisipkan diam-diam, atau mata rantainya dibuang.")
        elif content is None:
            proof.add(number, f"{name} (no. {number}) tidak ada lagi dalam tabel {source.table}: dihapus diam-diam.")
        elif act == "-":
            proof.add(number, f"{name} tercatat dihapus (no. {number}), tetapi ada lagi dalam tabel.")
        elif touched := _differing(payload, content):
            proof.add(number, f"{name} (no. {number}): kolom {_words(touched)} diubah diam-diam.")


def _hold(place: str, anchor: Head, hashes: list[str], proof: Proof) -> None:
    """The link that left the database under this hash must still be there."""
    last = len(hashes) - 1
    if anchor.number > last:
        proof.add(
            last + 1,
            f"Rantai berakhir di no. {last}, padahal {_place(place)} mencatat no. {anchor.number}: ekor dibuang.",
        )
    elif hashes[anchor.number] != anchor.hash:
        proof.add(anchor.number, f"Mata rantai no. {anchor.number} bukan lagi yang dicatat {_place(place)}.")


def _guards(cursor: Any, proof: Proof) -> None:
    cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
    present = {(table.rpartition(".")[2], name) for table, name in cursor.fetchall()}
    for table, names in GUARDS.items():
        for name in names:
            if (table, name) not in present:
                proof.add(None, f"Penjaga {name} pada tabel {table} dimatikan atau dihapus.")


def _differing(before: str, now: str) -> set[str]:
    """Columns that both know and that differ: a migration may add and drop columns."""
    old, new = json.loads(before), json.loads(now)
    return {key for key in old.keys() & new.keys() if old[key] != new[key]}


def _name(table: str, row_key: str) -> str:
    return f"{BY_TABLE[table].label} {row_key}" if table in BY_TABLE else f"{table} {row_key}"


def _place(place: str) -> str:
    kind, _, number = place.partition(":")
    return {"document": f"Berita Acara pada dokumen {number}", "backup": f"cadangan {number}"}.get(kind, place)


def _words(columns: Iterable[str]) -> str:
    return ", ".join(sorted(columns))
