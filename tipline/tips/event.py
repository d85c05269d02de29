"""One entry of a case: what was done, when, by whom, and after what.

Source: docs/format.md, 6. An event is signed over its body; the next event names its digest.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from tipline.errors import RecordMalformedError
from tipline.tips import canonical
from tipline.tips.shape import bounded, from_json, to_json

FIRST = 1  # the number of a case's first event
NOTHING_BEFORE = bytes(32)  # what the first event names as its previous one
SIGNATURE_BYTES = 64  # Ed25519, RFC 8032
EVENT_LAST_YEAR = 8998  # of an event: what is counted from its time is a date, too
NAME_MAX = 100  # code points, of an analyst's name
DESK_MAX = 16  # characters of a desk's code
CARDS_MAX = 200  # that one event brings
TEXT_MAX = 10_000  # code points, of a note, a summary
REASON_MIN, REASON_MAX = 10, 500  # code points, of why something was done; fewer where none must


class Kind(StrEnum):
    """What an event says was done. A later version adds kinds; it never changes one."""

    OPENED = "opened"
    VIEWED = "viewed"
    SEEN = "seen"
    NOTE = "note"
    SUMMARY = "summary"
    REPLY = "reply"
    QUESTION = "question"
    SET_ASIDE = "set-aside"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"
    DOWNLOADED = "downloaded"
    GRANTED = "granted"
    CLASSIFIED = "classified"
    GRADED = "graded"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    TASK = "task"
    TASK_DONE = "task-done"
    TASK_MOVED = "task-moved"
    TASK_DROPPED = "task-dropped"
    WAITING = "waiting"
    RESUMED = "resumed"
    HANDED_OFF = "handed-off"
    HAND_OFF_STEP = "hand-off-step"
    KEPT = "kept"
    DESTROYED = "destroyed"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    TURNED_DOWN = "declined-desk"
    STARTED = "started"
    REFERRED = "referred"
    CAME_BACK = "came-back"
    DESK_DONE = "desk-done"
    SENT_BACK = "sent-back"
    GAVE_BACK = "gave-back"
    TAKEN_BACK = "taken-back"
    PERSON = "person"
    GIVEN = "given"
    WISHED = "asked-through-triage"
    WISH_DECLINED = "wish-declined"
    CONFLICT = "conflict"
    JOINED = "joined"
    LEFT = "left"
    RETURNED = "returned"
    LINKED = "linked"
    UNLINKED = "unlinked"
    REPLIED_ALL = "reply-all"
    ASKED_ALL = "question-all"
    ACKNOWLEDGED = "acknowledged"
    REVIEWED = "reviewed"
    READ = "read"
    ORIGINAL = "original"
    ORIGINAL_KEPT = "original-kept"
    ORIGINAL_ENDED = "original-ended"
    ORIGINAL_GONE = "original-gone"
    INDICATION = "indication"
    PLACED = "placed"
    DISPATCHED = "dispatched"
    AGENCY_SAID = "agency-said"
    LINK_ENDED = "link-ended"
    SETTLED = "settled"
    FOOTAGE = "footage"
    STILL = "still"
    PICTURED = "pictured"


TO_REPORTERS = frozenset({Kind.REPLIED_ALL, Kind.ASKED_ALL})  # the same, of several reporters
TO_REPORTER = frozenset({Kind.REPLY, Kind.QUESTION})  # what also lies in the reporter's mailbox


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event. ``author`` is the analyst's id, ``name`` and ``desk`` as they were then."""

    case: bytes
    number: int
    previous: bytes
    kind: Kind
    at: datetime
    author: bytes
    name: str = bounded(NAME_MAX)
    desk: str = bounded(DESK_MAX)
    content: Mapping[str, Any] = field(repr=False)

    def body(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical.encode(to_json(self))

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Read a body; RecordMalformedError for anything that ``body`` could not have given."""
        event = cls.from_json(canonical.decode(body))
        if event.body() != body:
            raise RecordMalformedError
        return event

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object whose canonical bytes are the body."""
        return to_json(self)

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read what ``to_json`` wrote; RecordMalformedError for anything else."""
        event = from_json(cls, record)
        if event.number < FIRST or len(event.previous) != len(NOTHING_BEFORE):
            raise RecordMalformedError
        return event


@dataclass(frozen=True)
class SignedEvent:
    """An event and its author's signature over the event's body. Nothing here has checked it.

    ``cards`` are records of members' cards that the event brings to those who cannot read the
    members' own: its signature and its digest do not cover them, since each has a desk's.
    """

    event: Event
    signature: bytes = field(repr=False)
    cards: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def digest(self) -> bytes:
        """SHA-256 over body and signature, 32 bytes: the next event's ``previous``."""
        return hashlib.sha256(self.event.body() + self.signature).digest()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object that is sealed."""
        brought = {"cards": list(self.cards)} if self.cards else {}
        return {"event": self.event.to_json(), "signature": self.signature.hex(), **brought}

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read what ``to_json`` wrote; RecordMalformedError for anything else."""
        if not isinstance(record, dict) or record.keys() - {"cards"} != {"event", "signature"}:
            raise RecordMalformedError
        try:
            signature = bytes.fromhex(record["signature"])
        except (TypeError, ValueError):
            raise RecordMalformedError from None
        if len(signature) != SIGNATURE_BYTES:
            raise RecordMalformedError
        return cls(Event.from_json(record["event"]), signature, _cards(record.get("cards", [])))


def _cards(brought: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(brought, list) or len(brought) > CARDS_MAX:
        raise RecordMalformedError
    if not all(isinstance(each, dict) for each in brought):
        raise RecordMalformedError
    return tuple(brought)


def next_place(events: Sequence[SignedEvent]) -> tuple[int, bytes]:
    """Return the number and the ``previous`` of the event that is to follow these."""
    if not events:
        return FIRST, NOTHING_BEFORE
    return events[-1].event.number + 1, events[-1].digest
