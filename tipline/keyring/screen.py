"""Screens: a display in the room that shows a desk's wall, and has no other power.

Source: docs/format.md, 14. Its cookie holds an id and the seed of an identity; what the desk puts
on the wall is sealed to that. Neither the cookie nor the database opens a tip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from tipline.age import HybridIdentity
from tipline.keyring.session import SessionKey


@dataclass(frozen=True)
class ScreenKey:
    """What the cookie carries, in the same form as a session's: 16 bytes of id, 32 of seed."""

    key: SessionKey = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """Draw that of a new screen."""
        return cls(SessionKey.draw())

    @classmethod
    def parse(cls, cookie: str) -> Self:
        """Read a cookie's value; SessionEndedError for anything that ``text`` did not write."""
        return cls(SessionKey.parse(cookie))

    @property
    def text(self) -> str:
        """The cookie's value."""
        return self.key.text

    @property
    def row_id(self) -> bytes:
        """How the row is found, 32 bytes; it does not give the cookie's id back."""
        return self.key.row_id

    @property
    def identity(self) -> HybridIdentity:
        """What opens the wall that is sealed to this screen."""
        return HybridIdentity.from_seed(self.key.key)
