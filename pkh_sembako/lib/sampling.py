"""Random samples that anybody can draw again: the seed is kept beside the sample, and chance lies in the seed alone."""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """32 hexadecimal digits from the system's own randomness."""
    return secrets.token_hex(16)


def drawn(population: Iterable[int], *, seed: str, size: int) -> list[int]:
    """The first `size` numbers by SHA-256 of "seed:number", in the order drawn; the same in any language, for ever.

    Which numbers they are (ids, places in a list) is the caller's; their order in `population` does not matter.
    """
    return sorted(population, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())[:size]
