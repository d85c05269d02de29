"""Entries of the audit trail: sealed to the audit recipient, chained in the clear.

Source: docs/format.md, 10. The chain shows an entry altered, taken out or put in between. It does
not show that the newest entries were cut off, nor a trail that was written anew as a whole, to
somebody who did not keep an earlier chain value: auditors note one down.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tipline.sealing.body import open_body, seal_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.age import Identity, Recipient
    from tipline.tips.canonical import Json

NOTHING_BEFORE = bytes(32)  # the chain value before the first entry


def seal_entry(
    entry: Mapping[str, object], number: int, previous: bytes, recipient: Recipient
) -> tuple[bytes, bytes]:
    """Return the sealed entry and its chain value; ``previous`` is that of the entry before.

    ``entry`` holds what happened, never a reporter's words or a receipt code.
    """
    record = {"number": number, "previous": previous.hex(), "entry": dict(entry)}
    sealed = seal_body(record, [recipient])
    return sealed, chain(number, previous, sealed)


def open_entry(sealed: bytes, identity: Identity) -> dict[str, Json]:
    """Return ``{"number", "previous", "entry"}``; AgeError or RecordMalformedError."""
    return open_body(sealed, [identity])


def chain(number: int, previous: bytes, sealed: bytes) -> bytes:
    """Return SHA-256 over number (8 bytes, big end first), previous value and sealed entry."""
    return hashlib.sha256(number.to_bytes(8) + previous + sealed).digest()
