"""When and where a picture was taken, as its metadata tells, in one form for all of them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tipline.tips.evidence import Found

MOMENT = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
OFFSET = re.compile(r"(?:Z|[+-]\d\d:\d\d)")
LATITUDE_MAX, LONGITUDE_MAX = 90, 180  # degrees


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What one piece of metadata told; times and places as in ``cleaned.Cleaned``."""

    found: frozenset[Found] = frozenset()
    taken: str = ""
    place: str = ""

    def or_else(self, other: Origin) -> Origin:
        """Return this, with what it does not know taken from the other."""
        return Origin(taken=self.taken or other.taken, place=self.place or other.place)


def moment(text: str, offset: str = "") -> str:
    """Return a time as ``2026-03-01T12:34:56+03:00``, without an offset if none was told.

    ``text`` is of EXIF (``2026:03:01 12:34:56``) or of XMP. Returns nothing if it is no time, or
    one of zeros, which cameras write whose clock was never set.
    """
    match = MOMENT.match(text.strip())
    if not match or match[1] == "0000":
        return ""
    zone = OFFSET.match(offset.strip()) or OFFSET.match(text.strip()[match.end() :])
    date, time = "-".join(match.group(1, 2, 3)), ":".join(filter(None, match.group(4, 5, 6)))
    return f"{date}T{time}{zone[0] if zone else ''}"


def place(latitude: float, longitude: float) -> str:
    """Return degrees as ``26.22850,50.58600``, or nothing if there is no such place."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return ""
    if (latitude, longitude) == (0, 0):  # what is written where no satellite was seen
        return ""
    if abs(latitude) > LATITUDE_MAX or abs(longitude) > LONGITUDE_MAX:
        return ""
    return f"{latitude:.5f},{longitude:.5f}"
