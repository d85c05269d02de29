"""What concerns a tip and its reporter: what was read of it, and what was written to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tipline.tips.content.base import ID_BYTES, Answering, Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.shape import bounded, octets, required

RECIPIENT_BYTES = 1216  # of mlkem768x25519
LANGUAGE_MAX = 35  # characters of a language tag


@dataclass(frozen=True, kw_only=True)
class _Read(Telling):
    tip: bytes = octets(ID_BYTES)
    parts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Box:
    """What whoever has the case needs in order to tell a tip's reporter how it stands.

    ``recipient`` is the tip's own, and ``mailbox_recipient`` the mailbox's (1,216 bytes each).
    """

    recipient: bytes = octets(RECIPIENT_BYTES)
    mailbox: bytes = octets(ID_BYTES)
    mailbox_recipient: bytes = octets(RECIPIENT_BYTES)
    language: str = bounded(LANGUAGE_MAX)
    arrived: datetime


@dataclass(frozen=True, kw_only=True)
class Opened(_Read):
    """A tip joined the case: the SHA-256 of each of its sealed parts, by the parts' ids, in hex.

    ``box`` says where its reporter is told of the case; older events do not have it.
    """

    kind = Kind.OPENED
    box: Box | None = None


class Viewed(Content):
    """Somebody looked."""

    kind = Kind.VIEWED


class Seen(_Read):
    """Messages were read that nobody had read before: their parts, as in ``Opened``."""

    kind = Kind.SEEN


class Reply(Answering):
    """An answer to the reporter."""

    kind = Kind.REPLY


class Question(Answering):
    """An answer that asks for one."""

    kind = Kind.QUESTION


class Exported(Content):
    """A copy of tip and case was taken."""

    kind = Kind.EXPORTED


@dataclass(frozen=True, kw_only=True, repr=False)  # the reason is not for a log
class Downloaded(Content):
    """A file of a tip left the house, for a reason; ``sealed``: as the age file that it lies in."""

    kind = Kind.DOWNLOADED
    tip: bytes = octets(ID_BYTES)
    file: bytes = octets(ID_BYTES)
    sealed: bool
    text: str = required(REASON_MAX)
