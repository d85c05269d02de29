"""An item of the outbox: what is to be delivered, sealed to the deliverer.

Source: docs/format.md, 22. Every item without a package has the same size.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tipline.errors import AgeError, RecordMalformedError
from tipline.sealing.body import open_body, seal_body
from tipline.tips.shape import bounded, from_json, hidden, to_json

if TYPE_CHECKING:
    from tipline.age import Identity, Recipient

PACKAGE_BYTES_MAX = 20_000_000  # an age file; what mail servers take is less than twice that
REFERENCE_MAX = 40


class Kind(StrEnum):
    """What is said: look at the list, look at it now, or here is a message for you."""

    NOTICE = "notice"
    NOW = "now"
    DISPATCH = "dispatch"


@dataclass(frozen=True)
class Item:
    """What a channel is to say. ``package``: an age file in base64, or nothing."""

    kind: Kind
    reference: str = bounded(REFERENCE_MAX)
    package: str = hidden(PACKAGE_BYTES_MAX * 4 // 3 + 4)

    @classmethod
    def of_package(cls, reference: str, package: bytes) -> Item:
        """Return a dispatch with an age file."""
        return cls(Kind.DISPATCH, reference, base64.b64encode(package).decode())

    @property
    def content(self) -> bytes:
        """The age file of the package; empty where there is none. RecordMalformedError."""
        try:
            return base64.b64decode(self.package, validate=True)
        except ValueError:
            raise RecordMalformedError from None


def seal_item(item: Item, deliverer: Recipient) -> bytes:
    """Return the age file of an item, which the deliverer alone opens."""
    return seal_body(to_json(item), [deliverer])


def open_item(sealed: bytes, identity: Identity) -> Item:
    """Return the item; RecordMalformedError for what does not open, or is none."""
    try:
        item = from_json(Item, open_body(sealed, [identity]))
    except AgeError:
        raise RecordMalformedError from None
    item.content  # noqa: B018 (it is read here for the first time, so that it fails here)
    return item
