"""What was opened for pages, kept beside a desk's index: as long as that is in memory, no longer.

It is found by what it was opened from: sealed bytes that change are opened again.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_MAX = 10_000  # reports, heads of cases and events, a few kilobytes each
KEY_BYTES = 32
Opened = TypeVar("Opened")


class Beside:
    """Opened values by the bytes that they were opened from. Safe in threads."""

    def __init__(self, most: int = KEPT_MAX) -> None:
        """Begin with none; keep at most so many: those that were used last."""
        self._most = most
        self._kept: OrderedDict[bytes, object] = OrderedDict()
        self._guard = Lock()

    def opened(
        self, kind: type[Opened], sealed: tuple[bytes, ...], make: Callable[[], Opened]
    ) -> Opened:
        """Return what is kept for these sealed bytes, or else what ``make`` makes of them.

        What raises is not kept.
        """
        key = _key(sealed)
        with self._guard:
            found = self._kept.get(key)
            if isinstance(found, kind):
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Forget all of it: something of it may be gone."""
        with self._guard:
            self._kept.clear()


def _key(sealed: tuple[bytes, ...]) -> bytes:
    made = blake2b(digest_size=KEY_BYTES)
    for each in sealed:
        made.update(len(each).to_bytes(8, "big") + each)
    return made.digest()
