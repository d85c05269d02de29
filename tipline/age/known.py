"""A file key that somebody handed over: it opens one age file, and no other.

An age file's key is sealed to its recipients in the header. Whoever was given the key itself needs
none of them; the header's MAC and every chunk are checked as they always are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from tipline.age.header import read_header
from tipline.age.stanza import FILE_KEY_BYTES
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.age.stanza import Identity, Stanza


@dataclass(frozen=True)
class FileKey:
    """The key of one age file, 16 bytes: an identity for that file alone."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of another length."""
        if len(self.key) != FILE_KEY_BYTES:
            raise AgeKeyError

    @classmethod
    def of(cls, source: BinaryIO, identities: Sequence[Identity]) -> FileKey:
        """Return the key of the age file that a source begins with. Raises AgeError."""
        return cls(read_header(source).open(identities))

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:  # noqa: ARG002 (as identities are asked)
        """Return the key, whoever the stanzas are for."""
        return self.key
