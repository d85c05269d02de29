"""Tips of random bytes: the store cannot tell them from sealed ones."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

HOUR = datetime(2031, 5, 4, 9, tzinfo=UTC)


def an_id() -> bytes:
    return secrets.token_bytes(16)


@dataclass(frozen=True, kw_only=True)
class APart:
    tip_id: bytes = field(default_factory=an_id)
    part_id: bytes = field(default_factory=an_id)
    hour: datetime = HOUR
    part: bytes = field(default_factory=lambda: secrets.token_bytes(5500))
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ATip(APart):
    recipient: bytes = b"age1pq1sample"
    desk: str = "TRIAGE"
    envelope: bytes = field(default_factory=lambda: secrets.token_bytes(3400))
    mailbox_id: bytes = field(default_factory=an_id)
    head: bytes = field(default_factory=lambda: secrets.token_bytes(5500))


def small_tip(hour: datetime = HOUR, desk: str = "TRIAGE") -> ATip:
    """Return a tip of a few bytes, where a test wants many."""
    return ATip(hour=hour, desk=desk, part=b"part", envelope=b"envelope", head=b"head")
