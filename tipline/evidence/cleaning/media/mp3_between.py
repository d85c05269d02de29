"""What lies between the coded sound of MP3 frames: coders put their names there; it becomes zero.

Frames share a reservoir: the sound of one may begin up to 511 bytes before it, in what the frames
before it left free. Source: ISO/IEC 11172-3, 2.4.1.7 (``main_data_begin``, ``part2_3_length``)
and 2.4.3.1; ISO/IEC 13818-3, 2.4.1.7.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import BinaryIO

from tipline.evidence.cleaning.media.mp3_frames import Frame
from tipline.evidence.cleaning.pictures.pieces import BLOCK

BEGIN_MAX = 511  # bytes before its frame at which sound may begin


@dataclass
class _Held:
    """A frame that waits: its bytes, and where its share begins in them and in the reservoir."""

    body: bytearray
    share: int
    begin: int

    @property
    def end(self) -> int:
        return self.begin + len(self.body) - self.share


class Between:
    """Writes frames to a sink in order, with zeros where no sound is coded."""

    def __init__(self, sink: BinaryIO) -> None:
        """Begin with an empty reservoir."""
        self._sink, self._ready = sink, bytearray()
        self._held: deque[_Held] = deque()
        self._shared = 0  # bytes of the reservoir up to here
        self._used = 0  # bits of it up to where the last frame's sound ends
        self.cleared = False  # whether anything but zeros was there

    def put(self, frame: Frame, body: bytes) -> None:
        """Take the next frame."""
        begin, bits = coded(frame, body)
        start = max(0, self._shared - begin)
        self._clear(start)
        self._release(self._shared - BEGIN_MAX)
        self._used = max(self._used, 8 * start + bits)
        self._held.append(_Held(bytearray(body), min(frame.head, len(body)), self._shared))
        self._shared = self._held[-1].end

    def finish(self) -> None:
        """Write what is held."""
        self._clear(self._shared)
        self._release(self._shared)
        self._sink.write(self._ready)

    def _clear(self, end: int) -> None:
        """Clear the reservoir from where sound ended up to ``end``, where it goes on."""
        start, odd = divmod(self._used, 8)
        for held in self._held:
            first, last = max(start, held.begin), min(end, held.end)
            if first >= last:
                continue
            at, to = held.share + first - held.begin, held.share + last - held.begin
            kept = held.body[at] >> 8 - odd << 8 - odd if first == start and odd else 0
            fresh = bytes((kept,)) + bytes(to - at - 1)
            self.cleared = self.cleared or held.body[at:to] != fresh
            held.body[at:to] = fresh
        self._used = max(self._used, 8 * end)

    def _release(self, end: int) -> None:
        while self._held and self._held[0].end <= end:
            self._ready += self._held.popleft().body
        if len(self._ready) >= BLOCK:
            self._sink.write(self._ready)
            self._ready = bytearray()


def coded(frame: Frame, body: bytes) -> tuple[int, int]:
    """Return how many bytes before its share a frame's sound begins, and how many bits it takes."""
    side = int.from_bytes(body[frame.head - frame.side : frame.head])
    width = 8 * frame.side

    def field(at: int, bits: int) -> int:
        return side >> width - at - bits & (1 << bits) - 1

    channels = 1 if frame.mono else 2
    if frame.first:  # begin, private bits and which scale factors are shared; two granules
        start, parts, size, begin = (18, 2, 59, 9) if frame.mono else (20, 4, 59, 9)
    else:
        start, parts, size, begin = 8 + channels, channels, 63, 8
    return field(0, begin), sum(field(start + number * size, 12) for number in range(parts))
