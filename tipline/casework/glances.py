"""Whose work list showed the first words of which tips: that is reading, and the trail tells it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SHIFT = timedelta(hours=12)  # within it, what it shows an analyst again is the same look
LOOK = timedelta(minutes=10)  # what is opened again within it is the same look
PAIRS_MAX = 200_000  # of an analyst and a tip, some 40 MB; the oldest are told anew


class Glances:
    """What each analyst was shown, in this worker's memory: a restart tells it once more."""

    def __init__(self, within: timedelta = SHIFT) -> None:
        """Begin with nothing shown to anybody; what is shown again ``within`` this is not new."""
        self._within = within
        self._shown: OrderedDict[tuple[bytes, bytes], datetime] = OrderedDict()
        self._guard = Lock()

    def new(self, analyst: bytes, tips: Iterable[bytes], now: datetime) -> list[bytes]:
        """Return those of the tips that this analyst was not shown within the time."""
        with self._guard:
            return [
                tip
                for tip in tips
                if (last := self._shown.get((analyst, tip))) is None or now - last >= self._within
            ]

    def count(self, analyst: bytes, now: datetime) -> int:
        """Return how many tips this analyst was shown within the time."""
        with self._guard:
            return sum(
                who == analyst and now - last < self._within
                for (who, _), last in self._shown.items()
            )

    def note(self, analyst: bytes, tips: Iterable[bytes], now: datetime) -> None:
        """Remember that the tips were shown, once the trail holds it."""
        with self._guard:
            for tip in tips:
                self._shown[analyst, tip] = now
                self._shown.move_to_end((analyst, tip))
            while len(self._shown) > PAIRS_MAX:
                self._shown.popitem(last=False)
