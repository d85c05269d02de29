"""From a draft to what is stored: every field of it sealed, random or coarse.

Source: docs/format.md, 4 and 5.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from tipline.age import HybridRecipient
from tipline.sealing import mailbox
from tipline.sealing.answer import seal_head
from tipline.sealing.body import seal_body
from tipline.sealing.derivation import derive
from tipline.sealing.envelope import seal_identity
from tipline.tips import canonical
from tipline.tips.call import NO_CALL, Call
from tipline.tips.mailbox import Head
from tipline.tips.report import Channel, Message, Report
from tipline.tips.state import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tipline.sealing.deployment import Deployment
    from tipline.sealing.draft import Draft
    from tipline.tips.evidence import Evidence, Upload

PART_ID_BYTES = 16
ANEW_EACH_TIME = frozenset({"blob", "size", "sealed_size", "kept"})  # that a file is taken in
NONCE_MIN_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class PackedTip:
    """One tip as it is stored: ids (16 bytes each), the hour of arrival, and sealed things.

    ``blobs`` are the ids of the files that came with this part.
    """

    tip_id: bytes
    hour: datetime
    recipient: bytes = field(repr=False)
    desk: str
    envelope: bytes = field(repr=False)
    part_id: bytes
    part: bytes = field(repr=False)
    mailbox_id: bytes
    head: bytes = field(repr=False)
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PackedPart:
    """One later message as it is stored."""

    tip_id: bytes
    part_id: bytes
    hour: datetime
    part: bytes = field(repr=False)
    blobs: tuple[bytes, ...] = ()


def pack(  # noqa: PLR0913 (what a tip is made of)
    draft: Draft,
    arrived: datetime,
    deployment: Deployment,
    pepper: bytes,
    lane: str,
    *,
    channel: Channel = Channel.WEB,
    call: Call = NO_CALL,
) -> PackedTip:
    """Return the tip that a draft becomes.

    ``lane`` is the code of the desk that opens it: the configuration's intake, or oversight.
    Packing the same draft again gives the same ids, so that a store which ignores what it has
    keeps one tip; a changed draft gives the same tip with a second part. DeskUnknownError if
    the lane's desk has no keys; nothing is sealed then.

    1. Take the tip's identity from the draft, and its recipient.
    2. Derive the mailbox from the receipt code.
    3. Seal the report to the tip, the identity to the lane's desk and recovery, and the head to
       the mailbox.
    """
    desk = deployment.desk(lane)
    identity = draft.identity  # 1
    own = mailbox.derive(draft.receipt, pepper)  # 2
    evidence = _sent(draft.files)
    report = Report(
        tip=draft.tip_id,
        arrived=arrived,
        language=draft.language,
        channel=channel,
        lane=lane,
        mailbox=own.id,
        mailbox_recipient=own.identity.recipient.public,
        answers=draft.answers,
        evidence=evidence,
        call=call,
    )
    head = Head(
        tip=draft.tip_id,
        tip_recipient=identity.recipient.public,
        language=draft.language,
        words=((Word.RECEIVED, arrived),),
    )
    record = report.to_json()
    return PackedTip(  # 3
        tip_id=draft.tip_id,
        hour=hour_of(arrived),
        recipient=identity.recipient.public,
        desk=lane,
        envelope=seal_identity(identity, [desk.recipient, deployment.recovery]),
        part_id=report_id(draft, record),
        part=seal_body(record, [identity.recipient]),
        mailbox_id=own.id,
        head=seal_head(head, own.identity.recipient),
        blobs=_blobs(evidence),
    )


def pack_message(  # noqa: PLR0913 (what a message is made of)
    tip_id: bytes,
    tip_recipient: bytes,
    text: str,
    arrived: datetime,
    nonce: bytes,
    *,
    files: Sequence[Upload] = (),
    call: Call = NO_CALL,
) -> PackedPart:
    """Return a later message as it is stored; ``tip_recipient`` is the one that the head gives.

    ``nonce`` are 16 random bytes or more that came with the form: the same text and files under
    the same nonce are the same part. They must not be guessable, or the part's id would confirm
    its text.
    """
    if len(nonce) < NONCE_MIN_BYTES:
        message = "the nonce of a message needs 16 bytes"
        raise ValueError(message)
    evidence = _sent(files)
    message_part = Message(tip=tip_id, arrived=arrived, text=text, evidence=evidence, call=call)
    record = message_part.to_json()
    return PackedPart(
        tip_id=tip_id,
        part_id=message_id(nonce, record),
        hour=hour_of(arrived),
        part=seal_body(record, [HybridRecipient.from_public(tip_recipient)]),
        blobs=_blobs(evidence),
    )


def report_id(draft: Draft, record: Mapping[str, object]) -> bytes:
    """Return the id of the part that a draft makes: the same answers and files, the same id.

    ``record`` is the report's JSON object.
    """
    content = canonical.encode(record["answers"]) + _evidence_of(record)
    return _part_id(derive(draft.tip_seed, "report"), content)


def message_id(nonce: bytes, record: Mapping[str, object]) -> bytes:
    """Return the id of a message's part, whose JSON object is ``record``."""
    content = str(record.get("text", "")).encode() + _evidence_of(record)
    return _part_id(derive(nonce, "message"), content)


def hour_of(moment: datetime) -> datetime:
    """Return the hour of a time: all of it that is stored in the clear."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _part_id(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, sha256)[:PART_ID_BYTES]


def _evidence_of(record: Mapping[str, object]) -> bytes:
    """Return what a part's id says of its files: nothing, where there is none.

    A file is what the reporter sent, and not what became of it: brought twice, it is the same.
    UTF-8 has no byte 0xff (RFC 3629, 3): a text is never mistaken for text and files.
    """
    evidence = cast("Sequence[Mapping[str, object]]", record.get("evidence") or ())
    sent = [{name: each[name] for name in each if name not in ANEW_EACH_TIME} for each in evidence]
    return b"\xff" + canonical.encode(sent) if sent else b""


def _sent(files: Sequence[Upload]) -> tuple[Evidence, ...]:
    return tuple(each.sent() for each in files)


def _blobs(evidence: Sequence[Evidence]) -> tuple[bytes, ...]:
    return tuple(each.blob for each in evidence)
