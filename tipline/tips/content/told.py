"""What concerns a tip and its reporter: what was read of it, and what was written to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tipline.tips.content.base import ID_BYTES, Answering, Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.mailbox import WORDS_MAX
from tipline.tips.shape import hidden, octets, required, several
from tipline.tips.state import Word


@dataclass(frozen=True, kw_only=True)
class _Read(Telling):
    tip: bytes = octets(ID_BYTES)
    parts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Opened(_Read):
    """A tip joined the case: the SHA-256 of each of its sealed parts, by the parts' ids, in hex.

    Of one that has left a case of its own: ``origin`` is the id of that, ``words`` what its
    reporter was told so far, ``closes`` after how many days they are told that it is closed;
    ``unread``: nobody has read it yet.
    """

    kind = Kind.OPENED
    unread: bool = False
    origin: bytes = field(default=b"", metadata={"each": ID_BYTES})
    words: tuple[tuple[Word, datetime], ...] = several(WORDS_MAX)
    closes: int = 0
    text: str = hidden(REASON_MAX)


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
