"""A desk's identity: opens what is sealed to the desk, and signs the cards of its members.

Source: docs/format.md, 11. One seed of 32 bytes is all of it: it is the seed of the age
identity, and HKDF gives the signing seed, so that the text that stock age reads restores the desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from tipline.age import HybridIdentity
from tipline.errors import DeskKeyRefusedError
from tipline.keyring.signer import Signer
from tipline.sealing.derivation import derive

if TYPE_CHECKING:
    from tipline.age import HybridRecipient
    from tipline.sealing.deployment import DeskCard


@dataclass(frozen=True)
class DeskIdentity:
    """The private key of a desk: its code and a seed of 32 bytes."""

    code: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, code: str) -> Self:
        """Draw the identity of a new desk."""
        return cls(code, HybridIdentity.generate().seed)

    @classmethod
    def parse(cls, code: str, text: str) -> Self:
        """Read what ``text`` wrote; AgeKeyError for anything else."""
        return cls(code, HybridIdentity.parse(text.strip()).seed)

    @cached_property
    def identity(self) -> HybridIdentity:
        """What opens an age file that was sealed to the desk."""
        return HybridIdentity.from_seed(self.seed)

    @property
    def recipient(self) -> HybridRecipient:
        """What seals to the desk."""
        return self.identity.recipient

    @property
    def text(self) -> str:
        """The secret's text form, ``AGE-SECRET-KEY-PQ-1…``, as stock age reads it."""
        return self.identity.text

    @cached_property
    def _signer(self) -> Signer:
        return Signer(derive(self.seed, "desk signing"))

    @property
    def verifier(self) -> bytes:
        """The public part of the signing key, 32 bytes; it stands in keys/desks/CODE.toml."""
        return self._signer.verifier

    def sign(self, message: bytes) -> bytes:
        """Return the desk's signature, 64 bytes; the message begins with its label."""
        return self._signer.sign(message)

    def matched(self, published: DeskCard | None) -> Self:
        """Return this identity if it is the one that the deployment's key files name.

        Whoever can write the database can seal a desk of their own making to an analyst; it stops
        here. Raises DeskKeyRefusedError.
        """
        if published is None or published.code != self.code:
            raise DeskKeyRefusedError(desk=self.code)
        if (published.recipient, published.verifier) != (self.recipient, self.verifier):
            raise DeskKeyRefusedError(desk=self.code)
        return self
