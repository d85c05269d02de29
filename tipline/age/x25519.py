"""The keys of age before the hybrid ones: still those of most other tools.

Source: C2SP age, "The X25519 recipient type"; RFC 7748.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tipline.age import bech32
from tipline.age.primitives import derive, unwrap_key, wrap_key
from tipline.age.stanza import Stanza, encode64, share_of
from tipline.errors import AgeFormatError, AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "X25519"
INFO = b"age-encryption.org/v1/X25519"
X25519_BYTES = 32  # of a private key, a public key, a share and a shared secret


@dataclass(frozen=True)
class X25519Recipient:
    """A public key, ``age1…``: 32 bytes. It may not seal together with a hybrid one."""

    public: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of another length."""
        if len(self.public) != X25519_BYTES:
            raise AgeKeyError

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``age1…``; AgeKeyError for anything else."""
        return cls(bech32.decode("age", text))

    def __str__(self) -> str:
        """Return the text form, 62 characters."""
        return bech32.encode("age", self.public)

    def wrap(self, file_key: bytes) -> list[Stanza]:
        """Seal 16 bytes to this recipient: one stanza. AgeKeyError for a key of low order."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        except ValueError:
            raise AgeKeyError from None
        wrapping_key = derive(shared, salt=share + self.public, info=INFO)
        return [Stanza((KIND, encode64(share)), wrap_key(wrapping_key, file_key))]


@dataclass(frozen=True)
class X25519Identity:
    """A private key, ``AGE-SECRET-KEY-1…``: 32 bytes."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of another length."""
        if len(self.seed) != X25519_BYTES:
            raise AgeKeyError

    @classmethod
    def generate(cls) -> Self:
        """Draw a new identity."""
        return cls(secrets.token_bytes(X25519_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the identity of 32 bytes; AgeKeyError for another length."""
        return cls(bytes(seed))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``AGE-SECRET-KEY-1…``; AgeKeyError for anything else."""
        return cls(bech32.decode("AGE-SECRET-KEY-", text))

    @property
    def text(self) -> str:
        """The secret's text form. It opens everything: show it to nobody, log it nowhere."""
        return bech32.encode("age-secret-key-", self.seed).upper()

    @cached_property
    def recipient(self) -> X25519Recipient:
        """The public key that belongs to this identity."""
        return X25519Recipient(self._key.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key of the first stanza that is for this identity, or None.

        Raises AgeFormatError for a malformed stanza of this kind.
        """
        for stanza in stanzas:
            if stanza.kind == KIND:
                file_key = self._open(share_of(stanza, X25519_BYTES), stanza.body)
                if file_key is not None:
                    return file_key
        return None

    def _open(self, share: bytes, body: bytes) -> bytes | None:
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:  # a share of low order: the secret would be zeros
            raise AgeFormatError from None
        return unwrap_key(derive(shared, salt=share + self.recipient.public, info=INFO), body)

    @cached_property
    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.seed)
