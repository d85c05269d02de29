"""What goes to a body that is to answer: the summary, to an agency; and what that says of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tipline.tips.area import CORNERS_MAX
from tipline.tips.content.base import ID_BYTES, Content
from tipline.tips.content.told import TO_MAX, Leaving
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.evidence import FILES_MAX
from tipline.tips.point import Point
from tipline.tips.report import Exactness
from tipline.tips.said import Said, Way
from tipline.tips.shape import bounded, hidden, perhaps, required, several
from tipline.tips.suspicious import Suspicion

PLACE_MAX, THEIRS_MAX = 300, 100  # code points
CHANNELS_MAX, CHANNEL_MAX = 10, 32  # by which one dispatch goes; of a code
LINK_BYTES = 32
SAID_TEXT_MAX = 5000  # code points, of what an agency says by its link


@dataclass(frozen=True, kw_only=True, repr=False)  # the place is not for a log
class Sent(Leaving):
    """Something left for a body that is to answer it.

    ``reply_by`` when, if a time was set. ``place``: where it is, in an officer's words.
    ``channels`` are the codes of those by which alone it goes.
    """

    reply_by: datetime | None = None
    place: str = hidden(PLACE_MAX)
    channels: tuple[str, ...] = several(CHANNELS_MAX, each=CHANNEL_MAX)

    def due(self, _sent_at: datetime) -> datetime | None:
        """Return by when somebody is to look whether it was answered; None for never."""
        return self.reply_by

    def is_answered_by(self, _said: Said) -> bool:
        """Tell whether nothing is awaited any more once they have said so."""
        return True

    @property
    def answers(self) -> Collection[Said]:
        """What they can say to it."""
        return tuple(Said)


@dataclass(frozen=True, kw_only=True, repr=False)  # as above
class Dispatched(Sent):
    """A version of the summary left for an outside agency, and what goes with it.

    ``summary`` is the number of the event that wrote it. ``theirs``: the agency's own reference.
    ``points``: where it is, beside the words. ``files`` are named, and leave each by a deed of its
    own. ``suspicion``: what a report of suspicious activity says beside. ``link``: 32 random bytes
    from which the link follows by which the agency answers; none where it has no link.
    """

    kind = Kind.DISPATCHED
    summary: int
    theirs: str = bounded(THEIRS_MAX)
    points: tuple[Point, ...] = several(CORNERS_MAX)
    exact: Exactness | None = None
    files: tuple[bytes, ...] = several(FILES_MAX, each=ID_BYTES)
    suspicion: Suspicion | None = None
    link: bytes = perhaps(LINK_BYTES)

    @property
    def about(self) -> Exactness:
        """How far about its point it goes: where nobody said, the area only."""
        return self.exact or Exactness.AREA


@dataclass(frozen=True, kw_only=True)
class AgencySaid(Content):
    """A body outside said something of what it was sent.

    ``of`` is the number of the event with which it left, ``who`` said it, ``told_at`` when.
    ``heard``: of what it said by its link, the id that was given to that (16 bytes).
    """

    kind = Kind.AGENCY_SAID
    of: int
    said: Said
    way: Way
    told_at: datetime
    who: str = required(TO_MAX)
    text: str = hidden(SAID_TEXT_MAX)
    heard: bytes = perhaps(ID_BYTES)


@dataclass(frozen=True, kw_only=True)
class LinkEnded(Content):
    """An officer ended the link of a dispatch before its time, and said why.

    ``of`` is the number of the event with which it left.
    """

    kind = Kind.LINK_ENDED
    of: int
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Settled(Content):
    """What a body outside asked or declined was dealt with: ``text`` says how.

    ``of`` is the number of the event that says what they asked or declined.
    """

    kind = Kind.SETTLED
    of: int
    text: str = required(REASON_MAX)
