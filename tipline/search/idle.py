"""What was opened and is kept in memory while somebody works with it, and dropped when nobody does.

This is the one plaintext that outlives a request (docs/threat-model.md).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

IDLE_SECONDS = 10 * 60
LOOK_SECONDS = 60  # how often idle ones are looked for

Place = TypeVar("Place", bound=Hashable)
Value = TypeVar("Value")


@dataclass
class _InUse(Generic[Value]):
    value: Value
    used: float


class Idle(Generic[Place, Value]):
    """Opened values of this process, by their places. Safe in threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        """Begin with none; one that was not asked for in so many seconds is dropped."""
        self._idle = idle_seconds
        self._held: dict[Place, _InUse[Value]] = {}
        self._guard = threading.Lock()
        self._timer: threading.Timer | None = None

    def get(self, place: Place) -> Value | None:
        """Return what is in memory for a place: it is in use from now."""
        with self._guard:
            found = self._held.get(place)
            if found is None:
                return None
            found.used = time.monotonic()
            return found.value

    def glance(self, place: Place) -> Value | None:
        """Return it without keeping it in use."""
        found = self._held.get(place)
        return found.value if found else None

    def put(self, place: Place, value: Value) -> None:
        """Hold what was opened for a place."""
        with self._guard:
            self._held[place] = _InUse(value, time.monotonic())
            self._watch()

    def drop(self, places: Collection[Place]) -> None:
        """Drop what is held for these places: somebody who worked with it leaves."""
        with self._guard:
            for place in places:
                self._held.pop(place, None)

    def drop_idle(self) -> None:
        """Drop what nobody asked for in a while."""
        with self._guard:
            self._timer = None
            then = time.monotonic() - self._idle
            self._held = {place: each for place, each in self._held.items() if each.used > then}
            if self._held:
                self._watch()

    def _watch(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(min(LOOK_SECONDS, self._idle), self.drop_idle)
            self._timer.daemon = True
            self._timer.start()
