"""Keys that a quantum computer does not open either: ML-KEM-768 with X25519, as HPKE.

Source: C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type"; RFC 9180.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import shake_256
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tipline.age import bech32
from tipline.age.stanza import Stanza, encode64, share_of
from tipline.errors import AgeFormatError, AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "mlkem768x25519"
INFO = b"age-encryption.org/mlkem768x25519"
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
ENC_BYTES = 1120  # an ML-KEM-768 ciphertext (1,088) and an X25519 share (32)
MLKEM_PUBLIC_BYTES = 1184
SEED_BYTES = 32
MLKEM_SEED_BYTES = 64


@dataclass(frozen=True)
class HybridRecipient:
    """A public key, ``age1pq1…``: 1,184 bytes of ML-KEM-768 and 32 of X25519."""

    public: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``age1pq1…``; AgeKeyError for anything that is not such a key."""
        return cls.from_public(bech32.decode("age1pq", text))

    @classmethod
    def from_public(cls, public: bytes) -> Self:
        """Return the recipient of 1,216 raw bytes; AgeKeyError for bytes that are no such key."""
        recipient = cls(bytes(public))
        recipient._key  # noqa: B018  a key that cannot seal is told here, not at the first tip
        return recipient

    def __str__(self) -> str:
        """Return the text form, 1,959 characters."""
        return self._text

    def wrap(self, file_key: bytes) -> list[Stanza]:
        """Seal 16 bytes to this recipient: one stanza."""
        sealed = SUITE.encrypt(file_key, self._key, INFO)
        return [Stanza((KIND, encode64(sealed[:ENC_BYTES])), sealed[ENC_BYTES:])]

    @cached_property
    def _text(self) -> str:
        return bech32.encode("age1pq", self.public)

    @cached_property
    def _key(self) -> hpke.MLKEM768X25519PublicKey:
        try:
            return hpke.MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.public[:MLKEM_PUBLIC_BYTES]),
                X25519PublicKey.from_public_bytes(self.public[MLKEM_PUBLIC_BYTES:]),
            )
        except ValueError:
            raise AgeKeyError from None


@dataclass(frozen=True)
class HybridIdentity:
    """A private key, ``AGE-SECRET-KEY-PQ-1…``: a seed of 32 bytes, expanded at first use."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a seed of another length."""
        if len(self.seed) != SEED_BYTES:
            raise AgeKeyError

    @classmethod
    def generate(cls) -> Self:
        """Draw a new identity."""
        return cls(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the identity of a 32-byte seed; AgeKeyError for another length."""
        return cls(bytes(seed))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``AGE-SECRET-KEY-PQ-1…``; AgeKeyError for anything else."""
        return cls(bech32.decode("AGE-SECRET-KEY-PQ-", text))

    @property
    def text(self) -> str:
        """The secret's text form. It opens everything: show it to nobody, log it nowhere."""
        return bech32.encode("age-secret-key-pq-", self.seed).upper()

    @cached_property
    def recipient(self) -> HybridRecipient:
        """The public key that belongs to this identity."""
        mlkem, x25519 = self._parts
        return HybridRecipient(
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        )

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key of the first stanza that is for this identity, or None.

        Raises AgeFormatError for a malformed stanza of this kind.
        """
        for stanza in stanzas:
            if stanza.kind == KIND:
                file_key = self._open(share_of(stanza, ENC_BYTES), stanza.body)
                if file_key is not None:
                    return file_key
        return None

    def _open(self, enc: bytes, body: bytes) -> bytes | None:
        try:
            return SUITE.decrypt(enc + body, self._key, INFO)
        except InvalidTag:
            self._refuse_low_order(enc)
            return None

    def _refuse_low_order(self, enc: bytes) -> None:
        """Tell a forged share, which must end the opening, from a stanza for somebody else.

        HPKE refuses both with one error. A share of low order gives a secret of zeros, and only
        X25519 by itself says so (RFC 7748, 6.1).
        """
        _, x25519 = self._parts
        try:
            x25519.exchange(X25519PublicKey.from_public_bytes(enc[-32:]))
        except ValueError:
            raise AgeFormatError from None

    @cached_property
    def _parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = shake_256(self.seed).digest(MLKEM_SEED_BYTES + 32)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED_BYTES:]),
        )

    @cached_property
    def _key(self) -> hpke.MLKEM768X25519PrivateKey:
        return hpke.MLKEM768X25519PrivateKey(*self._parts)
