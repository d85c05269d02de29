"""A record as an age file: canonical JSON, padded with spaces, sealed.

Source: docs/format.md, 3. White space after a JSON value is no part of it: what stock ``age -d``
gives is a JSON file as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import age
from tipline.sealing.padding import padded_size
from tipline.tips import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tipline.tips.canonical import Json


def seal_body(record: Mapping[str, object], recipients: Sequence[age.Recipient]) -> bytes:
    """Return the age file of a record (see ``canonical.encode``), its length padded."""
    encoded = canonical.encode(record)
    return age.seal_bytes(encoded.ljust(padded_size(len(encoded))), recipients)


def open_body(sealed: bytes, identities: Sequence[age.Identity]) -> dict[str, Json]:
    """Return the record; AgeError if it does not open, RecordMalformedError if it is none."""
    return canonical.decode_object(age.open_bytes(sealed, identities))
