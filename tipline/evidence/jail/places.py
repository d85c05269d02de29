"""Places for so many files at a time: none is waited for without end, or held without end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tipline.errors import EvidenceError, JailBusyError


class Places:
    """So many may be held at once."""

    def __init__(self, count: int) -> None:
        """All of them are free."""
        self._free = threading.Semaphore(count)

    @contextmanager
    def place(self, wait: float) -> Iterator[Place]:
        """Hold one; JailBusyError where none is free within ``wait`` seconds."""
        if not self._free.acquire(timeout=wait):
            raise JailBusyError
        place = Place(self._free.release)
        try:
            yield place
        finally:
            place.leave()


class Place:
    """One of them, until it is left: at its end, or before, by a watch."""

    def __init__(self, free: Callable[[], object]) -> None:
        """Call ``free`` once, when it is left."""
        self._free, self._lock, self.left = free, threading.Lock(), False

    def leave(self) -> None:
        """Let another have it."""
        with self._lock:
            left, self.left = self.left, True
        if not left:
            self._free()

    @contextmanager
    def watched(self, seconds: float, end: Callable[[], object]) -> Iterator[None]:
        """After so many seconds, call ``end`` and leave the place, whatever its holder does.

        A holder that comes back after that, with an error, gets JailBusyError instead.
        """

        def late() -> None:
            end()
            self.leave()

        watch = threading.Timer(seconds, late)
        watch.daemon = True
        watch.start()
        try:
            yield
        except EvidenceError:
            if self.left:
                raise JailBusyError from None
            raise
        finally:
            watch.cancel()
            watch.join()
