"""What is sent of a case to an outside agency, and what that says of it."""

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
from tipline.tips.shape import bounded, hidden, required, several
from tipline.tips.suspicious import Suspicion

PLACE_MAX, THEIRS_MAX = 300, 100  # code points
CHANNELS_MAX, CHANNEL_MAX = 10, 32  # by which one dispatch goes; of a code


@dataclass(frozen=True, kw_only=True, repr=False)  # the place is not for a log
class Dispatched(Leaving):
    """A version of the summary left for an outside agency, and what goes with it.

    ``summary`` is the number of the event that wrote it. ``theirs``: the agency's own reference.
    ``place`` and ``points``: where it is, as an officer wrote it. ``files`` are named, and leave
    each by a deed of its own. ``channels`` are the codes of those by which alone it goes.
    ``suspicion``: what a report of suspicious activity says beside.
    """

    kind = Kind.DISPATCHED
    summary: int
    theirs: str = bounded(THEIRS_MAX)
    reply_by: datetime | None = None
    place: str = hidden(PLACE_MAX)
    points: tuple[Point, ...] = several(CORNERS_MAX)
    exact: Exactness | None = None
    files: tuple[bytes, ...] = several(FILES_MAX, each=ID_BYTES)
    channels: tuple[str, ...] = several(CHANNELS_MAX, each=CHANNEL_MAX)
    suspicion: Suspicion | None = None


@dataclass(frozen=True, kw_only=True)
class AgencySaid(Content):
    """An outside agency said something of what it was sent.

    ``of`` is the number of the event with which it left, ``who`` said it, ``told_at`` when.
    """

    kind = Kind.AGENCY_SAID
    of: int
    said: Said
    way: Way
    told_at: datetime
    who: str = required(TO_MAX)
    text: str = hidden(REASON_MAX)
