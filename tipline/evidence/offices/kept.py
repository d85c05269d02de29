"""PDFs that wait in memory for the next page to be asked for, sealed to their tips.

Nothing in this process opens them: only a request of somebody who may open the tip brings its
identity. They are never written anywhere, and are bounded in number, size and time.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from tipline.evidence.offices.bounds import KEPT_BYTES, KEPT_MAX, KEPT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Sealed:
    """An age file, or None where nothing could be made of the file."""

    content: bytes | None = field(repr=False)

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content or b"")


class Kept:
    """What was made of which file. Safe in threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing. ``clock`` tells seconds."""
        self._clock, self._lock = clock, Lock()
        self._held: OrderedDict[bytes, tuple[float, Sealed]] = OrderedDict()

    def get(self, name: bytes) -> Sealed | None:
        """Return what is kept under a name, a PDF for as long again; None for nothing."""
        with self._lock:
            self._drop()
            if name not in self._held:
                return None
            _, sealed = self._held[name]
            if sealed.content is not None:  # what failed on a busy machine is tried again in time
                del self._held[name]
                self._held[name] = self._clock() + KEPT_SECONDS, sealed
            return sealed

    def put(self, name: bytes, sealed: Sealed) -> None:
        """Keep it; what was asked for longest ago goes where there is too much."""
        with self._lock:
            self._held.pop(name, None)
            self._held[name] = self._clock() + KEPT_SECONDS, sealed
            self._drop()

    def _drop(self) -> None:
        now = self._clock()
        while self._held and (self._too_much() or next(iter(self._held.values()))[0] <= now):
            self._held.popitem(last=False)

    def _too_much(self) -> bool:
        held = sum(sealed.size for _, sealed in self._held.values())
        return len(self._held) > KEPT_MAX or held > KEPT_BYTES
