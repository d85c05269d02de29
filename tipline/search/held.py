"""The indexes that are in use: opened, in memory, and dropped when nobody works with them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeAlias

from tipline.search.beside import Beside
from tipline.search.entry import Holds
from tipline.search.idle import IDLE_SECONDS, Idle

if TYPE_CHECKING:
    from collections.abc import Collection

    from tipline.search.index import Index

_Place: TypeAlias = tuple[str, Holds]


class Held:
    """The opened indexes of this process, by desk and what they hold. Safe in threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        """Begin with none; one that was not asked for in so many seconds is dropped."""
        self._indexes = Idle[_Place, "Index"](idle_seconds)
        self._guard = threading.Lock()
        self._turns: dict[_Place, threading.Lock] = {}

    def turn(self, desk: str, holds: Holds = Holds.TIPS) -> threading.Lock:
        """Return the lock of who fills a desk's index: one at a time."""
        with self._guard:
            return self._turns.setdefault((desk, holds), threading.Lock())

    def get(self, desk: str, holds: Holds = Holds.TIPS) -> Index | None:
        """Return a desk's index, if it is in memory: it is in use from now."""
        return self._indexes.get((desk, holds))

    def beside(self, desk: str) -> Beside:
        """Return what is kept beside an index of a desk; without one, nothing is kept."""
        for holds in Holds:
            if index := self._indexes.glance((desk, holds)):
                return index.beside
        return Beside()

    def put(self, desk: str, index: Index) -> None:
        """Hold a desk's index."""
        self._indexes.put((desk, index.holds), index)

    def drop(self, desks: Collection[str]) -> None:
        """Drop the indexes of these desks: somebody who worked with them leaves."""
        self._indexes.drop([(desk, holds) for desk in desks for holds in Holds])

    def drop_idle(self) -> None:
        """Drop those that nobody asked for in a while."""
        self._indexes.drop_idle()
