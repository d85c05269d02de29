"""What all spots span: the part of the earth that they lie in, and the days on which they came."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tipline.tips.point import PARTS
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.search.spots import Spot

BARS = 48  # of the slider's picture, at most
DAY = 86_400  # seconds


def fit(spots: Sequence[Spot]) -> str:
    """Return what all spots lie in, in degrees: west, south, east and north; empty for none."""
    if not spots:
        return ""
    east, north = [spot.longitude for spot in spots], [spot.latitude for spot in spots]
    sides = min(east), min(north), max(east), max(north)
    return ",".join(f"{side / PARTS:.5f}" for side in sides)


def bars(times: Sequence[int]) -> dict[str, Any]:
    """Return how many arrived when, from the first day to the last, as a slider shows it.

    ``step`` is how many days a bar stands for.
    """
    if not times:
        return {}
    zone = configuration_here().site.timezone
    first, last = (datetime.fromtimestamp(at, zone).date() for at in (min(times), max(times)))
    days = (last - first).days + 1
    step = -(-days // BARS)
    begins = int(datetime.combine(first, datetime.min.time(), zone).timestamp())
    counted = Counter((at - begins) // (DAY * step) for at in times)
    last_bar = max(counted)
    return {
        "first": first.isoformat(),
        "days": days,
        "step": step,
        "bars": [counted[at] for at in range(last_bar + 1)],
    }
