"""The audit chain as its users see it: its head, the link of a row, and where the head left the database."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pkh_sembako.audit.models import ChainAnchor, ChainLink

START = "0" * 64


@dataclass(frozen=True)
class Head:
    """A link by number and hash; the number of an empty chain is 0."""

    number: int
    hash: str

    @property
    def words(self) -> str:
        """As printed: "no. 1234, 9f86d081884c7d65"."""
        return f"no. {self.number}, {self.hash[:16]}"


def settle() -> None:
    """Write the links of the present transaction now instead of at its commit; nothing outside a transaction."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def head() -> Head:
    """The last link that is committed (or written in this transaction, see `settle`)."""
    last = ChainLink.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else Head(0, START)


def link_of(row: Any) -> Head | None:
    """The first link of a row: what paper about that row is anchored to. None for a row that is not watched."""
    settle()
    links = ChainLink.objects.filter(source=row._meta.db_table, row_key=str(row.pk)).order_by("number")
    first = links.values_list("number", "hash").first()
    return Head(*first) if first else None


def anchor(place: str, at: Head) -> None:
    """Remember that `place` (a paper, a file) carries this link; the same said twice is one record."""
    ChainAnchor.objects.get_or_create(place=place, defaults={"number": at.number, "hash": at.hash})


def heads_file() -> Path:
    """Heads as they were, one JSON object a line, outside the database."""
    return Path(settings.BACKUP_DIR) / "rantai.jsonl"


def note_head() -> bool:
    """Append the head to `heads_file` when it has moved; whether it had."""
    now, path = head(), heads_file()
    if now.number == 0 or ((noted := noted_heads()) and noted[-1] == now):
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        file.write(json.dumps({"number": now.number, "hash": now.hash, "at": timezone.now().isoformat()}) + "\n")
    return True


def noted_heads() -> list[Head]:
    """The heads of `heads_file` in order; a line that a power cut left half is passed over."""
    try:
        lines = heads_file().read_text().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
            found.append(Head(int(entry["number"]), str(entry["hash"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
