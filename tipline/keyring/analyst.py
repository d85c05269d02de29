"""An analyst's identity: opens the desks sealed to the analyst, and signs what the analyst does.

Source: docs/format.md, 11. Sealed with the passphrase it is an age file that stock age opens to
a stock identity file; the signing seed stands in a comment line of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from tipline.age import HybridIdentity, ScryptIdentity, ScryptRecipient, open_bytes, seal_bytes
from tipline.errors import (
    AgeError,
    AgeKeyError,
    AgeNoMatchError,
    IdentityDamagedError,
    PassphraseRefusedError,
)
from tipline.keyring.signer import SEED_BYTES, Signer

if TYPE_CHECKING:
    from tipline.age import HybridRecipient

WORK_FACTOR = 17  # 2^17 x 1 KiB = 128 MiB and about a third of a second: the stock tool's order
SIGNING_LINE = "# signing seed: "
PACKED_BYTES = 2 * SEED_BYTES


@dataclass(frozen=True)
class AnalystIdentity:
    """Two private keys: ``identity`` opens, ``signer`` signs."""

    identity: HybridIdentity
    signer: Signer

    @classmethod
    def generate(cls) -> Self:
        """Draw the identity of a new analyst."""
        return cls(HybridIdentity.generate(), Signer(secrets.token_bytes(SEED_BYTES)))

    @cached_property
    def recipient(self) -> HybridRecipient:
        """What seals to the analyst."""
        return self.identity.recipient

    @property
    def verifier(self) -> bytes:
        """The public part of the signing key, 32 bytes."""
        return self.signer.verifier

    def sign(self, message: bytes) -> bytes:
        """Return the analyst's signature, 64 bytes; the message begins with its label."""
        return self.signer.sign(message)

    @property
    def text(self) -> str:
        """The identity file, both secrets in it."""
        return f"{SIGNING_LINE}{self.signer.seed.hex()}\n{self.identity.text}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``text`` wrote; IdentityDamagedError for anything else."""
        try:
            signing, opening = text.splitlines()
            seed = bytes.fromhex(signing.removeprefix(SIGNING_LINE))
            identity = HybridIdentity.parse(opening)
        except (ValueError, AgeKeyError):
            raise IdentityDamagedError from None
        if not signing.startswith(SIGNING_LINE) or len(seed) != SEED_BYTES:
            raise IdentityDamagedError
        return cls(identity, Signer(seed))

    def pack(self) -> bytes:
        """Return both seeds, 64 bytes: what a session seals."""
        return self.identity.seed + self.signer.seed

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Read what ``pack`` wrote; IdentityDamagedError for another length."""
        if len(packed) != PACKED_BYTES:
            raise IdentityDamagedError
        return cls(HybridIdentity(packed[:SEED_BYTES]), Signer(packed[SEED_BYTES:]))

    def seal(self, passphrase: str) -> bytes:
        """Return the age file that the passphrase opens; takes 128 MiB and a third of a second."""
        return seal_bytes(self.text.encode(), [ScryptRecipient(passphrase, WORK_FACTOR)])

    @classmethod
    def open(cls, sealed: bytes, passphrase: str) -> Self:
        """Open what ``seal`` gave, at the same cost.

        Raises PassphraseRefusedError for another passphrase, IdentityDamagedError for a file that
        is not whole or asks for more work than ours.
        """
        try:
            opened = open_bytes(sealed, [ScryptIdentity(passphrase, max_work_factor=WORK_FACTOR)])
            text = opened.decode()
        except AgeNoMatchError:
            raise PassphraseRefusedError from None
        except (AgeError, UnicodeDecodeError):
            raise IdentityDamagedError from None
        return cls.parse(text)
