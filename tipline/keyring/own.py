"""What a desk or an analyst keeps for itself: signed by it, then sealed to it.

Source: docs/format.md, 16. Anybody can seal to a desk, since its recipient is public; only its
members can sign for it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from tipline.age import open_bytes, seal_bytes
from tipline.errors import RecordMalformedError
from tipline.keyring.signer import OWN_LABEL, SIGNATURE_BYTES, is_signed
from tipline.sealing.padding import padded_size
from tipline.tips import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.age import HybridIdentity, HybridRecipient
    from tipline.tips.canonical import Json


class Owner(Protocol):
    """A desk's identity, or an analyst's: opens, and signs."""

    @property
    def identity(self) -> HybridIdentity: ...  # noqa: D102 (the protocol says it)
    @property
    def recipient(self) -> HybridRecipient: ...  # noqa: D102 (the protocol says it)
    @property
    def verifier(self) -> bytes: ...  # noqa: D102 (the protocol says it)
    def sign(self, message: bytes) -> bytes: ...  # noqa: D102 (the protocol says it)


def seal_own(content: bytes, owner: Owner) -> bytes:
    """Return the content as an age file that only its owner opens, and only the owner makes."""
    return seal_bytes(owner.sign(_signed(content)) + content, [owner.recipient])


def open_own(sealed: bytes, owner: Owner) -> bytes:
    """Return what ``seal_own`` took. AgeError; RecordMalformedError where another made it."""
    opened = open_bytes(sealed, [owner.identity])
    signature, content = opened[:SIGNATURE_BYTES], opened[SIGNATURE_BYTES:]
    if not is_signed(owner.verifier, signature, _signed(content)):
        raise RecordMalformedError
    return content


def seal_own_record(record: Mapping[str, object], owner: Owner) -> bytes:
    """Return a record (see ``canonical.encode``) as ``seal_own`` does, its length padded."""
    encoded = canonical.encode(record)
    return seal_own(encoded.ljust(padded_size(len(encoded))), owner)


def open_own_record(sealed: bytes, owner: Owner) -> dict[str, Json]:
    """Return what ``seal_own_record`` took. AgeError, RecordMalformedError."""
    return canonical.decode_object(open_own(sealed, owner))


def _signed(content: bytes) -> bytes:
    return OWN_LABEL + hashlib.sha256(content).digest()
