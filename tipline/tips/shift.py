"""What one shift of a desk leaves to the next: a hand-over, and that it was read.

Source: docs/format.md, 19. It names tips by their ids alone: what is in them stands in their cases.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from tipline.errors import RecordMalformedError
from tipline.tips import canonical
from tipline.tips.event import NAME_MAX, REASON_MAX, TEXT_MAX
from tipline.tips.shape import bounded, from_json, hidden, octets, several, to_json

LEFT_MAX = 500  # tips that are named
ON_MAX = 200  # people
DIGEST_BYTES = 32


class Why(StrEnum):
    """Why a tip is named in a hand-over. A tip may be named for several reasons."""

    LATE = "late"
    UNREAD = "unread"
    URGENT = "urgent"
    TASK = "task"
    WAITING = "waiting"
    AGENCY = "agency"


@dataclass(frozen=True, kw_only=True)
class Left:
    """A tip that was left open: why it is named, and when something of it is due, if anything.

    With ``case``, it is a case that the desk was given, by that one's id.
    """

    tip: bytes = octets(16)
    why: tuple[Why, ...] = several(len(Why))
    due: datetime | None = None
    case: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What somebody of a desk hands over, or that they read what another did.

    ``of``: the digest of the hand-over that was read; without, this is a hand-over, with who was
    ``on`` (names) and what was ``left`` open.
    """

    desk: str = bounded(16)
    at: datetime
    author: bytes = octets(16)
    name: str = bounded(NAME_MAX)
    text: str = hidden(TEXT_MAX)
    of: bytes | None = None
    on: tuple[str, ...] = several(ON_MAX, each=NAME_MAX)
    left: tuple[Left, ...] = several(LEFT_MAX)

    def body(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical.encode(to_json(self))

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read what ``to_json`` wrote; RecordMalformedError for anything else."""
        entry = from_json(cls, record)
        if entry.of is not None and (len(entry.of) != DIGEST_BYTES or entry.on or entry.left):
            raise RecordMalformedError
        if entry.of is not None and len(entry.text) > REASON_MAX:
            raise RecordMalformedError
        return entry


@dataclass(frozen=True)
class HandOver:
    """A hand-over with those who read it: its ``digest`` names it, ``read`` are in their order."""

    entry: Entry
    digest: bytes
    read: tuple[Entry, ...] = field(default=())

    def read_by(self, analyst: bytes) -> bool:
        """Tell whether somebody has signed that they read it."""
        return any(each.author == analyst for each in self.read)


def put_together(entries: list[tuple[Entry, bytes]]) -> tuple[HandOver, ...]:
    """Return hand-overs with those who read them, the newest first; each is a pair with its digest.

    What was read of one that is not there any more is passed over.
    """
    ordered = sorted(entries, key=lambda pair: (pair[0].at, pair[1]))
    read: dict[bytes, list[Entry]] = {}
    for entry, _ in ordered:
        if entry.of is not None:
            read.setdefault(entry.of, []).append(entry)
    return tuple(
        HandOver(entry, digest, tuple(read.get(digest, ())))
        for entry, digest in reversed(ordered)
        if entry.of is None
    )


def record(entry: Entry, signature: bytes) -> dict[str, Any]:
    """Return the JSON object that is sealed."""
    return {"entry": to_json(entry), "signature": signature.hex()}
