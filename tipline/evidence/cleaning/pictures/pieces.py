"""A clean file as a plan: fresh bytes, and spans of the source that go over as they are.

The plan is made first, looked at by a decoder as if it were a file, and written last: nothing of
a picture stands in memory but what a decoder takes.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import COPIED_LEAST, copied

PIECES_MAX = 200_000
BLOCK = 256 * 1024  # bytes read at a time


class Window:
    """Looks at a seekable source by offset, a block of it at a time in memory."""

    def __init__(self, source: BinaryIO) -> None:
        """Look at ``source``, from its first byte to its last."""
        self._source = source
        self.size = source.seek(0, io.SEEK_END)
        self._start, self._block = 0, b""

    def at(self, offset: int, length: int) -> bytes:
        """Return exactly these bytes; FileDamagedError if the file ends before."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise FileDamagedError
        begin = offset - self._start
        if begin < 0 or begin + length > len(self._block):
            self._source.seek(offset)
            self._block = self._source.read(max(length, min(BLOCK, self.size - offset)))
            self._start, begin = offset, 0
        return self._block[begin : begin + length]

    def some(self, offset: int, least: int = 1) -> bytes:
        """Return what stands from ``offset`` on: ``least`` bytes or more, or up to the end."""
        begin = offset - self._start
        if 0 <= begin <= len(self._block) - least:
            return self._block[begin:]
        return self.at(offset, max(0, min(BLOCK, self.size - offset)))

    def copy(self, sink: BinaryIO, offset: int, length: int) -> None:
        """Write exactly these bytes to ``sink``; FileDamagedError if the file ends before."""
        if length < COPIED_LEAST:
            sink.write(self.at(offset, length))
        else:
            copied(self._source, sink, offset, length)

    def number(self, offset: int, length: int) -> int:
        """Return the unsigned big-endian number of ``length`` bytes at ``offset``."""
        return int.from_bytes(self.at(offset, length))


class Pieces:
    """Fresh bytes and spans of one source, in the order in which they will be written."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pieces: list[bytes | tuple[int, int]] = []
        self.size = 0

    def add(self, fresh: bytes) -> None:
        """Append bytes of our own making, or small ones that were looked through."""
        if self._pieces and isinstance(last := self._pieces[-1], bytes) and len(last) < BLOCK:
            self._pieces[-1] = last + fresh
        else:
            self._append(fresh)
        self.size += len(fresh)

    def span(self, offset: int, length: int) -> None:
        """Append ``length`` bytes of the source as they stand at ``offset``."""
        last = self._pieces[-1] if self._pieces else b""
        if isinstance(last, tuple) and sum(last) == offset:
            self._pieces[-1] = (last[0], last[1] + length)
        elif length:
            self._append((offset, length))
        self.size += length

    def extend(self, other: Pieces) -> None:
        """Append all pieces of another plan."""
        for piece in other._pieces:
            if isinstance(piece, bytes):
                self.add(piece)
            else:
                self.span(*piece)

    def fresh(self) -> bytes:
        """Return the fresh bytes of a plan that has no spans."""
        return b"".join(piece for piece in self._pieces if isinstance(piece, bytes))

    def _append(self, piece: bytes | tuple[int, int]) -> None:
        if len(self._pieces) >= PIECES_MAX:
            raise FileTooComplexError
        self._pieces.append(piece)

    def view(self, source: BinaryIO) -> BinaryIO:
        """Return the planned file as one that can be read and sought in."""
        return io.BufferedReader(_View(self._pieces, source), BLOCK)

    def write(self, source: BinaryIO, sink: BinaryIO) -> None:
        """Write the planned file to ``sink``."""
        for piece in self._pieces:
            if isinstance(piece, bytes):
                sink.write(piece)
            else:
                copied(source, sink, *piece)


class _View(io.RawIOBase):
    def __init__(self, pieces: list[bytes | tuple[int, int]], source: BinaryIO) -> None:
        self._pieces, self._source, self._at = pieces, source, 0
        self._ends: list[int] = []
        end = 0
        for piece in pieces:
            end += len(piece) if isinstance(piece, bytes) else piece[1]
            self._ends.append(end)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._ends[-1] if self._ends else 0)[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    # BufferedReader gives a memoryview, and no other buffer.
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # (see above)
        index = bisect_right(self._ends, self._at)
        if index == len(self._pieces):
            return 0
        inside = self._at - (self._ends[index - 1] if index else 0)
        taken = self._piece(self._pieces[index], inside, len(buffer))
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def _piece(self, piece: bytes | tuple[int, int], inside: int, most: int) -> bytes:
        if isinstance(piece, bytes):
            return piece[inside : inside + most]
        self._source.seek(piece[0] + inside)
        return self._source.read(min(most, piece[1] - inside))
