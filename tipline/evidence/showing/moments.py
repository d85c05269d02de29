"""Where in a recording the pictures of its strip are from: both sides of the jail's wall say so."""

from __future__ import annotations

from tipline.evidence.showing.bounds import STRIP_FRAMES


def moments(seconds: int) -> list[int]:
    """Return the seconds of a recording whose pictures make its strip."""
    taken = max(1, min(STRIP_FRAMES, seconds))
    return [(2 * number + 1) * seconds // (2 * taken) for number in range(taken)]
