"""Frames of MPEG sound, layer 3: how long each is, and where its parts lie.

Source: ISO/IEC 11172-3, 2.4.1.3 and 2.4.1.7; ISO/IEC 13818-3 for the lower rates.
"""

from __future__ import annotations

from dataclasses import dataclass

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.evidence.kinds.sounds import frame_length

MPEG_1, MONO = 3, 3


@dataclass(frozen=True)
class Frame:
    """One frame: where it begins, its length, its kind, and whether its side has a checksum."""

    start: int
    length: int
    first: bool  # of MPEG 1, not of the lower rates
    mono: bool
    checked: bool

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.start + self.length

    @property
    def side(self) -> int:
        """Bytes of its side information."""
        if self.first:
            return 17 if self.mono else 32
        return 9 if self.mono else 17

    @property
    def head(self) -> int:
        """Bytes before its share of the reservoir: header, checksum and side information."""
        return 4 + 2 * self.checked + self.side


def frame(window: Window, at: int) -> Frame:
    """Return the whole frame at ``at``; FileDamagedError if there is none."""
    header = window.at(at, 4)
    length = frame_length(header)
    if not length or at + length > window.size:
        raise FileDamagedError
    first, mono = header[1] >> 3 & 3 == MPEG_1, header[3] >> 6 == MONO
    found = Frame(at, length, first=first, mono=mono, checked=not header[1] & 1)
    if length < found.head:
        raise FileDamagedError
    return found
