"""What concerns a tip and its reporter: what was read of it, and what was written to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tipline.tips.content.base import ID_BYTES, Answering, Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.mailbox import WORDS_MAX
from tipline.tips.shape import bounded, hidden, octets, perhaps, required, several
from tipline.tips.state import Word

TO_MAX, PURPOSE_MAX = 100, 200  # code points: to whom something goes, and what for
RECIPIENT_BYTES = 1216  # of mlkem768x25519
SPREAD_BYTES = 16  # random
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

    Of one that has left a case of its own: ``origin`` is the id of that, ``words`` what its
    reporter was told so far, ``closes`` after how many days they are told that it is closed, and
    ``spread`` what the moment is drawn from;
    ``unread``: nobody has read it yet. ``box`` says where the reporter is told of the case; older
    events do not have it.
    """

    kind = Kind.OPENED
    unread: bool = False
    origin: bytes = field(default=b"", metadata={"each": ID_BYTES})
    words: tuple[tuple[Word, datetime], ...] = several(WORDS_MAX)
    closes: int = 0
    spread: bytes = perhaps(SPREAD_BYTES)
    text: str = hidden(REASON_MAX)
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


@dataclass(frozen=True, kw_only=True, repr=False)  # the reason is not for a log
class Taking(Content):
    """What one officer does by the approval of another: why.

    ``request`` is the number of the event that asked for it, 0 where a life was at stake.
    """

    request: int = 0
    text: str = bounded(REASON_MAX)


class Original(Taking):
    """What the reporters of a finished case wrote was opened to the author."""

    kind = Kind.ORIGINAL


@dataclass(frozen=True, kw_only=True, repr=False)  # as above
class Leaving(Taking):
    """Something left the house: to whom, and what for."""

    to: str = bounded(TO_MAX)
    purpose: str = bounded(PURPOSE_MAX)


class Exported(Leaving):
    """A copy of tip and case was taken."""

    kind = Kind.EXPORTED


@dataclass(frozen=True, kw_only=True, repr=False)  # as above
class Downloaded(Leaving):
    """A file of a tip was taken; ``sealed``: as the age file that it lies in."""

    kind = Kind.DOWNLOADED
    tip: bytes = octets(ID_BYTES)
    file: bytes = octets(ID_BYTES)
    sealed: bool
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Content):
    """Whoever was given something has it: ``of`` is the number of the event with which it left."""

    kind = Kind.ACKNOWLEDGED
    of: int
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Reviewed(Content):
    """Another officer looked at what was done at once: ``of`` is the number of that event."""

    kind = Kind.REVIEWED
    of: int
    objection: bool = False
    text: str = hidden(REASON_MAX)
