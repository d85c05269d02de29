"""A growing wait after refused sign-ins, for names known or not; it never locks for good.

Kept in this process's memory, under a keyed hash, for names that exist and names that do not alike:
a count in the database would be kept for known names only, and tell which they are.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from tipline.errors import SignInWaitError

FREE = 4  # refusals without a wait: a slip, the other keyboard, last month's passphrase
WAIT_MAX_SECONDS = 300
FORGOTTEN_SECONDS = 3600  # after the last refusal, once its wait is over
NAMES_MAX = 50_000  # about 10 MiB; the one refused longest ago is forgotten first


@dataclass(frozen=True, slots=True)
class _Refused:
    times: int
    until: float


class Waits:
    """Counts refusals by key (any bytes). Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without any; ``clock`` gives seconds that never go back."""
        self._clock = clock
        self._names: OrderedDict[bytes, _Refused] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, key: bytes) -> None:
        """Raise SignInWaitError, with the seconds left, while this key must wait."""
        with self._lock:
            left = self._now(key).until - self._clock()
        if left > 0:
            raise SignInWaitError(seconds=int(left) + 1)

    def times(self, key: bytes) -> int:
        """Return how many refusals of this key are not forgotten yet."""
        with self._lock:
            return self._now(key).times

    def refuse(self, key: bytes) -> None:
        """Count one refusal: from the fifth on, 2, 4, 8 … seconds, five minutes at most."""
        with self._lock:
            times = self._now(key).times + 1
            wait = min(2 ** min(times - FREE, 16), WAIT_MAX_SECONDS) if times > FREE else 0
            self._names[key] = _Refused(times, self._clock() + wait)
            self._names.move_to_end(key)
            while len(self._names) > NAMES_MAX:
                self._names.popitem(last=False)

    def forgive(self, key: bytes) -> None:
        """Forget a key: its owner has signed in."""
        with self._lock:
            self._names.pop(key, None)

    def _now(self, key: bytes) -> _Refused:
        refused = self._names.get(key, _Refused(0, 0.0))
        return _Refused(0, 0.0) if self._clock() > refused.until + FORGOTTEN_SECONDS else refused
