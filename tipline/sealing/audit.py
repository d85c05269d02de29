"""Entries of the audit trail: sealed to the audit recipient, chained in the clear.

Source: docs/format.md, 10. The chain shows an entry altered, taken out or put in between. It does
not show that the newest entries were cut off, nor a trail that was written anew as a whole, to
somebody who did not keep an earlier chain value: auditors note one down.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from tipline.sealing.body import open_body, seal_body
from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.age import Identity, Recipient
    from tipline.tips.canonical import Json

NOTHING_BEFORE = bytes(32)  # the chain value before the first entry


class Action(StrEnum):
    """What an entry says was done: the closed set of docs/format.md, 10."""

    INIT = "init"
    DESK_ADD = "desk-add"
    DESK_IDENTITY = "desk-identity"
    DESK_GIVE = "desk-give"
    INVITE = "invite"
    JOIN = "join"
    DISABLE = "disable"
    ENABLE = "enable"
    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_OUT = "sign-out"
    SIGN_OUT_EVERYWHERE = "sign-out-everywhere"
    SESSION_END = "session-end"
    SESSIONS_END = "sessions-end"
    LIST = "list"
    SEARCH = "search"
    OPEN = "open"
    OPEN_CASE = "open-case"
    LOOK = "look"
    DOWNLOAD = "download"
    EXPORT = "export"
    DISPATCH = "dispatch"
    ORIGINAL = "original"
    STILL = "still"
    HAND_OVER = "hand-over"
    BROADCAST = "broadcast"
    DESTROY = "destroy"
    SHRED = "shred"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    SCREEN = "screen"
    SCREENS_END = "screens-end"
    CALL_BEGUN = "call-begun"
    CALL_TAKEN = "call-taken"
    CALL_HAIL = "call-hail"
    CALL_COMING = "call-coming"
    CALL_SENT = "call-sent"
    CALL_ENDED = "call-ended"
    CALL_NOTE = "call-note"
    CALL_BACK = "call-back"
    CALL_ADDED = "call-added"
    DELIVER = "deliver"
    OUTBOX = "outbox"
    UNHEARD = "unheard"
    SWEEP = "sweep"
    CAMERAS = "cameras"
    CAMERAS_IMPORT = "cameras-import"
    CAMERAS_NEAR = "cameras-near"
    MAP_EXPORT = "map-export"
    INDEX = "index"
    RECOVER = "recover"
    AUDIT = "audit"
    AUDITED = "audited"


def entry(
    action: Action, facts: Mapping[str, object], *, at: datetime, analyst: bytes | None, name: str
) -> dict[str, object]:
    """Return an entry as ``seal_entry`` takes it.

    ``at`` is written to the second; ``analyst`` is an id of 16 bytes, None for nobody who signed
    in; ``facts`` are ids in hex, codes and numbers.
    """
    return {
        "at": write_time(at.replace(microsecond=0)),
        "action": action.value,
        "analyst": analyst.hex() if analyst else None,
        "name": name,
        "facts": dict(facts),
    }


def seal_entry(
    entry: Mapping[str, object], number: int, previous: bytes, recipient: Recipient
) -> tuple[bytes, bytes]:
    """Return the sealed entry and its chain value; ``previous`` is that of the entry before.

    ``entry`` holds what happened, never a reporter's words or a receipt code.
    """
    record = {"number": number, "previous": previous.hex(), "entry": dict(entry)}
    sealed = seal_body(record, [recipient])
    return sealed, chain(number, previous, sealed)


def open_entry(sealed: bytes, identity: Identity) -> dict[str, Json]:
    """Return ``{"number", "previous", "entry"}``; AgeError or RecordMalformedError."""
    return open_body(sealed, [identity])


def chain(number: int, previous: bytes, sealed: bytes) -> bytes:
    """Return SHA-256 over number (8 bytes, big end first), previous value and sealed entry."""
    return hashlib.sha256(number.to_bytes(8) + previous + sealed).digest()
