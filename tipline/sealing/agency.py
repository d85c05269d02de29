"""The link by which an outside agency answers: what it opens, and what is said through it.

Source: docs/format.md, 24. Two powers: whoever has the token finds the link's row and seals to its
recipient; whoever has the secret, which stands in a case alone, opens what was sealed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from tipline.age import HybridIdentity, HybridRecipient
from tipline.errors import AgeError, RecordMalformedError
from tipline.sealing import token as carried
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.derivation import derive
from tipline.tips.heard import REFERENCE_MAX, TOKEN_BYTES, Heard, Shown
from tipline.tips.shape import from_json, to_json

TOKEN = re.compile(f"[0-9a-f]{{{2 * TOKEN_BYTES}}}")  # as text: mail servers fold capitals
LABEL = b"tipline agency link v1\0"
ID_LABEL = b"tipline agency said v1\0"
ID_BYTES = 16


@dataclass(frozen=True)
class Link:
    """A link as its case has it."""

    token: bytes = field(repr=False)
    identity: HybridIdentity = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Link:
        """Return the link of a secret, the 32 bytes of a `dispatched` event."""
        return cls(
            derive(secret, "agency/token", size=TOKEN_BYTES),
            HybridIdentity.from_seed(derive(secret, "agency/identity")),
        )

    @property
    def row(self) -> bytes:
        """The key of its row, 32 bytes."""
        return row_of(self.token)

    def open(self, sealed: bytes) -> Heard:
        """Return what was said; RecordMalformedError for what nobody with the link sealed."""
        try:
            heard = from_json(Heard, open_body(sealed, [self.identity]))
        except AgeError:
            raise RecordMalformedError from None
        if heard.token != self.token:
            raise RecordMalformedError
        return heard


def row_of(token: bytes) -> bytes:
    """Return the key of a link's row, which does not tell its token."""
    return hashlib.sha256(LABEL + token).digest()


def id_of(token: bytes, what: str) -> bytes:
    """Return the id of what is said: the same for the same ``what``, so that twice is once."""
    return hashlib.sha256(ID_LABEL + token + what.encode(errors="replace")).digest()[:ID_BYTES]


def seal_heard(heard: Heard, recipient: bytes) -> bytes:
    """Return the age file of what was said; ``recipient``: the 1,216 bytes of the row."""
    return seal_body(to_json(heard), [HybridRecipient.from_public(recipient)])


def seal_shown(reference: str, link: Link) -> str:
    """Return what the page shows, sealed so that the token alone opens it: of one length."""
    shown, bound = Shown(reference.ljust(REFERENCE_MAX)), LABEL + link.identity.recipient.public
    return carried.seal(shown, derive(link.token, "agency/shown"), bound)


def open_shown(sealed: str, token: bytes, recipient: bytes) -> str:
    """Return our reference; ``recipient``: the row's, which is the link's own if this opens.

    RecordMalformedError for what was not sealed under the token, for this recipient: whoever can
    write the row, and had no token, would else read what is said, and its token.
    """
    shown = carried.open_token(Shown, sealed, derive(token, "agency/shown"), LABEL + recipient)
    return shown.reference.rstrip()
