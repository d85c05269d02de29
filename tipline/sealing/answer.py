"""What waits in a mailbox: its head and its answers, each sealed to the mailbox's recipient.

Source: docs/format.md, 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.sealing.body import open_body, seal_body
from tipline.tips.mailbox import Answer, Head
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from tipline.age import Identity, Recipient


def seal_head(head: Head, recipient: Recipient) -> bytes:
    """Return the sealed head."""
    return seal_body(to_json(head), [recipient])


def open_head(sealed: bytes, identity: Identity) -> Head:
    """Return the head; AgeError or RecordMalformedError."""
    return from_json(Head, open_body(sealed, [identity]))


def seal_answer(answer: Answer, recipient: Recipient) -> bytes:
    """Return the sealed answer."""
    return seal_body(to_json(answer), [recipient])


def open_answer(sealed: bytes, identity: Identity) -> Answer:
    """Return the answer; AgeError or RecordMalformedError."""
    return from_json(Answer, open_body(sealed, [identity]))
