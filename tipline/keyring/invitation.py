"""Invitations: a code that makes one analyst, once.

Source: docs/format.md, 13. The code gives both how the row is found and the identity
that opens it, so that the database holds nothing that lets anybody in.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Self

from tipline.age import HybridIdentity
from tipline.errors import AgeError, InvitationRefusedError, RecordMalformedError
from tipline.keyring.card import NAME_MAX, Role
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.derivation import derive
from tipline.tips.shape import bounded, from_json, to_json

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none is taken for another
LENGTH = 28  # letters of five bits each: 140 bits
GROUP = 4
TYPED_MAX = 200  # characters, with room for spaces, dashes and marks of direction
TAKEN_FOR = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class InvitationCode:
    """The code, 28 letters. It is a secret: its repr does not show it."""

    letters: str = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """Draw a new code."""
        return cls("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Return the code that somebody typed; spaces, dashes and case do not matter.

        Raises InvitationRefusedError, as an unknown code does.
        """
        if len(typed) > TYPED_MAX:
            raise InvitationRefusedError
        western = (str(unicodedata.decimal(it, it)) for it in typed)
        letters = "".join(it for it in western if it.isalnum()).upper().translate(TAKEN_FOR)
        if len(letters) != LENGTH or set(letters) - set(LETTERS):
            raise InvitationRefusedError
        return cls(letters)

    @property
    def text(self) -> str:
        """The code in seven groups of four, as it is handed over."""
        return "-".join(self.groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """The seven groups."""
        return tuple(self.letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))

    @property
    def id(self) -> bytes:
        """How the row is found, 32 bytes; it does not tell the code."""
        return derive(self.letters.encode(), "invitation/id")

    @property
    def identity(self) -> HybridIdentity:
        """What opens the row."""
        return HybridIdentity.from_seed(derive(self.letters.encode(), "invitation/identity"))


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who is invited. ``desk`` and ``desk_seed`` (32 bytes) come together, or neither does."""

    name: str = bounded(NAME_MAX)
    role: Role = Role.ANALYST
    desk: str = bounded(16)
    desk_seed: bytes = field(default=b"", repr=False)
    language: str = bounded(16)


def seal(invitation: Invitation, code: InvitationCode) -> bytes:
    """Return the invitation as an age file that the code opens."""
    return seal_body(to_json(invitation), [code.identity.recipient])


def open_invitation(sealed: bytes, code: InvitationCode) -> Invitation:
    """Return the invitation; InvitationRefusedError if the code is not its own."""
    try:
        return from_json(Invitation, open_body(sealed, [code.identity]))
    except (AgeError, RecordMalformedError):
        raise InvitationRefusedError from None
