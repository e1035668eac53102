"""Sessions of the page: an opaque cookie that stands for a key, kept in memory only.

The key is looked up again at every request, so a revoked key closes its sessions at once; a restart
closes all of them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

LIFETIME = dt.timedelta(hours=12)
_MOST = 1000


class Sessions:
    """Open sessions, newest last."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self._now = now
        self._open: dict[str, tuple[str, dt.datetime]] = {}

    def open(self, key: str) -> str:
        """A new session for `key`: the value of the cookie."""
        while len(self._open) >= _MOST:
            self._open.pop(next(iter(self._open)))
        token = secrets.token_urlsafe(32)
        self._open[token] = (key, self._now() + LIFETIME)
        return token

    def key(self, token: str) -> str | None:
        """The key behind a cookie, if its session is still open."""
        found = self._open.get(token)
        if found is None:
            return None
        if found[1] <= self._now():
            self.close(token)
            return None
        return found[0]

    def close(self, token: str) -> None:
        """Forget the session."""
        self._open.pop(token, None)
