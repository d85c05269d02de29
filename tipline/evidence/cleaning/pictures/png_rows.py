"""The compressed rows of a PNG: how many bytes they must be, and whether they are."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.pictures import decoding

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Adam7: first column, first row, and steps of each pass.
PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
BLOCK = 64 * 1024  # bytes unpacked at a time


@dataclass(frozen=True)
class Header:
    """IHDR, its values checked."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    @classmethod
    def read(cls, chunk: bytes) -> Header:
        """Read the chunk (length, name, 13 bytes, checksum), or FileDamagedError."""
        content = chunk[8:21]
        depth, colour, packing, filtering, interlaced = content[8:13]
        if chunk[:8] != b"\0\0\0\x0dIHDR" or depth not in DEPTHS.get(colour, ()):
            raise FileDamagedError
        if packing or filtering or interlaced > 1 or chunk[21:] != _crc(chunk[4:21]):
            raise FileDamagedError
        width, height = int.from_bytes(content[:4]), int.from_bytes(content[4:8])
        decoding.measure(width, height)
        return cls(width, height, depth, colour, bool(interlaced))

    def sized(self, width: int, height: int) -> Header:
        """Return the same for one frame of an animation, which must lie within the picture."""
        decoding.measure(width, height)
        if width > self.width or height > self.height:
            raise FileDamagedError
        return replace(self, width=width, height=height)

    def animated(self, seen: set[bytes]) -> bool:
        """Whether chunks of an animation count: they do once ``acTL`` was seen."""
        return b"acTL" in seen

    @property
    def size(self) -> int:
        """Bytes of all rows, each with its filter byte (7.2, 8.1)."""
        if not self.interlaced:
            return self._size(self.width, self.height)
        return sum(
            self._size(-(-(self.width - x) // dx), -(-(self.height - y) // dy))
            for x, y, dx, dy in PASSES
            if self.width > x and self.height > y
        )

    def _size(self, width: int, height: int) -> int:
        return height * (1 + (width * self.depth * CHANNELS[self.colour] + 7) // 8)


class Rows:
    """Counts unpacked bytes."""

    def __init__(self, header: Header) -> None:
        """Expect the rows of a picture with this header."""
        self._size, self._unpacked = header.size, 0
        self._stream = zlib.decompressobj()

    def feed(self, packed: bytes) -> int:
        """Unpack a piece, return how many bytes of it belong to the rows. Raises zlib.error."""
        if self._stream.eof:
            return 0
        left = packed
        while left and not self._stream.eof:
            self._unpacked += len(self._stream.decompress(left, BLOCK))
            left = self._stream.unconsumed_tail
            if self._unpacked > self._size:
                raise FileDamagedError
        return len(packed) - len(self._stream.unused_data)

    def finish(self) -> None:
        """Raise FileDamagedError unless all rows were there, and their checksum."""
        while not self._stream.eof and (more := self._stream.decompress(b"", BLOCK)):
            self._unpacked += len(more)
        if not self._stream.eof or self._unpacked != self._size:
            raise FileDamagedError


def _crc(named: bytes) -> bytes:
    return zlib.crc32(named).to_bytes(4)
