"""What a header holds, and the two powers: a recipient seals, an identity opens.

Source: C2SP age, "Recipient stanza" (c2sp.org/age).
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tipline.errors import AgeFormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

ARGUMENT = re.compile(r"[\x21-\x7e]+")  # ABNF of the spec: argument = 1*VCHAR
FILE_KEY_BYTES = 16
WRAPPED_BYTES = FILE_KEY_BYTES + 16  # the file key and its Poly1305 tag


@dataclass(frozen=True)
class Stanza:
    """One wrapping of the file key: its kind and arguments, and its body.

    ``args`` is one argument or more, each of visible ASCII characters; the first says which kind
    of recipient it is for. ``body`` is any number of bytes. Raises AgeFormatError otherwise.
    """

    args: tuple[str, ...]
    body: bytes

    def __post_init__(self) -> None:
        """Refuse what the header's grammar cannot write."""
        if not self.args or not all(ARGUMENT.fullmatch(argument) for argument in self.args):
            raise AgeFormatError

    @property
    def kind(self) -> str:
        """The first argument: which kind of recipient the stanza is for."""
        return self.args[0]


class Recipient(Protocol):
    """A public key, or a passphrase: it seals and cannot open."""

    def wrap(self, file_key: bytes) -> Sequence[Stanza]:
        """Seal the 16 bytes of a file key; one stanza or more for the header."""
        ...


class Identity(Protocol):
    """A private key, or a passphrase: it opens."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the 16 bytes of the file key, or None where no stanza is for this identity.

        It is given all stanzas of a header and skips the kinds it does not know. Raises
        AgeFormatError if a stanza of its own kind is malformed.
        """
        ...


def encode64(raw: bytes) -> str:
    """Write canonical base64 without padding (RFC 4648, 4 and 3.5)."""
    return binascii.b2a_base64(raw, newline=False).decode("ascii").rstrip("=")


def decode64(text: str) -> bytes:
    """Read canonical base64 without padding; AgeFormatError for anything else."""
    try:
        raw = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        raise AgeFormatError from None
    if encode64(raw) != text:
        raise AgeFormatError
    return raw


def share_of(stanza: Stanza, size: int) -> bytes:
    """Return the one argument after the kind, which must be base64 of ``size`` bytes.

    The body must be that of a 16-byte file key, checked before any key touches it (against
    partitioning oracles). Raises AgeFormatError.
    """
    if len(stanza.args) != 2 or len(stanza.body) != WRAPPED_BYTES:  # noqa: PLR2004  kind, share
        raise AgeFormatError
    share = decode64(stanza.args[1])
    if len(share) != size:
        raise AgeFormatError
    return share
