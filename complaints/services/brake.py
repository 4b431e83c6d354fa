"""A brake before any work: what one origin posts to the public forms in a minute, counted in this process's memory.

The truth about limits is in the database (`gate`). This only makes a flood cheap: beyond the number nothing is read,
asked or drawn for it, so that it takes nothing from those who work meanwhile.
"""

from threading import Lock
from time import monotonic

from django.conf import settings

MINUTE = 60.0
MOST_ORIGINS = 10_000  # more than that at once is no office's public: all begin anew


class Brake:
    """Posts by origin in the running minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since = monotonic()
        self._posts: dict[str | None, int] = {}

    def holds(self, address: str | None) -> bool:
        """Count one more post of this origin; True when it is beyond `settings.PUBLIC_POSTS_A_MINUTE` (0: never)."""
        most = settings.PUBLIC_POSTS_A_MINUTE
        if not most:
            return False
        with self._lock:
            now = monotonic()
            if now - self._since >= MINUTE or len(self._posts) > MOST_ORIGINS:
                self._since, self._posts = now, {}
            self._posts[address] = self._posts.get(address, 0) + 1
            return self._posts[address] > most


public_posts = Brake()
