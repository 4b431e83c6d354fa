"""Where a letter is used. Documents stand below the cycles, so whoever uses letters says here how to find that out."""

from collections.abc import Callable
from dataclasses import dataclass

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import IncomingLetter, Letter


@dataclass(frozen=True)
class Use:
    """One place that uses a letter, as a link; `note` says how."""

    label: str
    url: str
    note: str


Finder = Callable[[IncomingLetter | Letter, User], list[Use]]
_finders: dict[str, Finder] = {}


def offer(name: str, finder: Finder) -> None:
    """Let `finder` answer which places use a letter, of those that the user sees; saying it twice replaces."""
    _finders[name] = finder


def of(letter: IncomingLetter | Letter, user: User) -> list[Use]:
    """Every place that uses the letter, for this user."""
    return [use for finder in _finders.values() for use in finder(letter, user)]
