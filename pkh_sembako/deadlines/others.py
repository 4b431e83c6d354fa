"""Work that waits for people beside the deadlines' own rows. Deadlines stand below the cycles, so they say it here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pkh_sembako.deadlines.queries import Waiting

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


@dataclass
class Others:
    """Rows by person's id; `instead_of` are subjects of deadlines whose own rows they replace for everybody."""

    rows: list[tuple[int, Waiting]] = field(default_factory=list)
    instead_of: set[str] = field(default_factory=set)


Source = Callable[[datetime], Others]
_sources: dict[str, Source] = {}
_own: dict[str, Callable[["User"], list[Waiting]]] = {}


def offer(name: str, source: Source) -> None:
    """Let a source tell of everybody's work at once, in a fixed number of queries; saying it twice replaces."""
    _sources[name] = source


def offer_own(name: str, source: Callable[["User"], list[Waiting]]) -> None:
    """The same work for the home page of one person."""
    _own[name] = source


def own(user: "User") -> list[Waiting]:
    return [task for source in _own.values() for task in source(user)]


def gathered(now: datetime) -> Others:
    found = Others()
    for source in _sources.values():
        told = source(now)
        found.rows += told.rows
        found.instead_of |= told.instead_of
    return found
