"""Boxes within boxes (ISO/IEC 14496-12, 4.2), and the numbers in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.pieces import Window

BOXES_MAX = 20_000  # beside each other


@dataclass(frozen=True)
class Box:
    """Its name, and where its content begins and ends in the file."""

    name: bytes
    start: int
    end: int


def boxes(window: Window, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two offsets. FileDamagedError if one is longer than that."""
    at = start
    for _ in range(BOXES_MAX):
        if at + 8 > end:
            return
        length, header = window.number(at, 4), 8
        if length == 1:
            length, header = window.number(at + 8, 8), 16
        length = length or end - at
        if length < header or at + length > end:
            raise FileDamagedError
        yield Box(window.at(at + 4, 4), at + header, at + length)
        at += length
    raise FileTooComplexError


class Fields:
    """Reads numbers one after another out of a full box; FileDamagedError at its end."""

    def __init__(self, window: Window, box: Box) -> None:
        """Begin behind the version and the flags."""
        self._content = window.at(box.start, max(4, box.end - box.start))
        self.version, self.flags = self._content[0], int.from_bytes(self._content[1:4])
        self.at = 4

    def number(self, length: int) -> int:
        """Read an unsigned number of ``length`` bytes; one of no bytes is 0."""
        return int.from_bytes(self.take(length))

    def take(self, length: int) -> bytes:
        """Read ``length`` bytes."""
        taken = self._content[self.at : self.at + length]
        if len(taken) < length:
            raise FileDamagedError
        self.at += length
        return taken
