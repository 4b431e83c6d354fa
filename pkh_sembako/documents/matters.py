"""What a letter belongs to. Documents stand below the programmes, so the programmes say here what there is.

A matter is named by a key such as "round:4" or "determination:2"; its facts are the words a letter may print.
"""

from collections.abc import Callable
from dataclasses import dataclass

Facts = dict[str, str]


@dataclass(frozen=True)
class Source:
    """`choices()` lists (key, label), the newest first; `facts(id)` answers None when there is no such matter."""

    choices: Callable[[], list[tuple[str, str]]]
    facts: Callable[[int], Facts | None]


_sources: dict[str, Source] = {}


def offer(name: str, source: Source) -> None:
    """Let letters belong to matters of this name; saying it twice replaces."""
    _sources[name] = source


def choices(name: str) -> list[tuple[str, str]]:
    """Matters a letter may be put to; empty when nobody offers such."""
    source = _sources.get(name)
    return source.choices() if source else []


def facts(key: str) -> Facts:
    """Word -> text of the matter; empty for a letter that belongs to none, or to one that is gone."""
    name, _, number = key.partition(":")
    source = _sources.get(name)
    if source is None or not number.isascii() or not number.isdigit():
        return {}
    return source.facts(int(number)) or {}
