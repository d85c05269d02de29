"""The list of contents of an export: every file's SHA-256, signed by the analyst who made it.

The list is the only thing in an export that stands in the clear: random ids, digests, the desk's
code and the time. Whose id it names is known to whoever can open the cards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from tipline.errors import RecordMalformedError
from tipline.keyring.signer import is_signed
from tipline.tips import canonical
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from tipline.keyring.analyst import AnalystIdentity
    from tipline.keyring.bundle.contents import Bundle

FORMAT = "tipline export v1"
LABEL = b"tipline export v1\0"  # begins what is signed: no event or card can pass for a list


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The list: ``files`` gives the SHA-256, in hex, of each file by its name."""

    format: str
    made: datetime
    by: bytes
    desk: str
    case: bytes
    files: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, bundle: Bundle, files: Mapping[str, bytes]) -> Self:
        """Return the list of these files."""
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        return cls(
            format=FORMAT,
            made=bundle.made,
            by=bundle.by,
            desk=bundle.desk,
            case=bundle.case,
            files=digests,
        )

    def body(self) -> bytes:
        """Return the canonical bytes that are stored and signed."""
        return canonical.encode(to_json(self))

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Read what ``body`` wrote; RecordMalformedError for anything else."""
        manifest = from_json(cls, canonical.decode_object(body))
        if manifest.format != FORMAT or manifest.body() != body:
            raise RecordMalformedError
        return manifest

    def sign(self, analyst: AnalystIdentity) -> bytes:
        """Return the analyst's signature, 64 bytes."""
        return analyst.sign(LABEL + self.body())

    def is_signed_by(self, verifier: bytes, signature: bytes) -> bool:
        """Tell whether the owner of a verifier (32 bytes) signed this list."""
        return is_signed(verifier, signature, LABEL + self.body())
