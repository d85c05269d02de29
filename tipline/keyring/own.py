"""What a desk keeps for itself: signed by it, then sealed to it.

Source: docs/format.md, 16. Anybody can seal to a desk, since its recipient is public; only its
members can sign for it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tipline.age import open_bytes, seal_bytes
from tipline.errors import RecordMalformedError
from tipline.keyring.signer import OWN_LABEL, SIGNATURE_BYTES, is_signed

if TYPE_CHECKING:
    from tipline.keyring.desk import DeskIdentity


def seal_own(content: bytes, desk: DeskIdentity) -> bytes:
    """Return the content as an age file that only the desk's members open, and only they make."""
    return seal_bytes(desk.sign(_signed(content)) + content, [desk.recipient])


def open_own(sealed: bytes, desk: DeskIdentity) -> bytes:
    """Return what ``seal_own`` took. AgeError; RecordMalformedError where another made it."""
    opened = open_bytes(sealed, [desk.identity])
    signature, content = opened[:SIGNATURE_BYTES], opened[SIGNATURE_BYTES:]
    if not is_signed(desk.verifier, signature, _signed(content)):
        raise RecordMalformedError
    return content


def _signed(content: bytes) -> bytes:
    return OWN_LABEL + hashlib.sha256(content).digest()
