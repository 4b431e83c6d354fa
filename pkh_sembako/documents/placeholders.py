"""Words in double braces, and nothing else: office text is data, never a program.

fill("Tahap {{ tahap }}", {"tahap": "4"})  ->  "Tahap 4"

Filled-in values are not read again, so a value that looks like a placeholder stays text.
"""

import re
from collections.abc import Collection, Mapping

from pkh_sembako.lib.errors import DomainError

WORD = re.compile(r"\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}")
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with every placeholder filled; call `check` before: an unknown word is an error of the caller."""
    return WORD.sub(lambda found: words[found[1]], text)


def used(text: str) -> set[str]:
    """The words a text asks for."""
    return set(WORD.findall(text))


def check(text: str, allowed: Collection[str]) -> None:
    """DomainError with line and word when the text asks for a word that is not allowed, or has a brace too many."""
    for number, line in enumerate(text.splitlines(), start=1):
        for word in WORD.findall(line):
            if word not in allowed:
                raise DomainError(
                    f"Baris {number}: isian “{word[:40]}” tidak dikenal. Pakai salah satu dari daftar isian."
                )
        if stray := STRAY.search(WORD.sub("", line)):
            raise DomainError(
                f"Baris {number}: tanda {stray[0]} tidak berpasangan atau tidak boleh dipakai. "
                "Isian ditulis dengan dua kurung kurawal, misalnya {{ tahap }}."
            )
