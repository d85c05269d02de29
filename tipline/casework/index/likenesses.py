"""What a tip's pictures look like: found out once, kept sealed to the tip, told to the index.

Not in the case: a desk that is given the case, and not the tip, could else tell whether a picture
that it knows was sent.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.casework.tip.attachments import UNSHOWN, Attachment
from tipline.errors import AgeError, JailBusyError, RecordMalformedError
from tipline.keyring.opening import open_key
from tipline.sealing.body import open_body, seal_body
from tipline.tips.evidence import Family
from tipline.tips.shape import from_json, octets, to_json

if TYPE_CHECKING:
    from tipline.age import HybridIdentity, Identity
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit

LIKENESS_BYTES = 32
FIND_SECONDS = 2  # after which no further picture is begun; the next look at the tip goes on


@dataclass(frozen=True, kw_only=True)
class Likenesses:
    """By a file's hex id, its likeness in hex; empty for one that shows too little to tell."""

    tip: bytes = octets(16)
    files: Mapping[str, str] = field(repr=False)


def find(visit: Visit, tip: OpenTip, files: Sequence[Attachment]) -> None:
    """Find out what those pictures of a tip look like that nobody had shown before.

    A picture that cannot be shown is one that looks like nothing. Raises StoreError.
    """
    pictures = [each for each in files if each.evidence.kind.family is Family.PICTURE]
    if not pictures:
        return
    identity = open_key(tip.row, visit.member.desks)
    sealed = visit.office.changes.likenesses([tip.id]).get(tip.id)
    known = dict(opened(sealed, tip.id, identity))
    fresh = _found(visit, identity, [each for each in pictures if each.id.hex() not in known])
    if fresh:
        told = Likenesses(tip=tip.id, files=known | fresh)
        recipient = HybridRecipient.from_public(tip.row.recipient)
        visit.office.changes.set_likeness(tip.id, seal_body(to_json(told), [recipient]))


def opened(sealed: bytes | None, tip: bytes, identity: Identity) -> Mapping[str, str]:
    """Return what is known of a tip's pictures, as ``Likenesses.files``; None is nothing.

    Whoever can write the database can seal to a tip: what does not read is nothing, and what does
    can at most point to a picture that does not look alike.
    """
    if sealed is None:
        return {}
    try:
        told = from_json(Likenesses, open_body(sealed, [identity]))
    except (AgeError, RecordMalformedError):
        return {}
    return told.files if told.tip == tip else {}


def read(likeness: str) -> bytes | None:
    """Return a likeness of ``opened``, 32 bytes; None for none."""
    try:
        found = bytes.fromhex(likeness)
    except ValueError:
        return None
    return found if len(found) == LIKENESS_BYTES else None


def _found(
    visit: Visit, identity: HybridIdentity, pictures: Sequence[Attachment]
) -> dict[str, str]:
    found: dict[str, str] = {}
    end = time.monotonic() + FIND_SECONDS
    for each in pictures:
        try:
            likeness = visit.office.viewer.likeness(each.evidence, identity)
        except JailBusyError:
            break
        except UNSHOWN:
            likeness = None
        found[each.id.hex()] = likeness.hex() if likeness else ""
        if time.monotonic() > end:
            break
    return found
