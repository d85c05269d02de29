"""The gate before scrypt: a few at a time, a few behind them, the rest are told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tipline.errors import SignInBusyError

WORK_SECONDS = 0.5  # that one passphrase takes, at most, on a machine of today


class Gate:
    """Lets ``parallel`` through at once and lets ``queue`` wait; one a process.

    Each passphrase takes 128 MiB and a third of a second: without a bound, a few hundred requests
    would fell the site. Nobody is locked out: who is told to wait may try again.
    """

    def __init__(self, parallel: int, queue: int) -> None:
        """Set the bounds."""
        self._parallel = parallel
        self._most = parallel + queue
        self._inside = 0
        self._counting = threading.Lock()
        self._places = threading.Semaphore(parallel)

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Hold a place while the block runs; raises SignInBusyError if too many wait already."""
        with self._counting:
            if self._inside >= self._most:
                raise SignInBusyError(seconds=self._seconds())
            self._inside += 1
        try:
            with self._places:
                yield
        finally:
            with self._counting:
                self._inside -= 1

    def _seconds(self) -> int:
        return 1 + int(self._most / self._parallel * WORK_SECONDS)
