"""Of what an item of the outbox is: sealed to the desk that sent it, so that it can be found again.

Source: docs/format.md, 22. The deliverer does not open it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.dispatch.item import REFERENCE_MAX
from tipline.errors import AgeError, RecordMalformedError
from tipline.sealing.body import open_body, seal_body
from tipline.tips.content import ID_BYTES
from tipline.tips.shape import bounded, from_json, octets, to_json

if TYPE_CHECKING:
    from tipline.age import Identity, Recipient


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The tip from whose page something was sent, the event that sent it, and our reference."""

    tip: bytes = octets(ID_BYTES)
    number: int
    reference: str = bounded(REFERENCE_MAX)


def seal_origin(origin: Origin, desk: Recipient) -> bytes:
    """Return the age file, which the desk alone opens."""
    return seal_body(to_json(origin), [desk])


def open_origin(sealed: bytes, identity: Identity) -> Origin:
    """Return the origin; RecordMalformedError for what does not open, or is none."""
    try:
        return from_json(Origin, open_body(sealed, [identity]))
    except AgeError:
        raise RecordMalformedError from None
