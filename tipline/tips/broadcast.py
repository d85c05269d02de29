"""A supervisor's message to all desks, and that somebody has seen it.

Source: docs/format.md, 23.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tipline.tips import canonical
from tipline.tips.event import DESK_MAX, NAME_MAX
from tipline.tips.shape import bounded, octets, required, to_json

BROADCAST_MAX = 1_000  # code points
SECRET_BYTES = 16  # random
DIGEST_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a member of a desk says, by their card there."""

    desk: str = bounded(DESK_MAX)
    at: datetime
    author: bytes = octets(16)
    name: str = bounded(NAME_MAX)

    def body(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical.encode(to_json(self))


@dataclass(frozen=True, kw_only=True)
class Broadcast(Word):
    """A message, shown until a time. From ``secret`` follow the keys of the rows of who saw it."""

    until: datetime
    text: str = required(BROADCAST_MAX)
    secret: bytes = octets(SECRET_BYTES)


@dataclass(frozen=True, kw_only=True)
class Seen(Word):
    """Somebody has seen the message of this digest."""

    of: bytes = octets(DIGEST_BYTES)
