"""A brake before any work: how fast one origin posts to the public forms, counted in this process's memory.

The truth about limits is in the database (`gate`). This only makes a flood cheap: beyond the pace nothing is read,
asked or drawn for it, so that it takes nothing from those who work meanwhile.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.conf import settings

MINUTE = 60.0
BURST = 1 / 3  # of a minute's posts may come at once
MOST_ORIGINS = 10_000  # more than that at once is no office's public: all begin anew


class Brake:
    """What each origin has left: it refills at the pace of a minute, up to the burst."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._left: dict[str | None, tuple[float, float]] = {}  # origin: (posts left, as of when)

    def holds(self, address: str | None) -> bool:
        """Count one more post of this origin; True when it is beyond `settings.PUBLIC_POSTS_A_MINUTE` (0: never)."""
        most = settings.PUBLIC_POSTS_A_MINUTE
        if not most:
            return False
        with self._lock:
            now, burst = self._clock(), max(1.0, most * BURST)
            left, since = self._left.get(address, (burst, now))
            left = min(burst, left + (now - since) * most / MINUTE)
            if len(self._left) > MOST_ORIGINS:
                self._left.clear()
            self._left[address] = (left - 1 if left >= 1 else left, now)
            return left < 1


public_posts = Brake()
