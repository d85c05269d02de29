"""The indexes that are in use: opened, in memory, and dropped when nobody works with them.

This is the one plaintext that outlives a request (docs/threat-model.md).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tipline.search.beside import Beside
from tipline.search.entry import Holds

if TYPE_CHECKING:
    from tipline.search.index import Index

_Place: TypeAlias = tuple[str, Holds]

IDLE_SECONDS = 10 * 60
LOOK_SECONDS = 60  # how often idle ones are looked for


@dataclass
class _InUse:
    index: Index
    used: float


class Held:
    """The opened indexes of this process, by desk and what they hold. Safe in threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        """Begin with none; one that was not asked for in so many seconds is dropped."""
        self._idle = idle_seconds
        self._held: dict[_Place, _InUse] = {}
        self._guard = threading.Lock()
        self._turns: dict[_Place, threading.Lock] = {}
        self._timer: threading.Timer | None = None

    def turn(self, desk: str, holds: Holds = Holds.TIPS) -> threading.Lock:
        """Return the lock of who fills a desk's index: one at a time."""
        with self._guard:
            return self._turns.setdefault((desk, holds), threading.Lock())

    def get(self, desk: str, holds: Holds = Holds.TIPS) -> Index | None:
        """Return a desk's index, if it is in memory: it is in use from now."""
        with self._guard:
            found = self._held.get((desk, holds))
            if found is None:
                return None
            found.used = time.monotonic()
            return found.index

    def beside(self, desk: str) -> Beside:
        """Return what is kept beside an index of a desk; without one, nothing is kept."""
        for holds in Holds:
            if found := self._held.get((desk, holds)):
                return found.index.beside
        return Beside()

    def put(self, desk: str, index: Index) -> None:
        """Hold a desk's index."""
        with self._guard:
            self._held[desk, index.holds] = _InUse(index, time.monotonic())
            self._watch()

    def drop(self, desks: Collection[str]) -> None:
        """Drop the indexes of these desks: somebody who worked with them leaves."""
        with self._guard:
            for desk in desks:
                for holds in Holds:
                    self._held.pop((desk, holds), None)

    def drop_idle(self) -> None:
        """Drop those that nobody asked for in a while."""
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
