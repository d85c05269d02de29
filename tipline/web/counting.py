"""Counts of requests in this process's memory, for Flask-Limiter.

Its own memory store starts a thread to forget what has ended, on nearly each request; this one
forgets in passing, once a minute.
"""

from __future__ import annotations

import threading
import time
from typing import ClassVar

from limits.storage import Storage

SCHEME = "process"
FORGET_SECONDS = 60


class ProcessCounts(Storage):
    """Counters that end by themselves. Safe to share between threads."""

    STORAGE_SCHEME: ClassVar[list[str]] = [SCHEME]  # type: ignore[misc]  # an attribute there

    def __init__(
        self,
        uri: str | None = None,
        wrap_exceptions: bool = False,  # noqa: FBT001, FBT002 (the library's own signature)
        **options: str,
    ) -> None:
        """Begin with nothing counted."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._forget_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """No error of a store is to be expected."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count ``amount`` more; a new count ends in ``expiry`` seconds. Return the count."""
        now = time.time()
        with self._lock:
            if now >= self._forget_at:
                self._forget(now)
            count, ends = self._counts.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + expiry
            self._counts[key] = count + amount, ends
            return count + amount

    def get(self, key: str) -> int:
        """Return the count, 0 where there is none."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the count ends, in seconds since the epoch."""
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Tell that memory is there."""
        return True

    def reset(self) -> int:
        """Forget all; return how many counts there were."""
        with self._lock:
            number = len(self._counts)
            self._counts.clear()
        return number

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def _forget(self, now: float) -> None:
        self._counts = {key: value for key, value in self._counts.items() if value[1] > now}
        self._forget_at = now + FORGET_SECONDS
