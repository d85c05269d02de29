"""Opening tips and cases with the desks that an analyst holds.

Source: docs/format.md, 4 to 6. What the database says about a tip or a case is not believed: the
opened identity must be that of the recipient in the row, and what it opens must name the tip or
the case that was asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tipline.errors import AgeError, RecordMalformedError, TipKeyRefusedError
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.envelope import open_identities
from tipline.tips.report import Message, Report, part_from_json

if TYPE_CHECKING:
    from tipline.age import HybridIdentity, Identity, Recipient
    from tipline.keyring.desk import DeskIdentity
    from tipline.tips.event import SignedEvent

Desks = Mapping[str, "DeskIdentity"]


class Enveloped(Protocol):
    """A row with a key envelope: whose desk's, and for which recipient (1,216 bytes)."""

    @property
    def desk(self) -> str: ...  # noqa: D102 (said above)
    @property
    def envelope(self) -> bytes: ...  # noqa: D102 (the protocol says it)
    @property
    def recipient(self) -> bytes: ...  # noqa: D102 (the protocol says it)


@dataclass(frozen=True)
class OpenedParts:
    """The parts of one tip, opened: what the reporter sent, in the order of arrival.

    ``digests`` gives the SHA-256 in hex of each sealed part by its hex id, as an opened event
    names them. ``damaged`` are the hex ids of parts that do not open or are of another tip: anybody
    who can write to the inbox can leave such a part, and it must not hide the report.
    """

    reports: Mapping[str, Report] = field(repr=False)
    messages: Mapping[str, Message] = field(repr=False)
    digests: Mapping[str, str]
    damaged: tuple[str, ...] = ()

    @property
    def sent(self) -> int:
        """How many messages the reporter sent: an operator's own notes are none."""
        return sum(not message.call.own for message in self.messages.values())


def open_key(row: Enveloped, desks: Desks) -> HybridIdentity:
    """Return the tip's or the case's identity, as ``open_keys`` does."""
    return open_keys(row, desks)[0]


def open_keys(row: Enveloped, desks: Desks) -> tuple[HybridIdentity, ...]:
    """Return the tip's or the case's identity, and those that the case had before it.

    1. Take the desk that the envelope is sealed to; TipKeyRefusedError if the analyst has it not.
    2. Open the envelope.
    3. The first identity must be that of the row's recipient, or it is a stranger's:
       TipKeyRefusedError. What is older opens what is older, and nothing is sealed to it any more.
    """
    if row.desk not in desks:  # 1
        raise TipKeyRefusedError
    try:
        identities = open_identities(row.envelope, [desks[row.desk].identity])  # 2
    except AgeError:
        raise TipKeyRefusedError from None
    if identities[0].recipient.public != row.recipient:  # 3
        raise TipKeyRefusedError
    return identities


def open_part(sealed: bytes, identity: Identity, tip: bytes) -> Report | Message:
    """Return one part; AgeError or RecordMalformedError, the latter too if it is another tip's."""
    part = part_from_json(open_body(sealed, [identity]))
    if part.tip != tip:
        raise RecordMalformedError
    return part


def open_parts(sealed: Mapping[bytes, bytes], identity: Identity, tip: bytes) -> OpenedParts:
    """Open all parts of a tip, given by their ids; what does not open is listed, not raised."""
    opened: dict[str, Report | Message] = {}
    damaged = []
    for part_id, body in sealed.items():
        try:
            opened[part_id.hex()] = open_part(body, identity, tip)
        except (AgeError, RecordMalformedError):
            damaged.append(part_id.hex())
    ordered = sorted(opened.items(), key=lambda item: item[1].arrived)
    return OpenedParts(
        reports={name: part for name, part in ordered if isinstance(part, Report)},
        messages={name: part for name, part in ordered if isinstance(part, Message)},
        digests={name.hex(): digest(body) for name, body in sealed.items()},
        damaged=tuple(sorted(damaged)),
    )


def digest(sealed: bytes) -> str:
    """Return the SHA-256 of a sealed part, in hex."""
    return hashlib.sha256(sealed).hexdigest()


def changed_parts(seen: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the hex ids of parts that a case's events name and that are gone or other now.

    ``seen`` are the parts of a tip in ``CaseState.seen``, ``now`` is ``OpenedParts.digests``.
    """
    return tuple(sorted(part for part, was in seen.items() if now.get(part) != was))


def seal_event(signed: SignedEvent, recipient: Recipient) -> bytes:
    """Return a signed event as it is stored: sealed to the case's recipient."""
    return seal_body(signed.to_json(), [recipient])
