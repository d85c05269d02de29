"""Ed25519 (RFC 8032) for desks and analysts: 32 bytes of seed, 32 of verifier, 64 of signature.

What is signed begins with a label that says what it is, so that a signature of one kind of thing
can never be shown as another's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
SIGNATURE_BYTES = 64
CARD_LABEL = b"tipline card v1\0"
EVENT_LABEL = b"tipline event v1\0"
OWN_LABEL = b"tipline own v1\0"
SHIFT_LABEL = b"tipline shift v1\0"
BROADCAST_LABEL = b"tipline broadcast v1\0"


@dataclass(frozen=True)
class Signer:
    """A private signing key, from a seed of 32 bytes."""

    seed: bytes = field(repr=False)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def verifier(self) -> bytes:
        """The public part, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._key.sign(message)


def is_signed(verifier: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the owner of the verifier signed the message; a malformed key signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(verifier).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
