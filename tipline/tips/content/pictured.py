"""What is said of a still: that an officer has it taken, and the picture that came."""

from dataclasses import dataclass
from datetime import date, datetime

from tipline.tips.content.assigning import FILE_KEY_BYTES
from tipline.tips.content.base import Content
from tipline.tips.content.told import Taking
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.evidence import Evidence
from tipline.tips.shape import hidden, octets, required

CAMERA_MAX = 32  # code points of a camera's code


@dataclass(frozen=True, kw_only=True, repr=False)  # where is not for a log, nor is why
class Still(Taking):
    """An officer has a picture taken of a camera, by its code; ``text`` says what for.

    ``metres`` is how far it stands from the place of the case, None where none is known.
    ``elsewhere`` says why it is asked though it may not have seen that place; empty where it may.
    Both are as the register had it, by the author's word.
    """

    kind = Kind.STILL
    camera: str = required(CAMERA_MAX)
    metres: int | None = None
    elsewhere: str = hidden(REASON_MAX)
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)  # the key is for those who open the event
class Pictured(Content):
    """The picture that came: ``of`` is the number of the event by which it was taken.

    ``taken`` is when it came, by the clock of the house; ``until`` the day on which it is
    destroyed. ``file`` is what it is, and ``key`` that of its age file. Of what the camera wrote
    into the picture nothing is kept.
    """

    kind = Kind.PICTURED
    of: int
    taken: datetime
    until: date
    file: Evidence
    key: bytes = octets(FILE_KEY_BYTES)
